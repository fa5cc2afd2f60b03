import Core
import Datasets

/// `split digits validation_split=0.2`
enum SplitVerb: Verb {
  static let declaration = Declaration(
    name: "split",
    summary: "holds out a part of the training images for validation",
    discussion: """
      Gives a data set with the parts train and valid (and test, where there was one). As in Keras, the last images \
      are held out unless you ask for the first or for a random choice. With stratified=true they are chosen class \
      by class, so that both parts have the classes in the same proportion (scikit-learn's stratify).
      """,
    parameters: [data, validationSplit, take, stratified, seed],
    example:
      "digits = load digits train=1000 test=200\nparts = split digits validation_split=0.2 take=random stratified=true"
  )

  static let data = Required<Value>.positional("data", .data, "a data set, or images with labels")
  static let validationSplit = Key<Double>.option(
    "validation_split", .number(0...1), "the share that is held out", default: 0.2)
  static let take = Key<Place>.option("take", .choice, "which images are held out", default: .last)
  static let stratified = Key<Bool>.option(
    "stratified", .flag, "whether both parts have each class in the same proportion", default: false)
  static let seed = Key<UInt64?>.option(
    "seed", .seed, "of a random choice; the session's next one where not given")

  enum Place: String, Choice { case last, first, random }

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let share = arguments[Self.validationSplit]
    let heldOut: Examples.HeldOut
    switch arguments[Self.take] {
    case .last: heldOut = .last
    case .first: heldOut = .first
    case .random: heldOut = .random(seed: session.seed(arguments[Self.seed]))
    }
    let source: Examples
    let name: String
    let test: Examples?
    switch try arguments[Self.data] {
    case .dataset(let dataset):
      guard let train = dataset.train else {
        throw CellError("\(dataset.name) has no training images to split", parameter: Self.data)
      }
      guard dataset.valid == nil else {
        throw CellError("\(dataset.name) has validation images already", parameter: Self.data)
      }
      (source, name, test) = (train, dataset.name, dataset.test)
    case .examples(let examples, let title): (source, name, test) = (examples, title, nil)
    case let other:
      throw CellError("\(other.kindName) is not images with labels", parameter: Self.data)
    }
    let parts = try source.split(
      fraction: share, holdingOut: heldOut, stratified: arguments[Self.stratified])
    session.say("split: train \(parts.train.count) images, valid \(parts.valid.count) images")
    if !arguments[Self.stratified], arguments[Self.take] != .random {
      let title = "the \(arguments[Self.take].rawValue) \(parts.valid.count), the validation images,"
      if let hint = source.labels.hint(onValidation: parts.valid.labels, title) { session.say(hint) }
    }
    return .dataset(
      Dataset(
        name: name, Splits(train: parts.train, valid: parts.valid, test: test), origin: "split of \(name)"))
  }
}
