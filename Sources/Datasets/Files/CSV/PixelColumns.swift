import Core

/// What the columns of a table hold: the label, pixels, and what is neither.
struct PixelColumns {
  /// What columns that stand side by side are read as.
  enum Role: Equatable {
    case pixels
    case label
    /// The first or the last column, of which one is a pixel and the other the label: their values tell at the end.
    case edge
    /// One of the columns that are a label together, a 1 in one of them.
    case oneHot
    /// Neither pixel nor label, such as a row's number.
    case passedOver
    /// Nothing, after a separator at the end of each line.
    case nothing
  }

  let dialect: TableDialect
  let count: Int
  /// The columns from the first to the last, as stretches of one role.
  private(set) var stretches: [(role: Role, count: Int)] = []
  let shape: PixelShape
  /// What the header calls the columns; nil where there is none.
  let names: [String]?
  /// The names of the classes that one-hot columns stand for.
  let oneHotNames: [String]?
  /// Whether the labels are names and not numbers.
  let hasNamedLabels: Bool
  /// Whether the table has a line of names.
  let hasHeader: Bool
  /// Whether nothing had to be guessed: the columns have usual names, `label` among them or none.
  let isPlain: Bool
  private let roles: [Role]

  /// Fewer columns make no picture.
  static let leastPixels = 16
  /// Fewer, without names of pixels, may be any table of numbers: they are taken for pictures where size= says so.
  private static let leastUnnamed = 49

  /// The columns of a table.
  /// - Parameters:
  ///   - lines: its first lines, whole ones, as fields.
  ///   - options: what the learner says of it.
  /// - Throws: ``DatasetError`` where it can be read in several ways, asking for the option that tells.
  init(_ lines: [[String]], dialect: TableDialect, options: LoadOptions, path: String) throws {
    guard let first = lines.first else { throw DatasetError("\(path) is empty; expected a table of pixels") }
    let second = lines.dropFirst().first
    self.dialect = dialect
    hasHeader = try TableHeader.isHeader(first, second, said: options.header, path: path)
    var names = hasHeader ? first : nil
    let rows = Array(hasHeader ? lines.dropFirst() : lines[...])
    // As pandas and R do: one name fewer than values is that of the column of the rows' names, which has none.
    if let found = names, rows.count > 1, rows.allSatisfy({ $0.count == found.count + 1 }) {
      if rows.allSatisfy({ $0.last == "" }) {
        names = found + [""]
      } else if Self.nameRows(rows) {
        names = [""] + found
      }
    }
    count = names?.count ?? first.count
    // Numbers tell nothing of the columns, unless they count them.
    let isTelling = names.map { TableHeader.isRun($0) || $0.contains { Double($0) == nil } } ?? false
    let layout = try Layout(
      names: isTelling ? names : nil, rows: rows, count: count, options: options, path: path)
    self.names = isTelling ? names : nil
    guard let shape = layout.shape else {
      throw PixelShape.error(count, of: count, size: options.size, path: path)
    }
    self.shape = shape
    roles = layout.roles
    label = roles.firstIndex(of: .label)
    hasEdges = roles.contains(.edge)
    hasOneHot = roles.contains(.oneHot)
    hasNamedLabels = layout.hasNamedLabels
    oneHotNames = layout.oneHotNames
    isPlain = layout.isPlain
    for role in roles {
      if stretches.last?.role == role {
        stretches[stretches.count - 1].count += 1
      } else {
        stretches.append((role, 1))
      }
    }
  }

  /// Whether the first and the last column are still to be told apart.
  let hasEdges: Bool
  /// Whether several columns are the label together.
  let hasOneHot: Bool
  /// How many columns are the label together.
  var oneHotCount: Int { stretches.first { $0.role == .oneHot }?.count ?? 0 }

  /// What messages call a column, counted from 1: `column 5 (pixel3)`.
  func title(_ column: Int) -> String {
    "column \(column + 1)"
      + (names.map { " (\($0.indices.contains(column) ? String($0[column].prefix(40)) : ""))" } ?? "")
  }

  /// The label's column in a sentence: `the column 'class'`, `the last column`.
  func labelTitle(_ column: Int) -> String {
    if let name = names?[column], !name.isEmpty { return "the column '\(name.prefix(40))'" }
    return column == 0 ? "the first column" : column == count - 1 ? "the last column" : "column \(column + 1)"
  }

  /// The label's own column; nil where there is none or it is not settled yet.
  let label: Int?
  /// The names of the columns that are passed over.
  var passedOver: [String] {
    roles.indices.filter { roles[$0] == .passedOver }.map { column in
      if let name = names?[column], !name.isEmpty { return "'\(name.prefix(40))'" }
      return column == 0 ? "the first column, which numbers the rows" : "column \(column + 1)"
    }
  }
}

extension PixelColumns {
  /// Whether the first values of rows number or name them.
  private static func nameRows(_ rows: [[String]]) -> Bool {
    guard let first = rows.first?.first.flatMap({ Int($0) }) else {
      return Set(rows.compactMap(\.first)).count == rows.count
    }
    return (0...1).contains(first) && rows.enumerated().allSatisfy { $1.first == "\(first + $0)" }
  }

  /// Which columns share a name but for the numbers in it, where most do: those of pixels.
  static func areNumbered(_ names: [String]) -> [Bool] {
    let patterns = names.map { ColumnName($0).pattern }
    let counts = Dictionary(patterns.compactMap { $0 }.map { ($0, 1) }, uniquingKeysWith: +)
    guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      2 * most.value >= names.count
    else {
      return [Bool](repeating: false, count: names.count)
    }
    return patterns.map { $0 == most.key }
  }

  /// The roles of a table's columns, worked out.
  private struct Layout {
    var roles: [Role]
    /// Known once the columns are settled.
    var shape: PixelShape?
    var oneHotNames: [String]?
    var isPlain = false
    var hasNamedLabels = false

    private let rows: [[String]]
    private let size: Shape?
    private let path: String

    init(names: [String]?, rows: [[String]], count: Int, options: LoadOptions, path: String) throws {
      self.rows = rows
      self.path = path
      size = options.size
      roles = [Role](repeating: .pixels, count: count)
      let known = names?.map(ColumnName.init)
      let isGroup = names.map(PixelColumns.areNumbered) ?? [Bool](repeating: false, count: count)
      let isNamed = isGroup.count { $0 } >= PixelColumns.leastPixels

      if count > 1, names?.last ?? "" == "", !rows.isEmpty,
        rows.allSatisfy({ $0.count == count && $0.last == "" })
      {
        roles[count - 1] = .nothing
      }
      if let known {
        for column in roles.indices
        where roles[column] == .pixels && !isGroup[column] && known[column].isIndex {
          roles[column] = .passedOver
        }
      }
      let said = try options.label.map { try Self.column($0, names: names, count: count, path: path) }
      if let said {
        if let column = said { roles[column] = .label }
      } else if let known {
        try findLabel(known, isGroup: isGroup, isNamed: isNamed)
      }
      try settle(isSaid: said != nil, isNamed: isNamed)
      settleEdges()
      hasNamedLabels = roles.firstIndex(of: .label).map { !isNumeric($0) } ?? false
      isPlain =
        isNamed && said == nil && !hasNamedLabels && !roles.contains(.edge) && !roles.contains(.oneHot)
        && !roles.contains(.passedOver)
        && (roles.firstIndex(of: .label).map { known?[$0].text.lowercased() == "label" } ?? true)
    }

    /// The column that `label=` names; nil for `label=none`.
    private static func column(_ text: String, names: [String]?, count: Int, path: String) throws -> Int? {
      if let names {
        let exact = names.indices.filter { names[$0] == text }
        let found =
          exact.isEmpty ? names.indices.filter { names[$0].lowercased() == text.lowercased() } : exact
        if found.count == 1 { return found[0] }
        if found.count > 1 {
          throw DatasetError(
            "\(path) has \(found.count) columns '\(text)'; say the column's number, such as label=\(found[0] + 1)",
            subject: "label")
        }
      }
      if text == "none" { return nil }
      if let place = TableColumn.place(text, of: count) { return place }
      let others =
        names.map { names in nearestName(to: text, in: names).map { "; did you mean '\($0)'?" } ?? "" } ?? ""
      throw DatasetError(
        "\(path) has no column '\(text)'\(others)\nlabel= is a column's name or its number from 1 to \(count), first, "
          + "last, or none", subject: "label")
    }

    /// Finds the label by the names of the columns.
    private mutating func findLabel(_ known: [ColumnName], isGroup: [Bool], isNamed: Bool) throws {
      let free = known.indices.filter { roles[$0] == .pixels && !isGroup[$0] }
      let labels = free.filter { known[$0].isLabel }
      if labels.count == 1 { roles[labels[0]] = .label }
      if labels.count > 1 {
        let names = labels.map { known[$0].text }
        throw DatasetError(
          "\(path): which column is the label, \(names.map { "'\($0)'" }.joined(separator: " or "))? say label=\(names[0])",
          subject: "label")
      }
      guard isNamed else { return }
      let others = free.filter { roles[$0] == .pixels }
      if labels.isEmpty, others.count > 1, let classes = others.map({ known[$0].oneHotClass }) as [String?]?,
        classes.allSatisfy({ $0 != nil }), isOneHot(others)
      {
        for column in others { roles[column] = .oneHot }
        oneHotNames = classes.compactMap { $0 }
        return
      }
      guard let other = others.first else { return }
      if labels.isEmpty {
        throw DatasetError(
          "\(path): is '\(known[other].text)' the label? say label=\(Self.typed(known[other].text)), or label=none",
          subject: "label")
      }
      // Beside a label and pixels with names of their own, nothing else is a pixel.
      for column in others { roles[column] = .passedOver }
    }

    private static func typed(_ name: String) -> String {
      let isWord = name.first?.isLetter == true && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      return isWord ? name : "\"\(name)\""
    }

    /// Settles what the columns without a role of their own are, by their number and their values.
    private mutating func settle(isSaid: Bool, isNamed: Bool) throws {
      let free = roles.indices.filter { roles[$0] == .pixels }
      let isSettled = isSaid || roles.contains(.label) || roles.contains(.oneHot)
      if let shape = PixelShape(of: free.count, size: size) {
        self.shape = shape
      } else if !isSettled, let shape = PixelShape(of: free.count - 1, size: size), free.count > 2 {
        self.shape = shape
        (roles[free[0]], roles[free[free.count - 1]]) = (.edge, .edge)
      } else if !isSettled, let shape = PixelShape(of: free.count - 2, size: size), free.count > 3,
        numbersRows(free[0])
      {
        self.shape = shape
        roles[free[0]] = .passedOver
        (roles[free[1]], roles[free[free.count - 1]]) = (.edge, .edge)
      } else if !isSettled, let tail = oneHotTail(free) {
        shape = tail.shape
        for column in tail.columns { roles[column] = .oneHot }
      } else if isSettled, isSaid || roles.contains(.label),
        let shape = PixelShape(of: free.count - 1, size: size),
        free.first == 0, numbersRows(0)
      {
        self.shape = shape
        roles[0] = .passedOver
      } else {
        throw PixelShape.error(free.count, of: roles.count, size: size, path: path)
      }
      if let shape, size == nil, !isNamed, shape.count < PixelColumns.leastUnnamed {
        throw DatasetError(
          "\(path): are its \(shape.count) columns of numbers the pixels of \(shape.description) images? nothing names "
            + "them; say size=\(shape.description)")
      }
    }

    /// Takes the first or the last column for the label where it has words.
    private mutating func settleEdges() {
      let edges = roles.indices.filter { roles[$0] == .edge }
      guard let word = edges.first(where: { !isNumeric($0) }) else { return }
      for column in edges { roles[column] = column == word ? .label : .pixels }
    }

    /// Whether a column holds numbers, in the lines looked at.
    private func isNumeric(_ column: Int) -> Bool {
      rows.allSatisfy { row in
        !row.indices.contains(column) || TableNumber.isMissing(row[column])
          || TableNumber.parse(row[column], decimalComma: true) != nil
      }
    }

    /// Whether a column counts the rows: 0, 1, 2 ... or 1, 2, 3 ...
    private func numbersRows(_ column: Int) -> Bool {
      guard rows.count > 2, let first = rows[0].indices.contains(column) ? Int(rows[0][column]) : nil,
        (0...1).contains(first)
      else { return false }
      return rows.enumerated().allSatisfy { k, row in
        row.indices.contains(column) && row[column] == "\(first + k)"
      }
    }

    private func isOneHot(_ columns: [Int]) -> Bool {
      !rows.isEmpty
        && rows.allSatisfy { row in
          var ones = 0
          for column in columns {
            guard row.indices.contains(column),
              let value = TableNumber.parse(row[column], decimalComma: true),
              value == 0 || value == 1
            else { return false }
            if value == 1 { ones += 1 }
          }
          return ones == 1
        }
    }

    /// The last or first columns that are a label as a one-hot vector, where only so many leave a square picture.
    private func oneHotTail(_ free: [Int]) -> (columns: [Int], shape: PixelShape)? {
      var found: [(columns: [Int], shape: PixelShape)] = []
      for classes in 2..<max(3, min(1001, free.count - 15)) {
        guard let shape = PixelShape(of: free.count - classes, size: size) else { continue }
        for columns in [Array(free.suffix(classes)), Array(free.prefix(classes))] where isOneHot(columns) {
          found.append((columns, shape))
        }
      }
      return found.count == 1 ? found[0] : nil
    }
  }
}
