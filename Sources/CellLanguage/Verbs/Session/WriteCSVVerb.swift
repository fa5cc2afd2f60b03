import Core

/// `write_csv "submission.csv" (argmax (predict net norm.test)) columns=["ImageId", "Label"]`
enum WriteCSVVerb: Verb {
  static let declaration = Declaration(
    name: "write_csv",
    summary: "writes lists as the columns of a CSV file",
    discussion: """
      A row for each element, a comma between the columns, a line feed at the end of each row (RFC 4180, but for its \
      carriage returns). Where columns names one more column than there are lists, the first one numbers the rows, \
      from `start` on. The file lies in the notebook's output folder.
      """,
    parameters: [file, data, columns, start],
    example: "write_csv \"submission.csv\" [7, 2, 1] columns=[\"ImageId\", \"Label\"]")

  static let file = Required<String>.positional("file", .text, "the file's name", words: .files)
  static let data = Key<[Value]>.positional("data", .any, "lists or labels of the same length")
  static let columns = Key<Value?>.option("columns", .any, "a list of names: the first row")
  static let start = Key<Int>.option(
    "start", .integer(0...1_000_000_000), "the number of the first row", default: 1)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let columns = try arguments[Self.data].map(Column.init)
    let rows = columns.first?.count ?? 0
    guard columns.allSatisfy({ $0.count == rows }) else {
      let counts = columns.map { String($0.count) }.joined(separator: ", ")
      throw CellError("the columns have different lengths: \(counts)", parameter: Self.data)
    }
    var text = ""
    var start: Int?
    if let given = arguments[Self.columns] {
      guard case .list(let names) = given,
        names.count == columns.count || names.count == columns.count + 1
      else {
        throw CellError(
          "columns must be a list of \(columns.count) names, or \(columns.count + 1) with one for the rows' numbers",
          parameter: Self.columns)
      }
      if names.count > columns.count { start = arguments[Self.start] }
      text = try names.map { try $0.cell(Self.columns).csvField }.joined(separator: ",") + "\n"
    }
    try Work.inBlocks(of: 10_000, rows) { block in
      for row in block {
        if let start { text += "\(start + row)," }
        for (number, column) in columns.enumerated() {
          if number > 0 { text += "," }
          text += try column.cell(row).csvField
        }
        text += "\n"
      }
    }
    let name = try arguments[Self.file]
    do {
      let path = try session.files.write(Array(text.utf8), to: name, report: Work.report)
      session.say("\(name): \(rows) rows of \(columns.count + (start == nil ? 0 : 1)) columns", aside: path)
    } catch let error where !(error is Work.Cancelled) {
      throw CellError(error, parameter: Self.file)
    }
    return .nothing
  }

  private struct Column {
    let count: Int
    let cell: (Int) throws -> String

    init(_ value: Value) throws {
      switch value {
      case .labels(let labels): (count, cell) = (labels.count, { String(labels.classes[$0]) })
      case .list(let list): (count, cell) = (list.count, { try list[$0].cell(WriteCSVVerb.data) })
      case .series(_, let values, _): (count, cell) = (values.count, { "\(values[$0])" })
      default:
        throw CellError(
          "\(value.kindName) is not a column; a column is a list or labels", parameter: WriteCSVVerb.data)
      }
    }
  }
}
