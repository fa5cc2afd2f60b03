import Core

/// What the columns of a table are to a network: numbers as they stand, words as one-hot vectors, one class a row.
///
/// Words are what pandas's `get_dummies` and scikit-learn's `OneHotEncoder` make of them; rows in which a value is missing are left
/// out (pandas's `dropna`).
struct FeatureTable {
  /// A column that is used.
  private struct Column {
    let place: Int
    /// The words, in the order of their numbers; nil for a column of numbers.
    let words: [String]?

    var width: Int { words?.count ?? 1 }
  }

  private let target: String
  private let columns: [Column]
  private let titles: [String]
  /// What is said of what was read, a sentence each.
  private(set) var notes: [String] = []

  /// Words of more kinds than these are names or texts, and no features.
  private static let mostWords = 50

  /// Finds out what the columns are, from all splits alike.
  /// - Parameter chosen: the columns that are wanted; nil for all that can be used.
  /// - Throws: ``DatasetError`` where the tables differ in their columns, or none is left.
  init(_ tables: [TextTable], target: String, columns chosen: [String]?) throws {
    self.target = target
    guard let first = tables.first else { throw DatasetError("there is no table") }
    titles = (0..<first.columnCount).map(first.title)
    let targetPlace = try first.column(target, option: "target")
    let wanted = try chosen?.map { try first.column($0, option: "columns") }
    if let wanted, wanted.contains(targetPlace) {
      throw DatasetError("columns: '\(titles[targetPlace])' is the target", subject: "columns")
    }
    var columns: [Column] = []
    var left: [String] = []
    for place in wanted ?? Array(titles.indices) where place != targetPlace {
      let title = titles[place]
      let fields = try tables.flatMap { table in
        let place = try Self.place(of: title, in: table, like: first)
        return table.rows.map { $0[place] }
      }
      let values = fields.filter { !TableNumber.isMissing($0) }
      let comma = first.dialect.hasDecimalComma
      let isChosen = wanted != nil
      if !isChosen, first.hasHeader, ColumnName(title).isIndex {
        left.append("'\(title)' (names the rows)")
      } else if 2 * values.count < fields.count {
        if isChosen {
          throw DatasetError(
            "column '\(title)' has a value in \(values.count) of \(fields.count) rows alone",
            subject: "columns")
        }
        left.append("'\(title)' (missing in \(fields.count - values.count) of \(fields.count) rows)")
      } else if values.allSatisfy({ TableNumber.parse($0, decimalComma: comma) != nil }) {
        columns.append(Column(place: place, words: nil))
      } else {
        let words = Set(values)
        guard words.count <= Self.mostWords else {
          if isChosen {
            throw DatasetError(
              "column '\(title)' has \(words.count) different words, more than the \(Self.mostWords) that become features",
              subject: "columns")
          }
          left.append("'\(title)' (\(words.count) different words)")
          continue
        }
        columns.append(Column(place: place, words: ClassNumbering.sorted(words)))
      }
    }
    guard !columns.isEmpty else {
      throw DatasetError(
        "\(first.path) has no column of numbers or of few words besides '\(titles[targetPlace])'")
    }
    self.columns = columns
    notes.append("features: " + columns.map { described($0) }.joined(separator: ", "))
    if !left.isEmpty { notes.append("left out: " + left.joined(separator: ", ")) }
  }

  /// Where a column of the first table is in another, which may lack the target or have another order.
  private static func place(of title: String, in table: TextTable, like first: TextTable) throws -> Int {
    if table.names.isEmpty, table.columnCount == first.columnCount {
      return first.names.isEmpty ? (Int(title) ?? 1) - 1 : 0
    }
    guard let place = table.names.firstIndex(of: title) else {
      throw DatasetError("\(table.path) has no column '\(title)', which \(first.path) has")
    }
    return place
  }

  private func described(_ column: Column) -> String {
    let title = titles[column.place].printableLine
    guard let words = column.words else { return title }
    let shown = words.prefix(5).map(\.printableLine).joined(separator: "|") + (words.count > 5 ? "|..." : "")
    return "\(title)=\(shown)"
  }

  /// The rows of a table as vectors of features, and their classes.
  /// - Throws: ``DatasetError`` where nothing is left, or the classes are more than a network tells apart.
  mutating func content(of table: TextTable, _ split: SplitName, like first: TextTable) throws -> SplitContent
  {
    let places = try columns.map { try Self.place(of: titles[$0.place], in: table, like: first) }
    let targetPlace = try? table.column(target, option: "target")
    let width = columns.map(\.width).reduce(0, +)
    if let refusal = MachineMemory.refusal(
      of: "\(table.rows.count) rows of \(width) features", bytes: [table.rows.count, width, 4].elementCount)
    {
      throw DatasetError(refusal)
    }
    let numbers = columns.map { column in
      Dictionary((column.words ?? []).enumerated().map { ($1, $0) }) { first, _ in first }
    }
    var floats: [Float] = []
    floats.reserveCapacity(table.rows.count * width)
    var classes: [String] = []
    var missing: [Int: Int] = [:]
    var kept = 0
    for row in table.rows {
      let lacking = (places + [targetPlace].compactMap(\.self)).filter { TableNumber.isMissing(row[$0]) }
      guard lacking.isEmpty else {
        for place in lacking { missing[place, default: 0] += 1 }
        continue
      }
      kept += 1
      for (k, column) in columns.enumerated() {
        let field = row[places[k]]
        if column.words != nil {
          for word in 0..<column.width { floats.append(numbers[k][field] == word ? 1 : 0) }
        } else {
          let number = TableNumber.parse(field, decimalComma: table.dialect.hasDecimalComma) ?? 0
          floats.append(Float(number))
        }
      }
      if let targetPlace { classes.append(row[targetPlace]) }
    }
    if kept < table.rows.count {
      let columns = missing.sorted { $0.key < $1.key }.map {
        "\(table.title($0.key).printableLine) \($0.value)"
      }
      notes.append(
        "\(split.rawValue): \(table.rows.count - kept) of \(table.rows.count) rows have a missing value and are left out ("
          + columns.joined(separator: ", ") + ")")
    }
    guard kept > 0 else { throw DatasetError("every row of \(table.path) has a missing value") }
    let labels = targetPlace == nil ? nil : try self.labels(classes, path: table.path)
    return SplitContent(
      images: Tensor(shape: [kept, width], floats: floats), classes: labels?.numbers,
      labelNames: labels?.names,
      imagesPath: table.path, labelsPath: table.path)
  }

  private func labels(_ words: [String], path: String) throws -> (numbers: [Int32], names: [String]) {
    let names = ClassNumbering.sorted(Set(words))
    // A few rows may have as many classes; of many rows classes have several each.
    guard names.count <= min(SplitContent.greatestClass + 1, max(10, words.count / 2)),
      names.count < words.count || words.count <= 2
    else {
      throw DatasetError(
        "'\(target)' has \(names.count) different values in \(words.count) rows of \(path): that is no class",
        subject: "target")
    }
    let numbers = Dictionary(names.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    return (words.map { numbers[$0] ?? 0 }, names)
  }
}

/// Reads tables of features, such as the penguins of Palmer: `load "penguins.csv" target=species`.
struct FeatureTableReader: DatasetReader {
  let format = "tables of numbers and words with a column of classes (target=NAME)"
  let options: Set<LoadOptions.Name> = [.target, .columns, .header]

  func recognises(_ source: DataSource) -> Bool {
    if source.kind == .file { return true }
    do { return try !source.splitFiles([".csv", ".tsv"], where: { _ in true }).values.isEmpty } catch {
      return true
    }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    let target = options.target ?? "last"
    let files = try source.splitFiles([".csv", ".tsv"]) { _ in true }
    let tables = try files.map { try TextTable(source.open($0), target: target, header: options.header) }
    guard let first = tables.train ?? tables.values.first else {
      throw DatasetError("\(source.path) has no table")
    }
    var features = try FeatureTable(
      [first] + tables.values.filter { $0.path != first.path }, target: target, columns: options.columns)
    var contents = Splits<SplitContent>()
    for split in SplitName.allCases {
      if let table = tables[split] { contents[split] = try features.content(of: table, split, like: first) }
    }
    return try Dataset(
      name: name, contents, classNames: classNames, origin: "CSV table, classes by '\(target)'",
      location: source.path,
      notes: features.notes)
  }
}
