import Core

/// `len digits.train`
enum LenVerb: Verb {
  static let declaration = Declaration(
    name: "len",
    summary: "how many elements something has",
    discussion: """
      Of images their number, of an array that of its rows, of a text that of its characters.
      """,
    parameters: [data],
    example: "len [3, 1, 2]")

  static let data = Required<Value>.positional("data", .any, "a list, an array, images or a text")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let value = try arguments[data].orOnlySplit
    if case .text(let text) = value { return .number(Double(text.count)) }
    if case .dataset(let dataset) = value { throw CellError.whichPart(of: dataset, parameter: data) }
    guard let count = value.elementCount else {
      throw CellError("\(value.kindName) has no elements", parameter: data)
    }
    return .number(Double(count))
  }
}
