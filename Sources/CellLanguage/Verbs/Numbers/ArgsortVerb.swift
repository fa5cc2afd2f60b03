import Core

/// `argsort matrix.recall`
enum ArgsortVerb: Verb {
  static let declaration = Declaration(
    name: "argsort",
    summary: "the places of the numbers in rising order",
    discussion: """
      The first is the place of the least number. Equal ones keep their order.
      """,
    parameters: [data],
    example: "argsort [3, 1, 2]")

  static let data = NumberFunction.data

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let numbers: [Double]
    switch try arguments[data] {
    case .array(let array) where array.shape.count == 1 && array.count <= Arithmetic.mostElements:
      numbers = array.floats.map(Double.init)
    case .labels(let labels) where labels.count <= Arithmetic.mostElements:
      numbers = labels.classes.map(Double.init)
    case .list, .series: numbers = try arguments[data].flatNumbers()
    default:
      throw CellError("argsort takes a list, or an array with one axis", parameter: data)
    }
    // Like NumPy's, what is no number comes last.
    let places = numbers.indices.sorted { a, b in
      let (x, y) = (numbers[a], numbers[b])
      if x.isNaN || y.isNaN { return x.isNaN == y.isNaN ? a < b : y.isNaN }
      return x == y ? a < b : x < y
    }
    return .list(ValueList(places.map { .number(Double($0)) }))
  }
}
