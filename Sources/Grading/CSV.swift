import Core

/// Tables of texts with commas between them.
///
/// Source: RFC 4180. Lines of its own end in LF, which spreadsheets and git read alike; CR LF is read too.
enum CSV {
  /// A line of fields.
  static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\n" }

  private static func field(_ text: String) -> String {
    // A spreadsheet would reckon what begins like a formula; what came from elsewhere is to stay text.
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    return (isFormula && Double(text) == nil ? "'" + text : text).csvField
  }

  /// The records of a text, each with the line on which it begins, from 1. Empty lines are none.
  static func records(_ text: String) -> [(line: Int, fields: [String])] {
    var records: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field = String.UnicodeScalarView()
    var (isQuoted, wasQuoted) = (false, false)
    var (line, start) = (1, 1)
    let scalars = Array(text.unicodeScalars)
    func isNext(_ scalar: Unicode.Scalar, _ index: Int) -> Bool {
      index + 1 < scalars.count && scalars[index + 1] == scalar
    }
    func endField() {
      fields.append(String(field))
      (field, wasQuoted) = (String.UnicodeScalarView(), false)
    }
    func endRecord() {
      endField()
      if fields != [""] { records.append((start, fields)) }
      fields = []
    }
    var index = scalars.first == "\u{FEFF}" ? 1 : 0
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "\n" { line += 1 }
      if isQuoted {
        if scalar == "\"", isNext("\"", index) {
          field.append(scalar)
          index += 1
        } else if scalar == "\"" {
          isQuoted = false
        } else {
          field.append(scalar)
        }
      } else if scalar == "\"", field.isEmpty, !wasQuoted {
        (isQuoted, wasQuoted) = (true, true)
      } else if scalar == "," {
        endField()
      } else if scalar == "\n" {
        endRecord()
        start = line
      } else if scalar != "\r" || !isNext("\n", index) {
        field.append(scalar)
      }
      index += 1
    }
    if !field.isEmpty || !fields.isEmpty || wasQuoted { endRecord() }
    return records
  }
}

/// A table whose first line names its columns.
struct CSVTable {
  /// A line below the names.
  struct Row {
    /// From 1.
    let line: Int
    fileprivate let values: [String: String]

    /// What stands in a column, without spaces around it; empty where there is nothing.
    subscript(_ column: String) -> String { values[column] ?? "" }
  }

  let rows: [Row]

  /// Reads a file of up to 4 MiB. Upper and lower case of the names of columns are the same.
  /// - Throws: ``FileError``, and a ``GradingError`` where a column that is needed is missing.
  init(contentsOf path: String, needing columns: [String]) throws {
    let bytes = try InputFile.read(path, limit: 1 << 22)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw GradingError("\(path.printableLine) is not UTF-8 text: save it as 'CSV UTF-8'")
    }
    let records = CSV.records(text)
    let names = (records.first?.fields ?? []).map { $0.trimmedText.lowercased() }
    for column in columns where !names.contains(column) {
      throw GradingError(
        "\(path.printableLine) has no column '\(column)': its first line names the columns, such as "
          + columns.joined(separator: ","))
    }
    rows = records.dropFirst().map { record in
      Row(
        line: record.line,
        values: Dictionary(
          zip(names, record.fields.map(\.trimmedText)), uniquingKeysWith: { first, _ in first }))
    }
  }
}
