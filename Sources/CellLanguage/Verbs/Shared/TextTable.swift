import Core
import Foundation

/// Columns of text under their names, as wide as they must be; numbers stand at the right.
func textTable(_ names: [String], _ rows: [[String]]) -> String {
  let (names, rows) = (names.map(\.printableLine), rows.map { $0.map(\.printableLine) })
  let widths = names.indices.map { column in
    ([names] + rows).map { $0[column].count }.max() ?? 0
  }
  func isNumeric(_ column: Int) -> Bool {
    rows.allSatisfy { Double($0[column].replacing("%", with: "")) != nil || ["", "-"].contains($0[column]) }
  }
  let numeric = names.indices.map(isNumeric)
  return ([names] + rows).map { row in
    let cells = row.indices.map { column in
      let space = String(repeating: " ", count: widths[column] - row[column].count)
      return numeric[column] ? space + row[column] : row[column] + space
    }
    return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
  }.joined(separator: "\n")
}

/// Names and their values, one below the other, the values in one column.
func textList(_ pairs: [(name: String, value: String)]) -> String {
  let pairs = pairs.map { (name: $0.name.printableLine, value: $0.value.printable) }
  let width = pairs.map(\.name.count).max() ?? 0
  return pairs.map { name, value in
    name + String(repeating: " ", count: width - name.count + 2) + value
  }.joined(separator: "\n")
}

/// A float with as many digits as tell it from its neighbours: enough to have the engine's very number.
func digits(_ value: Float) -> String { value.isNaN ? "nan" : "\(value)" }

/// A number in a format of C, such as `%.4f`. What is not a number has no sign, which would differ between processors.
func formatted(_ format: String, _ value: Double) -> String {
  value.isNaN ? "nan" : String(format: format, value)
}
