import Core
import NeuralNetwork

/// `summary LeNet`
enum SummaryVerb: Verb {
  static let declaration = Declaration(
    name: "summary",
    summary: "the table of a model's layers, output shapes and parameters",
    discussion: "None stands for the number of images, which a model leaves open.",
    parameters: [model],
    example: Example.network
      + "summary net")

  static let model = Required<Model>.positional("model", .model, "the model")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    session.say(summaryTable(try arguments[Self.model]))
    return .nothing
  }
}
