/// A table of images with their classes: GTSRB's own `GT-00014.csv`, or `Train.csv` as on Kaggle.
///
/// The first line names the columns. One of them is `Filename` or `Path`, another is `ClassId`; the columns are
/// separated by semicolons or commas, the lines by LF or CR LF.
/// Source: https://benchmark.ini.rub.de/gtsrb_dataset.html, "Annotation format".
struct ImageTable {
  struct Row {
    /// Counted from 1, the line of the columns' names.
    let line: Int
    /// As the table has it: beside the table, or a path below the table's folder.
    let image: String
    let category: String
  }

  let rows: [Row]
  /// Whether it has GTSRB's columns, among them the sign's place in the image.
  let isOfTrafficSigns: Bool

  /// - Parameter path: what messages call the file.
  /// - Throws: ``DatasetError`` naming the line where it has more or fewer columns than the first one, or a class
  ///   that is no number.
  /// - Returns: nil where the first line does not name the two columns, as where the classes are kept secret.
  init?(_ bytes: [UInt8], path: String) throws {
    var lines = TableLines(bytes)
    guard var first = lines.next()?.text else { return nil }
    if first.hasPrefix("\u{FEFF}") { first.removeFirst() }
    let separator: Character = first.contains(";") ? ";" : ","
    let columns = first.split(separator: separator, omittingEmptySubsequences: false)
    guard let image = columns.firstIndex(where: { $0 == "Filename" || $0 == "Path" }),
      let category = columns.firstIndex(of: "ClassId")
    else { return nil }
    isOfTrafficSigns = columns.contains("Roi.X1")

    var rows: [Row] = []
    for (number, line) in IteratorSequence(lines) where !line.isEmpty {
      let values = line.split(separator: separator, omittingEmptySubsequences: false)
      guard values.count == columns.count else {
        throw DatasetError(
          "\(path), line \(number): \(values.count) columns, expected \(columns.count) as in the first line")
      }
      guard let id = Int(values[category]), (0...SplitContent.greatestClass).contains(id) else {
        throw DatasetError(
          "\(path), line \(number): the ClassId is '\(values[category])', expected a whole number from 0 to "
            + "\(SplitContent.greatestClass)")
      }
      rows.append(Row(line: number, image: String(values[image]), category: String(id)))
    }
    self.rows = rows
  }

  /// Whether a file may be such a table, by its name.
  static func mayBe(_ name: String) -> Bool {
    let name = name.lowercased()
    guard name.hasSuffix(".csv") else { return false }
    return name.hasPrefix("gt-") || NameWords(name).split != nil
  }
}

/// The lines of a text, counted from 1, without what ends them. One is held at a time: a few packed bytes can
/// unfold to millions.
private struct TableLines: IteratorProtocol {
  private var rest: ArraySlice<UInt8>
  private var number = 0

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func next() -> (number: Int, text: String)? {
    guard !rest.isEmpty else { return nil }
    number += 1
    let line = rest.prefix { $0 != 0x0A }
    rest = rest.dropFirst(line.count + 1)
    return (number, String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self))
  }
}
