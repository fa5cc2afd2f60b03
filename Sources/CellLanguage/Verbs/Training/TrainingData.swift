import Core
import Datasets
import NeuralNetwork

/// The images to learn from, and those to measure after each epoch: what the verbs that train have in common.
struct TrainingData {
  static let data = Required<NamedExamples>.positional(
    "data", .examples, "the training images with their labels")
  static let validationData = Key<NamedExamples?>.option(
    "validation_data", .examples, "images with labels to measure after each epoch")
  static let validationSplit = Key<Double?>.option(
    "validation_split", .number(0...1), "share of the training images, the last ones, to measure instead")

  let train: EvenExamples
  let validation: EvenExamples?

  /// Says where `validation_split` holds out other classes than are learned from, because the images come class by class.
  init(_ arguments: Arguments, in session: Session) throws {
    let whole = try arguments[Self.data].examples
    // Before they are split: of two images that differ, each part would have one size.
    let all = try whole.ofOneSize(Self.data)
    guard let share = arguments[Self.validationSplit] else {
      train = all
      validation = try arguments.examples(Self.validationData)?.examples
      return
    }
    guard !arguments.isGiven(Self.validationData) else {
      throw CellError(
        "give validation_data or validation_split, not both", parameter: Self.validationSplit)
    }
    let parts = try whole.split(fraction: share)
    train = try parts.train.ofOneSize(Self.data)
    validation = try parts.valid.ofOneSize(Self.data)
    let title = "the last \(parts.valid.count), the validation images,"
    if let hint = whole.labels.hint(onValidation: parts.valid.labels, title) { session.say(hint) }
  }

  /// Throws unless the labels are such as the model's loss takes.
  func check(fit model: Model) throws {
    try train.labels.check(fit: model, parameter: Self.data)
    try validation?.labels.check(fit: model, parameter: Self.validationData)
  }

  /// Trains a model until it is done or `observe` ends it.
  func fit(
    _ model: Model, _ options: FitOptions, callbacks: [any Callback] = [], save: SaveModel? = nil,
    pool: WorkerPool, observe: (FitEvent) -> Bool
  ) throws(ModelError) -> FitResult {
    try model.fit(
      images: train.images, labels: train.labels.classes, options: options,
      validation: validation.map { ($0.images, $0.labels.classes) }, callbacks: callbacks, save: save,
      pool: pool, observe: observe)
  }
}

extension Labels {
  /// Throws unless there are labels.
  func checkAreKnown(parameter: some Declared) throws(CellError) {
    guard areKnown else {
      throw CellError(
        "these images have no labels, so nothing can be learned or measured from them; they can be shown and "
          + "predicted", parameter: parameter)
    }
  }

  /// Throws unless these are labels that the model's loss takes: Keras has one-hot labels for one loss and class numbers for
  /// the other.
  func check(fit model: Model, parameter: some Declared) throws(CellError) {
    try checkAreKnown(parameter: parameter)
    guard let loss = model.training?.loss else { return }
    guard loss.needsOneHot != isOneHot else {
      // Class numbers need only lie within the outputs, which the engine checks.
      guard isOneHot, let last = model.nodes.last, last.outputShape.count == 1,
        numberOfClasses != model.outputCount
      else { return }
      throw CellError(
        "the one-hot labels are \(numberOfClasses) wide, but the last layer, \(last.name), gives "
          + "\(model.outputCount) values: with these labels it needs \(numberOfClasses) units",
        parameter: parameter)
    }
    throw CellError(
      loss.needsOneHot
        ? "categorical_crossentropy needs one-hot labels: use one_hot on the data, or "
          + "loss=sparse_categorical_crossentropy"
        : "sparse_categorical_crossentropy needs class numbers, but these labels are one-hot: use "
          + "loss=categorical_crossentropy", parameter: parameter)
  }
}
