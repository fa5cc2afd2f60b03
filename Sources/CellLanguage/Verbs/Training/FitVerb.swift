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
      target=images has an autoencoder learn the images themselves, target=clean.train those of another set; the loss is then mse, \
      mae, huber or binary_crossentropy. class_weight=balanced has the images of rare classes count more, as scikit-learn's \
      balanced does; class_weight=[1, 5] says how much each class counts. \
      \(callbackDiscussion)
      """,
    parameters: [
      model, TrainingData.data, batchSize, epochs, TrainingData.validationData, TrainingData.validationSplit,
      TrainingData.target, TrainingData.validationTarget, classWeight, augment, shuffle, terminates, backsUp,
    ] + callbackParameters,
    example: Example.compiled
      + "history = fit net (digits.train / 255) epochs=5 validation_split=0.2 early_stopping=val_loss patience=2"
  )

  static let model = Required<Model>.positional("model", .model, "a compiled model")
  static let batchSize = Key<Int>.option("batch_size", .count, "images per step", default: 32)
  static let epochs = Key<Int>.option(
    "epochs", .count, "times that every image is visited", default: 1)
  static let augment = Key<Augmentation?>.option(
    "augment", .augmentation, "random changes of the images, drawn anew each epoch; see augment")
  static let classWeight = Key<Value?>.option(
    "class_weight", .classWeights, "how much the loss of an image of each class counts")
  static let terminates = Key<Bool>.option(
    "terminate_on_nan", .flag, "whether the training ends, without an error, where the loss is not a number",
    default: false)
  static let backsUp = Key<Bool>.option(
    "backup", .flag,
    "whether each epoch is kept, so that a fit that was cut off goes on from there when its notebook runs again",
    default: false)
  static let shuffle = Key<Bool>.option(
    "shuffle", .flag, "whether the images come in a new order each epoch", default: true)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let data = try TrainingData(arguments, in: session, takesTargets: true)
    try data.check(fit: model)
    if data.targets == nil, let spare = data.train.labels.spareUnits(of: model) { session.say(spare) }
    var options = FitOptions(
      batchSize: arguments[Self.batchSize], epochs: arguments[Self.epochs],
      shuffle: arguments[Self.shuffle], seed: session.nextSeed())
    options.terminatesOnNaN = arguments[Self.terminates]
    options.classWeights = arguments[Self.classWeight].map(data.train.labels.weights)
    if let augmentation = arguments[Self.augment] {
      let seed = options.seed
      if augmentation.mixes {
        options.mix = { try augmentation.mixed($0, $1, seed: seed, epoch: $2) }
      }
      options.imagesOfEpoch = try augmentation.epochs(of: data.train.images, seed: options.seed)
    }
    let progress = FitProgress(session: session, images: data.train.count, options: options)
    let result = try Work.watched(by: progress.isMeasuring) {
      try data.fit(
        model, options, callbacks: try callbacks(arguments, of: model, on: data), save: session.save(_:as:),
        write: session.write(_:as:),
        backup: arguments[Self.backsUp]
          ? session.backup(seed: options.seed, identity: String(describing: arguments[Self.augment])) : nil,
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
}
