import Core
import Foundation

/// A table of pixels: one image a line, and its label in one column, in several as a one-hot vector, or nowhere.
struct PixelTable {
  private let path: String
  private let columns: PixelColumns
  private let options: LoadOptions
  private var bytes: [UInt8] = []
  /// In place of ``bytes`` once a value is no whole number from 0 to 255.
  private var floats: [Float]?
  private var labels: TableLabels
  private var edges = EdgeColumns()
  private var rows = 0
  /// The number of the line read last, counted from 1.
  private var line = 0
  private var isPastHeader: Bool
  private var broken: [(line: Int, error: DatasetError)] = []

  /// A picture of 299x299 pixels in three colours has lines of 3 MB.
  private static let greatestLine = 1 << 22
  private static let greatestColumnCount = 1 << 20
  private static let greatestCount = Int(Int32.max)
  /// How much of a table is looked at to find out what its columns are.
  private static let sampleCount = 1 << 18
  /// How many of the lines that were left out are named.
  private static let namedLines = 5

  // MARK: - Finding out what it is

  /// The beginning of a table.
  private struct Sample {
    let text: [UInt8]
    let dialect: TableDialect
    /// Whole lines, without those that are blank.
    let lines: [[String]]

    /// - Throws: ``DatasetError`` where a line is too long.
    init(_ table: inout TableText) throws {
      var text: [UInt8] = []
      var isWhole = false
      // Two lines at least, as far as there are.
      while !isWhole, text.count < sampleCount || text.lazy.count(where: { $0 == 0x0A || $0 == 0x0D }) < 2 {
        guard text.count <= 2 * greatestLine else { break }
        let piece = try table.read(sampleCount)
        isWhole = piece.isEmpty
        text += piece
      }
      if text.count > greatestLine, text.prefix(greatestLine).allSatisfy({ $0 != 0x0A && $0 != 0x0D }) {
        throw PixelTable.tooLong(table.path, line: 1)
      }
      let dialect = TableDialect(text)
      var lines: [[String]] = []
      var rest = text[...]
      while !rest.isEmpty, lines.count < 2 || rest.startIndex < sampleCount {
        let line = rest.prefix { $0 != dialect.lineEnd }
        if line.endIndex == rest.endIndex, !isWhole, !lines.isEmpty { break }
        if line.count > greatestLine { throw PixelTable.tooLong(table.path, line: lines.count + 1) }
        rest = rest.dropFirst(line.count + 1)
        if line.allSatisfy(dialect.isSpace) { continue }
        let fields = TableFields(line, dialect)
        lines.append(Array(fields.prefix(greatestColumnCount + 1)))
        guard lines[lines.count - 1].count <= greatestColumnCount else {
          throw DatasetError("\(table.path) has more than \(greatestColumnCount) columns")
        }
      }
      self.text = text
      self.dialect = dialect
      self.lines = lines
    }
  }

  /// Whether a file looks like a table of pixels: lines of many numbers, or the names of many pixels.
  static func recognises(_ file: DataStream) -> Bool {
    guard let start = try? file.peek(1 << 16), isText(start), var text = try? TableText(file) else {
      return false
    }
    guard let sample = try? Sample(&text) else {
      // A line is too long; reading it says so.
      return TableFields(start[...], TableDialect(start)).count >= PixelColumns.leastPixels
    }
    guard let first = sample.lines.first else { return false }
    let isNamed =
      first.contains { Double($0) == nil }
      && PixelColumns.areNumbered(first).count { $0 } >= PixelColumns.leastPixels
    return isNamed || sample.lines.prefix(2).contains(where: areNumbers)
  }

  /// Whether nearly all fields of a line are numbers, and so many that they may be pixels.
  private static func areNumbers(_ line: [String]) -> Bool {
    let numbers = line.count { TableNumber.isMissing($0) || TableNumber.parse($0, decimalComma: true) != nil }
    return numbers >= PixelColumns.leastPixels && 10 * numbers >= 9 * line.count
  }

  /// Whether bytes are those of a text: with few control characters, but for the zeros of UTF-16.
  private static func isText(_ start: [UInt8]) -> Bool {
    let control = start.prefix(512).count { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0 }
    return 50 * control <= min(512, start.count)
  }

  // MARK: - Reading

  /// Reads a table.
  /// - Throws: ``DatasetError`` naming the line and the column where a value is no number, or the line where there are
  ///   more or fewer values than columns; asking for an option where the columns can be read in several ways.
  static func read(_ file: DataStream, options: LoadOptions = LoadOptions()) throws -> SplitContent {
    var text = try TableText(file)
    let sample = try Sample(&text)
    let columns = try PixelColumns(sample.lines, dialect: sample.dialect, options: options, path: file.path)
    var table = PixelTable(path: file.path, columns: columns, options: options)
    if !file.isCompressed { table.bytes.reserveCapacity(min(file.size / 2, greatestCount)) }
    try table.readLines(sample.text, &text)
    return try table.content()
  }

  private init(path: String, columns: PixelColumns, options: LoadOptions) {
    self.path = path
    self.columns = columns
    self.options = options
    labels = TableLabels(areNames: columns.hasNamedLabels)
    isPastHeader = !columns.hasHeader
  }

  private mutating func readLines(_ start: [UInt8], _ text: inout TableText) throws {
    // The bytes of a line that the last piece did not end.
    var rest: [UInt8] = []
    var piece = start
    while true {
      let isLast = piece.isEmpty
      let bytes = rest.isEmpty ? piece : rest + piece
      piece = []
      try bytes.withUnsafeBufferPointer { bytes in
        var begin = 0
        while begin < bytes.count {
          if bytes[begin] == columns.dialect.lineEnd {
            line += 1
            begin += 1
            continue
          }
          let end = Self.firstIndex(of: columns.dialect.lineEnd, in: bytes, from: begin)
          if end == nil, !isLast { break }
          try readLine(UnsafeBufferPointer(rebasing: bytes[begin..<(end ?? bytes.count)]))
          begin = end.map { $0 + 1 } ?? bytes.count
        }
        rest = Array(bytes[begin...])
      }
      if isLast { return }
      guard rest.count <= Self.greatestLine else { throw Self.tooLong(path, line: line + 1) }
      piece = try text.read(1 << 20)
    }
  }

  private static func firstIndex(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from begin: Int)
    -> Int?
  {
    guard let base = bytes.baseAddress else { return nil }
    return memchr(base + begin, Int32(byte), bytes.count - begin).map {
      $0 - UnsafeMutableRawPointer(mutating: base)
    }
  }

  private mutating func readLine(_ line: UnsafeBufferPointer<UInt8>) throws {
    self.line += 1
    if line.first.map(columns.dialect.isSpace) ?? true, line.allSatisfy(columns.dialect.isSpace) { return }
    guard isPastHeader else {
      isPastHeader = true
      return
    }
    do {
      try readRow(line)
    } catch let error as DatasetError where options.skipsBroken {
      removeRowsAfter(rows)
      broken.append((self.line, error))
      guard broken.count <= 1000 else {
        throw DatasetError("\(error)\nmore than 1000 lines cannot be read")
      }
    }
  }

  private mutating func readRow(_ line: UnsafeBufferPointer<UInt8>) throws {
    let reader = PixelLine(bytes: line, columns: columns, path: path, number: self.line)
    let (begin, count) = (rows * columns.shape.count, columns.shape.count)
    guard begin <= Self.greatestCount / (floats == nil ? 1 : 4) - count else {
      throw DatasetError("\(path) is too large: more than \(Self.greatestCount) bytes of pixels")
    }
    let others: PixelLine.Others
    if floats == nil {
      bytes.append(contentsOf: repeatElement(0, count: count))
      do {
        others = try bytes.withUnsafeMutableBufferPointer { bytes in
          try reader.read(into: UnsafeMutableBufferPointer(rebasing: bytes[begin...]))
        }
      } catch is PixelLine.NotOfType {
        guard begin <= Self.greatestCount / 4 - count else {
          throw DatasetError("\(path) is too large: more than \(Self.greatestCount) bytes of pixels")
        }
        floats = bytes[..<begin].map(Float.init)
        bytes = []
        return try readRow(line)
      }
    } else {
      floats?.append(contentsOf: repeatElement(0, count: count))
      others =
        try floats?.withUnsafeMutableBufferPointer { floats in
          try reader.read(into: UnsafeMutableBufferPointer(rebasing: floats[begin...]))
        } ?? PixelLine.Others()
    }
    if columns.hasEdges {
      edges.first.append(others.first)
      edges.last.append(others.last)
    } else if columns.label != nil || columns.hasOneHot {
      do { try labels.add(others.label) } catch {
        let title = columns.label.map { ", \(columns.title($0))" } ?? ""
        throw DatasetError("\(path), line \(self.line)\(title): \(error.reason)")
      }
    }
    rows += 1
  }

  private mutating func removeRowsAfter(_ count: Int) {
    let values = count * columns.shape.count
    if bytes.count > values { bytes.removeLast(bytes.count - values) }
    if let found = floats?.count, found > values { floats?.removeLast(found - values) }
  }

  private static func tooLong(_ path: String, line: Int) -> DatasetError {
    DatasetError("\(path), line \(line), is longer than \(greatestLine) bytes")
  }

  // MARK: - What it holds

  private mutating func content() throws -> SplitContent {
    guard rows > 0 else {
      if let error = broken.first?.error { throw error }
      throw DatasetError("\(path) has a header, but no rows")
    }
    var labelTitle = columns.label.map(columns.labelTitle)
    if columns.hasEdges {
      guard let isFirst = edges.isLabelFirst else {
        let (first, last) = (Self.range(edges.first), Self.range(edges.last))
        throw DatasetError(
          "\(path): is the label the first column (\(first)) or the last (\(last))? say label=first or label=last"
            + ", or label=none with size=HEIGHTxWIDTH where there is none", subject: "label")
      }
      labelTitle = isFirst ? "the first column" : "the last column"
      for value in isFirst ? edges.first : edges.last {
        do { try labels.add(.number(Double(value))) } catch { throw DatasetError("\(path): \(error.reason)") }
      }
      try place(isFirst ? edges.last : edges.first, isLast: isFirst)
    }
    let hasLabels = labelTitle != nil || columns.hasOneHot
    let shape = [rows, columns.shape.height, columns.shape.width, columns.shape.channels]
    let images =
      floats.map { Tensor(shape: shape, floats: ordered($0)) } ?? Tensor(shape: shape, bytes: ordered(bytes))
    return SplitContent(
      images: images, classes: hasLabels ? labels.classes : nil, labelNames: labels.names ?? oneHotNames,
      imagesPath: path, labelsPath: path, notes: notes(labelTitle))
  }

  private static func range(_ values: [Float]) -> String {
    guard let least = values.min(), let greatest = values.max() else { return "" }
    return least == greatest ? String(format: "%g", least) : String(format: "%g to %g", least, greatest)
  }

  /// The names of one-hot columns, where they are not the numbers 0, 1, 2 ...
  private var oneHotNames: [String]? {
    guard let names = columns.oneHotNames, names != names.indices.map(String.init) else { return nil }
    return names
  }

  /// Puts a column that turned out to be pixels before or behind the others of each row.
  private mutating func place(_ column: [Float], isLast: Bool) throws {
    let count = columns.shape.count
    func place<Value: PixelValue>(_ values: inout [Value]) -> Bool {
      for row in 0..<rows {
        guard let value = Value(number: Double(column[row])) else { return false }
        if isLast {
          values[row * count + count - 1] = value
        } else {
          for k in stride(from: row * count + count - 1, to: row * count, by: -1) {
            values[k] = values[k - 1]
          }
          values[row * count] = value
        }
      }
      return true
    }
    if floats == nil, column.allSatisfy({ UInt8(exactly: $0) != nil }) {
      _ = place(&bytes)
    } else {
      var values = floats ?? bytes.map(Float.init)
      (floats, bytes) = (nil, [])
      _ = place(&values)
      floats = values
    }
  }

  /// The values with the channels last.
  private func ordered<Value>(_ values: [Value]) -> [Value] {
    guard columns.shape.isInPlanes else { return values }
    let (area, channels) = (columns.shape.height * columns.shape.width, columns.shape.channels)
    return [Value](unsafeUninitializedCapacity: values.count) { result, filled in
      for row in stride(from: 0, to: values.count, by: area * channels) {
        for k in 0..<area {
          for channel in 0..<channels {
            result.initializeElement(at: row + k * channels + channel, to: values[row + channel * area + k])
          }
        }
      }
      filled = values.count
    }
  }

  /// What was taken for what, where the columns' names do not say it all.
  private func notes(_ labelTitle: String?) -> [String] {
    let name = (path as NSString).lastPathComponent
    var notes: [String] = []
    if !columns.isPlain {
      let label =
        if columns.hasOneHot {
          "the label is \(columns.oneHotCount) columns, a 1 in one of them"
        } else {
          labelTitle.map { "the label is \($0) (\(labels.summary))" } ?? "no label"
        }
      let rest = columns.passedOver
      notes.append(
        "\(name): \(label), the pixels are \(columns.shape.description)"
          + (rest.isEmpty ? "" : "; passed over: \(rest.prefix(5).joined(separator: ", "))")
          + (rest.count > 5 ? " and \(rest.count - 5) more" : ""))
    }
    if !broken.isEmpty {
      let lines = broken.prefix(Self.namedLines).map { "\($0.line)" }.joined(separator: ", ")
      let more = broken.count - Self.namedLines
      notes.append(
        "\(name): \(broken.count) broken left out: line\(broken.count == 1 ? "" : "s") \(lines)"
          + (more > 0 ? " and \(more) more" : ""))
    }
    return notes
  }
}
