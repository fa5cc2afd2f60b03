import Core
import Datasets

/// `argmax (predict LeNet norm.test)`
enum ArgmaxVerb: Verb {
  static let declaration = Declaration(
    name: "argmax",
    summary: "the class with the greatest probability, for each row of predictions",
    discussion: """
      Turns what predict gives, one row of probabilities an image, into class numbers; of equal ones it takes the first, \
      as NumPy does.
      """,
    parameters: [predictions],
    example: Example.digits + Example.network
      + "argmax (predict net digits.test)")

  static let predictions = Required<Value>.positional(
    "predictions", .images, "an array of rows, such as predict gives")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    guard case .array(let array) = try arguments[Self.predictions], let classes = array.predictedClasses
    else {
      throw CellError("argmax takes an array of rows, such as predict gives", parameter: Self.predictions)
    }
    return .labels(try Labels(classes: classes, classNames: (0..<array.rowSize).map(String.init)))
  }
}
