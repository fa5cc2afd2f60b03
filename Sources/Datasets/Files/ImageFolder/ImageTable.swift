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
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }
    guard var first = lines.first else { return nil }
    if first.hasPrefix("\u{FEFF}") { first.removeFirst() }
    let separator: Character = first.contains(";") ? ";" : ","
    let columns = first.split(separator: separator, omittingEmptySubsequences: false)
    guard let image = columns.firstIndex(where: { $0 == "Filename" || $0 == "Path" }),
      let category = columns.firstIndex(of: "ClassId")
    else { return nil }
    isOfTrafficSigns = columns.contains("Roi.X1")

    rows = try lines.enumerated().dropFirst().filter { !$0.element.isEmpty }.map { index, line in
      let values = line.split(separator: separator, omittingEmptySubsequences: false)
      guard values.count == columns.count else {
        throw DatasetError(
          "\(path), line \(index + 1): \(values.count) columns, expected \(columns.count) as in the first line"
        )
      }
      guard let number = Int(values[category]), (0...SplitContent.greatestClass).contains(number) else {
        throw DatasetError(
          "\(path), line \(index + 1): the ClassId is '\(values[category])', expected a whole number from 0 to "
            + "\(SplitContent.greatestClass)")
      }
      return Row(line: index + 1, image: String(values[image]), category: String(number))
    }
  }

  /// Whether a file may be such a table, by its name.
  static func mayBe(_ name: String) -> Bool {
    let name = name.lowercased()
    guard name.hasSuffix(".csv") else { return false }
    return name.hasPrefix("gt-") || SplitName(folder: String(name.dropLast(4))) != nil
  }
}
