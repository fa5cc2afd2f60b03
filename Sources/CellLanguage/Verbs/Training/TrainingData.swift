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

  static let target = Key<Value?>.option(
    "target", .target, "what the model should give, instead of labels; images are those that it sees")
  static let validationTarget = Key<Value?>.option(
    "validation_target", .target, "the same for validation_data; as target where not given")

  let train: EvenExamples
  let validation: EvenExamples?
  /// What the model should give, where that is not classes: a row for each image.
  let targets, validationTargets: Tensor?

  /// Says where `validation_split` holds out other classes than are learned from, because the images come class by class.
  /// - Parameter takesTargets: whether the verb has the options ``target`` and ``validationTarget``.
  init(_ arguments: Arguments, in session: Session, takesTargets: Bool = false) throws {
    let whole = try arguments[Self.data].examples
    // Before they are split: of two images that differ, each part would have one size.
    let all = try whole.ofOneSize(Self.data)
    let target = takesTargets ? arguments[Self.target] : nil
    let targets = try target.map { try $0.targets(for: all.images, Self.target) }
    guard let share = arguments[Self.validationSplit] else {
      train = all
      self.targets = targets
      validation = try arguments.examples(Self.validationData)?.examples
      validationTargets = try Self.validationTargets(arguments, target: target, images: validation?.images)
      return
    }
    guard !arguments.isGiven(Self.validationData) else {
      throw CellError(
        "give validation_data or validation_split, not both", parameter: Self.validationSplit)
    }
    let parts = try whole.split(fraction: share)
    train = try parts.train.ofOneSize(Self.data)
    validation = try parts.valid.ofOneSize(Self.data)
    self.targets = targets.map { $0.selecting(0..<min($0.count, parts.train.count)) }
    validationTargets = targets.map { $0.selecting(min($0.count, parts.train.count)..<$0.count) }
    guard targets == nil else { return }
    let title = "the last \(parts.valid.count), the validation images,"
    if let hint = whole.labels.hint(onValidation: parts.valid.labels, title) { session.say(hint) }
  }

  private static func validationTargets(
    _ arguments: Arguments, target: Value?, images: Tensor?
  ) throws -> Tensor? {
    guard let images, let target else { return nil }
    if let own = arguments[validationTarget] { return try own.targets(for: images, validationTarget) }
    guard case .text = target else {
      throw CellError("validation_data with target= needs validation_target=", parameter: validationData)
    }
    return images
  }

  /// Throws unless the labels are such as the model's loss takes.
  func check(fit model: Model) throws {
    guard targets == nil else { return }
    try train.labels.check(fit: model, parameter: Self.data)
    try validation?.labels.check(fit: model, parameter: Self.validationData)
  }

  /// Trains a model until it is done or `observe` ends it.
  func fit(
    _ model: Model, _ options: FitOptions, callbacks: [any Callback] = [], save: SaveModel? = nil,
    write: WriteText? = nil, backup: FitBackup? = nil, pool: WorkerPool, observe: (FitEvent) -> Bool
  ) throws(ModelError) -> FitResult {
    try model.fit(
      images: train.images, labels: train.labels.classes, targets: targets, options: options,
      validation: validation.map { ($0.images, $0.labels.classes) }, validationTargets: validationTargets,
      callbacks: callbacks, save: save, write: write, backup: backup, pool: pool, observe: observe)
  }
}

extension Value {
  /// What a model should give for images, as a learner names it: a row for each.
  func targets(for images: Tensor, _ key: some Declared) throws -> Tensor {
    switch self {
    case .examples(let examples, _): return try examples.ofOneSize(key).images
    case .array(let array): return array.shape.count == 1 ? array.reshaped([array.count, 1]) ?? array : array
    case .text: return images
    default:
      let numbers = numbers ?? []
      return Tensor(shape: [numbers.count, 1], floats: numbers.map(Float.init))
    }
  }
}

extension Labels {
  /// Says that a model has units for which there is no class; nil where it has not.
  func spareUnits(of model: Model) -> String? {
    guard model.training?.loss.isOfClasses == true, let last = model.nodes.last,
      model.outputCount > numberOfClasses, numberOfClasses > 0
    else { return nil }
    return
      "\(last.name) has \(model.outputCount) units for \(numberOfClasses) classes; \(numberOfClasses) are enough"
  }

  /// What each class counts: as a learner says, or as many times as much as it is rarer (scikit-learn's `balanced`: the images
  /// over the classes that occur times the images of the class).
  func weights(_ given: Value) -> [Float] {
    if case .text = given {
      let counts = countsByClass
      let occurring = counts.filter { $0 > 0 }.count
      return counts.map { $0 > 0 ? Float(Double(count) / Double(occurring * $0)) : 1 }
    }
    return (given.numbers ?? []).map(Float.init)
  }

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
    // Of one output class numbers are the targets, of several one-hot vectors.
    let wanted = loss.needsOneHot ?? (model.outputCount > 1)
    guard wanted != isOneHot else {
      // Class numbers need only lie within the outputs, which the engine checks.
      guard isOneHot, let last = model.nodes.last, last.outputShape.count == 1,
        numberOfClasses != model.outputCount
      else { return }
      throw CellError(
        "the one-hot labels are \(numberOfClasses) wide, but the last layer, \(last.name), gives "
          + "\(model.outputCount) values: with these labels it needs \(numberOfClasses) units",
        parameter: parameter)
    }
    guard loss.isOfClasses else {
      throw CellError(
        wanted
          ? "\(loss.rawValue) of \(model.outputCount) outputs needs one-hot labels: use one_hot on the data\n"
            + "or say what it should give instead of classes: target=images"
          : "\(loss.rawValue) of one output needs class numbers, but these labels are one-hot",
        parameter: parameter)
    }
    throw CellError(
      wanted
        ? "categorical_crossentropy needs one-hot labels: use one_hot on the data, or "
          + "loss=sparse_categorical_crossentropy"
        : "sparse_categorical_crossentropy needs class numbers, but these labels are one-hot: use "
          + "loss=categorical_crossentropy", parameter: parameter)
  }
}
