import Core
import NeuralNetwork

/// `compile LeNet optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy`
enum CompileVerb: Verb {
  static let declaration = Declaration(
    name: "compile",
    summary: "sets how a model is trained: optimizer, loss, metrics",
    discussion: """
      The optimizer's own options (learning_rate, momentum, ...) are given here too; `help adam` shows those of \
      adam. learning_rate is a number or a schedule in quotes, learning_rate="CosineDecay 0.1 decay_steps=500", which \
      gives each step its own rate (help schedules); the history then has the learning_rate at the end of each epoch. sparse_categorical_crossentropy takes class numbers as labels, categorical_crossentropy one-hot vectors. \
      A top_k metric counts an image as right where its label is among the five likeliest classes; it too comes in a \
      form for each kind of labels. precision, recall, auc and binary_accuracy look at each output by itself, as Keras's do (above \
      0.5, auc with 200 thresholds); f1_score, of the greatest output, is the mean over the classes. After a last sigmoid both losses take the softmax of what goes into it, as Keras's \
      do. binary_crossentropy is for two classes and one unit with a sigmoid; mse, mae and huber are for numbers: images as \
      targets (fit's target=), or a number for each image. from_logits=true goes with a last layer that has no softmax or \
      sigmoid. label_smoothing=0.1 keeps the network from being too sure. The optimizer starts afresh, the weights stay as they are.
      """,
    parameters: [model, optimizer, loss, metrics] + LossOptions.declaration.parameters
      + OptimizerOptions.parameters,
    example: Example.network
      + "compile net optimizer=sgd learning_rate=0.1 loss=sparse_categorical_crossentropy metrics=accuracy")

  static let model = Required<Model>.positional("model", .model, "the model")
  static let optimizer = OptimizerOptions.optimizer(default: "rmsprop")
  static let loss = Required<String>.option("loss", .choice(Loss.names), "what is made small")
  static let metrics = Key<[Metric]>.option(
    "metrics", .choice, "what is measured besides the loss; several as a list, [accuracy, ...]")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let loss = Loss(named: try arguments[Self.loss]) ?? .sparseCategoricalCrossentropy
    let training = Model.Training(
      optimizer: try OptimizerOptions.optimizer(named: arguments[Self.optimizer], arguments), loss: loss,
      lossOptions: try lossOptions(arguments, of: loss),
      metrics: try metrics(arguments[Self.metrics], loss))
    let slots = [model.parameters.count, training.slotCount, 4].elementCount
    if let refusal = MachineMemory.refusal(of: "what the optimizer remembers", bytes: slots) {
      throw CellError(refusal, parameter: Self.model)
    }
    model.compile(training)
    if let doubt = model.doubtOfLoss { session.say(doubt) }
    return .model(model)
  }

  private static func lossOptions(_ arguments: Arguments, of loss: Loss) throws -> LossOptions {
    do { return try LossOptions(arguments.options(of: LossOptions.declaration), of: loss) } catch {
      throw CellError(
        error, parameter: LossOptions.declaration.parameters.first { $0.name == error.subject })
    }
  }

  /// The metrics, each once and for the labels that the loss takes.
  private static func metrics(_ given: [Metric], _ loss: Loss) throws -> [Metric] {
    var metrics: [Metric] = []
    for metric in given {
      guard !metrics.contains(metric) else {
        throw CellError("metrics names \(metric.rawValue) twice", parameter: Self.metrics)
      }
      guard
        metric.needsOneHot == nil || loss.needsOneHot == nil || metric.needsOneHot == loss.needsOneHot
      else {
        let other: Metric =
          loss.needsOneHot == true ? .topKCategoricalAccuracy : .sparseTopKCategoricalAccuracy
        throw CellError(
          "\(metric.rawValue) does not take the labels of \(loss.rawValue); use \(other.rawValue)",
          parameter: Self.metrics)
      }
      metrics.append(metric)
    }
    return metrics
  }
}
