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
      form for each kind of labels. After a last sigmoid both losses take the softmax of what goes into it, as Keras's \
      do. The optimizer starts afresh, the weights stay as they are.
      """,
    parameters: [model, optimizer, loss, metrics] + OptimizerOptions.parameters,
    example: Example.network
      + "compile net optimizer=sgd learning_rate=0.1 loss=sparse_categorical_crossentropy metrics=accuracy")

  static let model = Required<Model>.positional("model", .model, "the model")
  static let optimizer = OptimizerOptions.optimizer(default: "rmsprop")
  static let loss = Required<Loss>.option("loss", .choice, "what is made small")
  static let metrics = Key<[Metric]>.option(
    "metrics", .choice, "what is measured besides the loss; several as a list, [accuracy, ...]")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let loss = try arguments[Self.loss]
    let training = Model.Training(
      optimizer: try OptimizerOptions.optimizer(named: arguments[Self.optimizer], arguments), loss: loss,
      metrics: try metrics(arguments[Self.metrics], loss))
    let slots = [model.parameters.count, training.slotCount, 4].elementCount
    if let refusal = MachineMemory.refusal(of: "what the optimizer remembers", bytes: slots) {
      throw CellError(refusal, parameter: Self.model)
    }
    model.compile(training)
    if model.lossTakesLogits, !model.endsInSoftmax {
      session.say(
        "\(training.loss.rawValue) takes the softmax of what goes into the last sigmoid, as Keras's does; "
          + "activation=softmax is what it is made for")
    }
    return .model(model)
  }

  /// The metrics, each once and for the labels that the loss takes.
  private static func metrics(_ given: [Metric], _ loss: Loss) throws -> [Metric] {
    var metrics: [Metric] = []
    for metric in given {
      guard !metrics.contains(metric) else {
        throw CellError("metrics names \(metric.rawValue) twice", parameter: Self.metrics)
      }
      guard metric.needsOneHot == nil || metric.needsOneHot == loss.needsOneHot else {
        let other: Metric =
          loss.needsOneHot ? .topKCategoricalAccuracy : .sparseTopKCategoricalAccuracy
        throw CellError(
          "\(metric.rawValue) does not take the labels of \(loss.rawValue); use \(other.rawValue)",
          parameter: Self.metrics)
      }
      metrics.append(metric)
    }
    return metrics
  }
}
