import Core
import Datasets

/// `balance signs`
enum BalanceVerb: Verb {
  static let declaration = Declaration(
    name: "balance",
    summary: "makes all classes equally frequent",
    discussion: """
      over draws copies of the rarer classes until all have as many images as the commonest; under drops images of the \
      commoner ones until all have as few as the rarest (imbalanced-learn's RandomOverSampler and RandomUnderSampler). Of a \
      data set only the training images change: those it is measured on must stay as they are.
      """,
    parameters: [
      .positional("data", .value(.data), "a data set, or images with labels"),
      .option(
        "sampling", .choice(Examples.Sampling.allCases.map(\.rawValue)), "how the classes become equal",
        default: .text("over")),
      .option("seed", .integer(0...Int.max), "of the choice; the session's next one where not given"),
    ],
    example: "digits = load digits train=1000 test=200\neven = balance digits sampling=under")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let sampling = Examples.Sampling(rawValue: arguments.text("sampling") ?? "") ?? .over
    let seed = session.seed(arguments)
    func balanced(_ examples: Examples) throws -> Examples {
      let result = try examples.balanced(sampling, seed: seed)
      let each = result.labels.countsByClass.max() ?? 0
      session.say("balance: \(examples.count) -> \(result.count) images, \(each) of each class")
      return result
    }
    guard case .dataset(let dataset) = try arguments.value("data") else {
      return try arguments.value("data").mapExamples(balanced)
    }
    guard let train = dataset.train else {
      throw CellError("\(dataset.name) has no training images to balance", parameter: "data")
    }
    var splits = dataset.splits
    splits.train = try balanced(train)
    return .dataset(
      Dataset(name: dataset.name, splits, origin: dataset.origin, location: dataset.location))
  }
}
