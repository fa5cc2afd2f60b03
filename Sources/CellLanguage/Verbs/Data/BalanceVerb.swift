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
    parameters: [data, sampling, seed],
    example: "digits = load digits train=1000 test=200\neven = balance digits sampling=under")

  static let data = Required<Value>.positional("data", .data, "a data set, or images with labels")
  static let sampling = Key<Examples.Sampling>.option(
    "sampling", .choice, "how the classes become equal", default: .over)
  static let seed = Key<UInt64?>.option(
    "seed", .seed, "of the choice; the session's next one where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let sampling = arguments[Self.sampling]
    let seed = session.seed(arguments[Self.seed])
    func balanced(_ examples: Examples) throws -> Examples {
      let result = try examples.balanced(sampling, seed: seed)
      let each = result.labels.countsByClass.max() ?? 0
      session.say("balance: \(examples.count) -> \(result.count) images, \(each) of each class")
      return result
    }
    guard case .dataset(let dataset) = try arguments[Self.data] else {
      return try arguments[Self.data].mapExamples(balanced)
    }
    guard let train = dataset.train else {
      throw CellError("\(dataset.name) has no training images to balance", parameter: Self.data)
    }
    var splits = dataset.splits
    splits.train = try balanced(train)
    return .dataset(
      Dataset(name: dataset.name, splits, origin: dataset.origin, location: dataset.location))
  }
}
