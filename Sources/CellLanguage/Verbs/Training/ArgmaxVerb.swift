import Core
import Datasets

/// `argmax (predict LeNet norm.test)`
enum ArgmaxVerb: Verb {
  static let declaration = Declaration(
    name: "argmax",
    summary: "the class with the greatest probability, for each row of predictions",
    discussion: """
      Turns what predict gives, one row of probabilities an image, into class numbers; of equal ones it takes the first, \
      as NumPy does. Of one row or a list it is the place of the greatest, from 0.
      """,
    parameters: [predictions],
    example: Example.digits + Example.network
      + "argmax (predict net digits.test)")

  static let predictions = Required<Value>.positional(
    "predictions", .numbers, "an array of rows, such as predict gives")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let predictions = try arguments[Self.predictions]
    switch predictions {
    case .array, .list, .series, .number, .float32:
      return try predictions.result(of: .argmax, Self.predictions)
    default:
      throw CellError("argmax takes an array of rows, such as predict gives", parameter: Self.predictions)
    }
  }
}
