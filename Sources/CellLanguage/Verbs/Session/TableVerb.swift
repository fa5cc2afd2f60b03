import Core
import Foundation

/// `table ["plain", "padded"] [0.49, 0.90] columns=["style", "accuracy"]`
enum TableVerb: Verb {
  static let declaration = Declaration(
    name: "table",
    summary: "prints lists side by side as the columns of a table",
    discussion: "Each list is a column; numbers have four decimals, or none where all of a column are whole.",
    parameters: [data, columns],
    example: "table [\"sgd\", \"adam\"] [0.91, 0.98] columns=[\"optimizer\", \"accuracy\"]")

  static let data = Key<[Value]>.positional("data", .any, "lists of the same length")
  static let columns = Key<Value?>.option("columns", .any, "a list of as many names")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    var columns = try arguments[Self.data].map { value -> Column in
      if let numbers = value.numbers { return Column(numbers) }
      guard case .list(let values) = value else {
        throw CellError("\(value.kindName) is not a column; a column is a list", parameter: Self.data)
      }
      return Column(cells: try values.map { try $0.cell(Self.data) }, isNumeric: false)
    }
    let lengths = Set(columns.map(\.cells.count))
    guard lengths.count == 1 else {
      let counts = columns.map { String($0.cells.count) }.joined(separator: ", ")
      throw CellError("the columns have different lengths: \(counts)", parameter: Self.data)
    }
    if let given = arguments[Self.columns] {
      guard case .list(let names) = given, names.count == columns.count else {
        throw CellError("columns must be a list of \(columns.count) names", parameter: Self.columns)
      }
      for (i, name) in names.enumerated() { columns[i].cells.insert(try name.cell(Self.columns), at: 0) }
    }
    session.say(text(columns))
    return .nothing
  }

  private struct Column {
    var cells: [String]
    let isNumeric: Bool

    init(cells: [String], isNumeric: Bool) {
      self.cells = cells
      self.isNumeric = isNumeric
    }

    init(_ numbers: [Double]) {
      let areWhole = numbers.allSatisfy { Int(exactly: $0) != nil }
      self.init(cells: numbers.map(areWhole ? shortNumber : fourDecimals), isNumeric: true)
    }
  }

  /// Texts stand at the left of their column, numbers at the right.
  private static func text(_ columns: [Column]) -> String {
    let widths = columns.map { $0.cells.map(\.count).max() ?? 0 }
    return (0..<(columns.first?.cells.count ?? 0)).map { row in
      let cells = zip(columns, widths).map { column, width in
        let cell = column.cells[row]
        let space = String(repeating: " ", count: width - cell.count)
        return column.isNumeric ? space + cell : cell + space
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
