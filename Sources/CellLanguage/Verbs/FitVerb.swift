import Core
import Datasets
import NeuralNetwork

/// `fit LeNet norm.train batch_size=128 epochs=10 validation_data=norm.test`
enum FitVerb: Verb {
  static let declaration = Declaration(
    name: "fit",
    summary: "trains a model and gives the history of its epochs",
    discussion: """
      An epoch visits every image once, batch_size at a time, and changes the weights after each batch. Validation \
      images are only measured, never learned from. Ctrl-C stops after the batch; the model keeps what it learned, and \
      the cell goes on; a second Ctrl-C ends the cell. \
      A second fit goes on where the first one stopped. \
      \(callbackDiscussion)
      """,
    parameters: [
      .positional("model", .value(.model), "a compiled model"),
      .positional("data", .value(.examples), "the training images with their labels"),
      .option("batch_size", .count, "images per step", default: .integer(32)),
      .option("epochs", .count, "times that every image is visited", default: .integer(1)),
      .option("validation_data", .value(.examples), "images with labels to measure after each epoch"),
      .option(
        "validation_split", .number(0...1), "share of the training images, the last ones, to measure instead"),
      .option(
        "augment", .value(.augmentation), "random changes of the images, drawn anew each epoch; see augment"),
      .option("shuffle", .flag, "whether the images come in a new order each epoch", default: .flag(true)),
    ] + callbackParameters,
    example: """
      digits = load digits train=1000 test=200
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      history = fit net (digits.train / 255) epochs=5 validation_split=0.2 early_stopping=val_loss patience=2
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments.model()
    let (train, validation) = try arguments.trainingData()
    session.sayValidationHint(arguments, train: train, validation: validation)
    try checkLabels(train.labels, fit: model, parameter: "data")
    if let validation { try checkLabels(validation.labels, fit: model, parameter: "validation_data") }

    var options = FitOptions()
    options.batchSize = arguments.integer("batch_size") ?? 32
    options.epochs = arguments.integer("epochs") ?? 1
    options.shuffle = arguments.flag("shuffle")
    options.seed = session.nextSeed()
    if case .augmentation(let augmentation)? = arguments.all("augment").first {
      options.imagesOfEpoch = try augmentation.epochs(of: train.images, seed: options.seed)
    }
    let progress = FitProgress(session: session, images: train.count, options: options)
    let result = try Work.watched(by: progress.isMeasuring) {
      try model.fit(
        images: train.images, labels: train.labels.classes, options: options,
        validation: validation.map { ($0.images, $0.labels.classes) },
        callbacks: try callbacks(arguments, of: model, hasValidation: validation != nil, in: session),
        pool: session.pool
      ) { event in
        progress.report(event)
        return !session.isInterrupted
      }
    }
    session.emit(.progress(nil))
    if let (epoch, batch) = result.interruptedAt {
      session.say("interrupted in epoch \(epoch) after batch \(batch); the model keeps what it learned")
      session.answerInterrupt()
    }
    return .history(result.history)
  }

  /// Keras takes one-hot labels for one loss and class numbers for the other.
  static func checkLabels(_ labels: Labels, fit model: Model, parameter: String) throws {
    guard labels.areKnown else {
      throw CellError(
        "these images have no labels, so nothing can be learned or measured from them; they can be shown and "
          + "predicted", parameter: parameter)
    }
    guard let loss = model.training?.loss else { return }
    guard loss.needsOneHot != labels.isOneHot else {
      // Class numbers need only lie within the outputs, which the engine checks.
      guard labels.isOneHot, let last = model.nodes.last, last.outputShape.count == 1,
        labels.numberOfClasses != model.outputCount
      else { return }
      throw CellError(
        "the one-hot labels are \(labels.numberOfClasses) wide, but the last layer, \(last.name), gives "
          + "\(model.outputCount) values: with these labels it needs \(labels.numberOfClasses) units",
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
