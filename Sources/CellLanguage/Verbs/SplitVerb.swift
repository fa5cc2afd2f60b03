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
    parameters: [
      .positional("data", .value(.data), "a data set, or images with labels"),
      .option(
        "validation_split", .number(0...1), "the share that is held out", default: .number(0.2)),
      .option(
        "take", .choice(["last", "first", "random"]), "which images are held out", default: .text("last")),
      .option(
        "stratified", .flag, "whether both parts have each class in the same proportion",
        default: .flag(false)),
      .option("seed", .integer(0...Int.max), "of a random choice; the session's next one where not given"),
    ],
    example:
      "digits = load digits train=1000 test=200\nparts = split digits validation_split=0.2 take=random stratified=true"
  )

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let share = arguments.number("validation_split") ?? 0.2
    let heldOut: Examples.HeldOut
    switch arguments.text("take") {
    case "first": heldOut = .first
    case "random": heldOut = .random(seed: session.seed(arguments))
    default: heldOut = .last
    }
    let source: Examples
    let name: String
    let test: Examples?
    switch try arguments.value("data") {
    case .dataset(let dataset):
      guard let train = dataset.train else {
        throw CellError("\(dataset.name) has no training images to split", parameter: "data")
      }
      guard dataset.valid == nil else {
        throw CellError("\(dataset.name) has validation images already", parameter: "data")
      }
      (source, name, test) = (train, dataset.name, dataset.test)
    default:
      (source, name) = try arguments.labelledImages("data")
      test = nil
    }
    let parts = try source.split(
      fraction: share, holdingOut: heldOut, stratified: arguments.flag("stratified"))
    session.say("split: train \(parts.train.count) images, valid \(parts.valid.count) images")
    if !arguments.flag("stratified"), arguments.text("take") != "random" {
      let title = "the \(arguments.text("take") ?? "last") \(parts.valid.count), the validation images,"
      if let hint = source.labels.hint(onValidation: parts.valid.labels, title) { session.say(hint) }
    }
    return .dataset(
      Dataset(
        name: name, Splits(train: parts.train, valid: parts.valid, test: test), origin: "split of \(name)"))
  }
}
