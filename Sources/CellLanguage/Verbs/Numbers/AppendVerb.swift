import Core

/// `losses = append losses 0.3`
enum AppendVerb: Verb {
  static let declaration = Declaration(
    name: "append",
    summary: "a list with another element at its end",
    discussion: """
      The list itself stays as it was: `losses = append losses 0.3` gives the longer one its name.
      """,
    parameters: [list, element],
    example: "losses = append [0.9, 0.5] 0.3\nlosses")

  static let list = Required<Value>.positional("list", .any, "a list")
  static let element = Required<Value>.positional("element", .any, "what is added to it")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let old: ValueList
    switch try arguments[list] {
    case .list(let list): old = list
    case .series(_, let values, _): old = ValueList(values.map(Value.number))
    case let value: throw CellError("\(value.kindName) is no list", parameter: list)
    }
    let element = try arguments[self.element]
    let new = ValueList(old + [element])
    guard new.leafCount <= Arithmetic.mostElements else {
      throw CellError("a list that grows has at most \(Arithmetic.mostElements) elements", parameter: list)
    }
    guard new.depth <= ValueList.greatestDepth else {
      throw CellError(
        "more than \(ValueList.greatestDepth) lists would stand within each other", parameter: self.element)
    }
    return .list(new)
  }
}
