/// A table as it stands in a file: the names of its columns, and the fields of each row.
struct TextTable {
  let path: String
  /// Empty where the file names none.
  let names: [String]
  let rows: [[String]]
  let dialect: TableDialect
  /// Whether there is a first line with names.
  let hasHeader: Bool

  /// A table is held as text while it is read, at several times its size.
  private static let greatestSize = 1 << 27
  private static let greatestColumnCount = 10_000

  var columnCount: Int { names.isEmpty ? rows.first?.count ?? 0 : names.count }

  /// What a column is called in messages and in `columns=`: its name, or its number counted from 1.
  func title(_ column: Int) -> String { names.isEmpty ? "\(column + 1)" : names[column] }

  /// - Parameters:
  ///   - target: a name that tells that the first line has the names where it is among them.
  ///   - header: what `header=` says; nil to find out.
  /// - Throws: ``DatasetError`` with the line where a row has more or fewer fields than the first, or a quote does not end.
  init(_ file: DataStream, target: String, header: Bool?) throws {
    path = file.path
    var source = try TableText(file)
    var bytes: [UInt8] = []
    while true {
      let piece = try source.read(1 << 20)
      if piece.isEmpty { break }
      bytes += piece
      guard bytes.count <= Self.greatestSize else {
        throw DatasetError(
          "\(path) is too large for a table of features: more than \(Self.greatestSize >> 20) MB of text")
      }
    }
    guard !bytes.contains(0) else { throw DatasetError("\(path) is no text, and so no table") }
    let dialect = TableDialect(bytes)
    self.dialect = dialect
    var lines: [[String]] = []
    var text = TableLines(bytes[...], end: dialect.lineEnd)
    while let (number, line) = text.next() {
      if line.allSatisfy(dialect.isSpace) { continue }
      var fields = TableFields(line, dialect)
      var row: [String] = []
      while let field = fields.next() { row.append(field) }
      guard !fields.isOpen else {
        throw DatasetError("\(path), line \(number): a quotation mark has no partner on its line")
      }
      guard row.count == lines.first?.count ?? row.count, row.count <= Self.greatestColumnCount else {
        throw DatasetError(
          "\(path), line \(number): expected \(lines.first?.count ?? Self.greatestColumnCount) values, found \(row.count)"
        )
      }
      lines.append(row)
    }
    guard let first = lines.first else { throw DatasetError("\(path) is empty") }
    // Names are no numbers, and two columns do not share one.
    let areNames =
      first.contains(target)
      || first.allSatisfy { TableNumber.parse($0, decimalComma: true) == nil }
        && Set(first).count == first.count
    hasHeader = header ?? areNames
    names = hasHeader ? first : []
    rows = hasHeader ? Array(lines.dropFirst()) : lines
    guard !rows.isEmpty else { throw DatasetError("\(path) has the names of columns, but no rows") }
  }

  /// The column that a word names: by its name, its number counted from 1, `first` or `last`.
  /// - Parameter option: that gives the word, for the message.
  func column(_ word: String, option: String) throws -> Int {
    if let column = names.firstIndex(of: word) { return column }
    if let place = TableColumn.place(word, of: columnCount) { return place }
    let known = names.isEmpty ? "1 to \(columnCount)" : names.prefix(20).joined(separator: ", ")
    throw DatasetError("\(path) has no column '\(word)'; its columns are \(known)", subject: option)
  }
}
