/// A table of images with their classes: GTSRB's own `GT-00014.csv`, `Train.csv` as on Kaggle, or any other of which a
/// column names images: `id,breed`, `image,label`, `file_name;class`.
///
/// GTSRB's columns are `Filename` or `Path`, and `ClassId`. In other tables the images' column is the one whose values
/// are names of images, with or without their ending, and the class's has a usual name or is the only one besides; or
/// each class has a column of its own, with a 1 for the images that belong to it.
/// Source: https://benchmark.ini.rub.de/gtsrb_dataset.html, "Annotation format".
struct ImageTable {
  struct Row {
    /// Counted from 1, the line of the columns' names.
    let line: Int
    /// As the table has it: beside the table, or a path below the table's folder.
    let image: String
    /// nil where the table only lists images.
    let category: String?
  }

  let rows: [Row]
  /// Whether it has GTSRB's columns, among them the sign's place in the image.
  let isOfTrafficSigns: Bool
  /// What was taken for what, where the columns' names are not GTSRB's.
  let note: String?
  /// Whether it tells classes.
  let hasClasses: Bool

  /// How many rows are looked at to find the column of the images.
  private static let sampleCount = 50

  /// - Parameters:
  ///   - path: what messages call the file.
  ///   - label: the column that the learner names.
  ///   - isImage: whether a text names one of the images.
  /// - Throws: ``DatasetError`` naming the line where it has more or fewer columns than the first one, or no class; asking
  ///   for `label=` where several columns can be the class.
  /// - Returns: nil where no column names images.
  init?(_ bytes: [UInt8], path: String, label: String? = nil, isImage: (String) -> Bool = { _ in false })
    throws
  {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    let dialect = TableDialect(Array(bytes.prefix(1 << 16)))
    var lines = TableLines(bytes, end: dialect.lineEnd)
    guard let first = lines.next().map({ Array(TableFields($0.bytes, dialect)) }), first.count > 1 else {
      return nil
    }

    var sample: [[String]] = []
    var ahead = lines
    while sample.count < Self.sampleCount, let line = ahead.next() {
      if !line.bytes.allSatisfy(dialect.isSpace) { sample.append(Array(TableFields(line.bytes, dialect))) }
    }
    // The first line names the columns, unless one of its fields is an image already.
    let hasHeader = !first.contains(where: isImage)
    if !hasHeader { sample.insert(first, at: 0) }
    let columns = try Columns(
      hasHeader ? first : nil, count: first.count, sample: sample, path: path, label: label, isImage: isImage)
    guard let columns else { return nil }
    isOfTrafficSigns = first.contains("Roi.X1")
    hasClasses = columns.category != nil || !columns.oneHot.isEmpty
    note = columns.note

    var rows: [Row] = []
    var classes: [String: String] = [:]
    func read(_ line: (number: Int, bytes: ArraySlice<UInt8>)) throws {
      if line.bytes.allSatisfy(dialect.isSpace) { return }
      let values = Array(TableFields(line.bytes, dialect))
      guard values.count == first.count else {
        throw DatasetError(
          "\(path), line \(line.number): \(values.count) columns, expected \(first.count) as in the first line"
        )
      }
      let place = "\(path), line \(line.number)"
      let (image, category) = (values[columns.image], try columns.category(of: values, place: place))
      if let category, let other = classes.updateValue(category, forKey: image), other != category {
        throw DatasetError(
          "\(place): the image '\(PixelLine.shown(image))' is of the class '\(PixelLine.shown(category))' here, and of "
            + "'\(PixelLine.shown(other))' further up; an image has one class")
      }
      rows.append(Row(line: line.number, image: image, category: category))
    }
    if !hasHeader { try read((1, bytes.prefix { $0 != dialect.lineEnd })) }
    while let line = lines.next() { try read(line) }
    self.rows = rows
  }

  /// What the columns of a table of images hold.
  private struct Columns {
    let image: Int
    private(set) var category: Int?
    /// The columns that are a class each.
    private(set) var oneHot: [Int] = []
    private let names: [String]?
    /// Whether the class is GTSRB's `ClassId`, a number.
    private var isNumber = false
    private let path: String

    init?(
      _ names: [String]?, count: Int, sample: [[String]], path: String, label: String?,
      isImage: (String) -> Bool
    ) throws {
      self.names = names
      self.path = path
      let known = names?.map(ColumnName.init)
      // Class numbers may be names of images too, such as `7` for `7.png`: a column that is all different comes first.
      let hits = (0..<count).map { column in
        let found = sample.filter { $0.indices.contains(column) && isImage($0[column]) }.map { $0[column] }
        return found.isEmpty || known?[column].isLabel ?? false ? 0 : 1000 * Set(found).count + found.count
      }
      let official = names?.firstIndex { $0 == "Filename" || $0 == "Path" }
      if let most = hits.max(), most > 0, let column = hits.firstIndex(of: most) {
        image = official.flatMap { hits[$0] > 0 ? $0 : nil } ?? column
      } else if let official, names?.contains("ClassId") ?? false {
        image = official
      } else {
        return nil
      }
      let others = (0..<count).filter { $0 != image }
      if let label {
        category = try column(label, count: count)
      } else if let classId = names?.firstIndex(of: "ClassId") {
        category = classId
        isNumber = true
      } else if names?.contains("Roi.X1") ?? false {
        // GTSRB's list of the test images, whose classes were kept secret.
        isNumber = true
      } else {
        let labels = others.filter { known?[$0].isLabel ?? false }
        if labels.count == 1 {
          category = labels[0]
        } else if others.count == 1 {
          category = known?[others[0]].isIndex ?? false ? nil : others[0]
        } else if let names, others.count > 1, Self.isOneHot(others, sample) {
          oneHot = others.filter { !names[$0].isEmpty }
        } else {
          let candidates = labels.isEmpty ? others.filter { !(known?[$0].isIndex ?? false) } : labels
          guard candidates.count <= 1 else {
            let titles = candidates.prefix(6).map { names?[$0] ?? "\($0 + 1)" }
            let list = titles.joined(separator: ", ") + (candidates.count > 6 ? " ..." : "")
            throw DatasetError(
              "\(path): which column is the class: \(list)? say label=\(titles[0])", subject: "label")
          }
          category = candidates.first
        }
      }
    }

    private func column(_ label: String, count: Int) throws -> Int {
      if let names,
        let column = names.firstIndex(of: label)
          ?? names.firstIndex(where: { $0.lowercased() == label.lowercased() })
      {
        return column
      }
      if let place = TableColumn.place(label, of: count) { return place }
      throw DatasetError(
        "\(path) has no column '\(label)'; it has "
          + (names?.prefix(20).joined(separator: ", ") ?? "\(count), without names"),
        subject: "label")
    }

    private static func isOneHot(_ columns: [Int], _ sample: [[String]]) -> Bool {
      !sample.isEmpty
        && sample.allSatisfy { row in
          let values = columns.map { row.indices.contains($0) ? TableNumber.parse(row[$0]) : nil }
          return values.allSatisfy { $0 == 0 || $0 == 1 } && values.count { $0 == 1 } == 1
        }
    }

    /// The class that a row tells; nil where the table tells none.
    func category(of values: [String], place: String) throws -> String? {
      if !oneHot.isEmpty {
        let ones = oneHot.filter { TableNumber.parse(values[$0]) == 1 }
        guard ones.count == 1, oneHot.allSatisfy({ ones.contains($0) || TableNumber.parse(values[$0]) == 0 })
        else {
          throw DatasetError(
            "\(place): \(ones.count) of the classes' columns are 1; expected a single one, the others 0")
        }
        return names?[ones[0]]
      }
      guard let category else { return nil }
      let value = values[category]
      if isNumber {
        guard let id = Int(value), (0...SplitContent.greatestClass).contains(id) else {
          throw DatasetError(
            "\(place): the ClassId is '\(PixelLine.shown(value))', expected a whole number from 0 to "
              + "\(SplitContent.greatestClass)")
        }
        return String(id)
      }
      guard !TableNumber.isMissing(value) else {
        throw DatasetError("\(place): no class; found '\(value)' in \(title(category))")
      }
      guard value.utf8.count <= PixelLine.longestText else {
        throw DatasetError(
          "\(place): a class of more than \(PixelLine.longestText) bytes in \(title(category))")
      }
      // pandas writes whole numbers beside missing ones as 3.0.
      if value.hasSuffix(".0"), let number = Int(value.dropLast(2)) { return String(number) }
      return value
    }

    private func title(_ column: Int) -> String { names.map { "'\($0[column])'" } ?? "column \(column + 1)" }

    var note: String? {
      if isNumber { return nil }
      let file = path.split(separator: "/").last.map(String.init) ?? path
      if !oneHot.isEmpty {
        let classes =
          oneHot.prefix(5).compactMap { names?[$0] }.joined(separator: ", ")
          + (oneHot.count > 5 ? " ..." : "")
        return "\(file): the images are \(title(image)), the class is the column with a 1 (\(classes))"
      }
      guard let category else { return "\(file): the images are \(title(image)), without classes" }
      return "\(file): the images are \(title(image)), the class is \(title(category))"
    }
  }

  /// Whether a file may be such a table, by its name.
  static func mayBe(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".csv", ".tsv"].contains { name.hasSuffix($0) }
  }

  /// Whether a table is one by its name: GTSRB's, or that of a split.
  static func isUsual(_ name: String) -> Bool {
    let stem = String(name.dropLast(4))
    return name.lowercased().hasPrefix("gt-") || NameWords(stem).split != nil
  }
}
