import Core
import NeuralNetwork

/// `compile LeNet optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy`
enum CompileVerb: Verb {
  static let declaration = Declaration(
    name: "compile",
    summary: "sets how a model is trained: optimizer, loss, metrics",
    discussion: """
      The optimizer's own options (learning_rate, momentum, ...) are given here too; `help adam` shows those of \
      adam. sparse_categorical_crossentropy takes class numbers as labels, categorical_crossentropy one-hot vectors. \
      A top_k metric counts an image as right where its label is among the five likeliest classes; it too comes in a \
      form for each kind of labels. After a last sigmoid both losses take the softmax of what goes into it, as Keras's \
      do. The optimizer starts afresh, the weights stay as they are.
      """,
    parameters: [
      .positional("model", .value(.model), "the model"),
      .option(
        "optimizer", .choice(optimizerTypes.map { $0.declaration.name }), "how the weights are changed",
        default: .text("rmsprop")),
      .option(
        "loss", .choice(Loss.allCases.map(\.rawValue)), "what is made small", isRequired: true),
      .option(
        "metrics", .choice(Metric.allCases.map(\.rawValue)),
        "what is measured besides the loss; several as a list, [accuracy, ...]", isRepeated: true),
    ] + optimizerOptions,
    example: """
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      compile net optimizer=sgd learning_rate=0.1 loss=sparse_categorical_crossentropy metrics=accuracy
      """)

  /// The options of all optimizers, each once and without a default, for that differs among them.
  static var optimizerOptions: [Parameter] {
    var options: [Parameter] = []
    for option in optimizerTypes.flatMap({ $0.declaration.parameters })
    where !options.contains(where: { $0.name == option.name }) {
      let owners = optimizerTypes.filter { $0.declaration.parameter(option.name) != nil }
      options.append(
        .option(
          option.name, option.kind,
          "\(option.summary) (\(owners.map { $0.declaration.name }.joined(separator: ", ")))"))
    }
    return options
  }

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments.model()
    let training = try training(arguments)
    let slots = [model.parameters.count, training.optimizer.slotCount, 4].elementCount
    if let refusal = MachineMemory.refusal(of: "what the optimizer remembers", bytes: slots) {
      throw CellError(refusal, parameter: "model")
    }
    model.compile(training)
    if model.lossTakesLogits, !model.endsInSoftmax {
      session.say(
        "\(training.loss.rawValue) takes the softmax of what goes into the last sigmoid, as Keras's does; "
          + "activation=softmax is what it is made for")
    }
    return .model(model)
  }

  /// What the options say about training.
  static func training(_ arguments: Arguments) throws -> Model.Training {
    let name = arguments.text("optimizer") ?? "rmsprop"
    guard let type = optimizerTypes.first(where: { $0.declaration.name == name }),
      let loss = Loss(rawValue: arguments.text("loss") ?? "")
    else { throw CellError("unknown optimizer or loss") }
    let own = type.declaration.parameters.map(\.name)
    for option in optimizerOptions where arguments.isGiven(option.name) && !own.contains(option.name) {
      throw CellError(
        "\(name) has no \(option.name); its options are \(own.joined(separator: ", "))",
        parameter: option.name)
    }
    var given: [String: Argument] = [:]
    for parameter in type.declaration.parameters {
      given[parameter.name] = arguments.all(parameter.name).first?.argument(as: parameter.kind)
    }
    return Model.Training(
      optimizer: try type.init(Options(type.declaration, given)), loss: loss,
      metrics: try metrics(arguments, loss))
  }

  /// The metrics, each once and for the labels that the loss takes.
  private static func metrics(_ arguments: Arguments, _ loss: Loss) throws -> [Metric] {
    var metrics: [Metric] = []
    for case .text(let name) in arguments.all("metrics") {
      guard let metric = Metric(rawValue: name) else { continue }
      guard !metrics.contains(metric) else {
        throw CellError("metrics names \(name) twice", parameter: "metrics")
      }
      guard metric.needsOneHot == nil || metric.needsOneHot == loss.needsOneHot else {
        let other: Metric =
          loss.needsOneHot ? .topKCategoricalAccuracy : .sparseTopKCategoricalAccuracy
        throw CellError(
          "\(name) does not take the labels of \(loss.rawValue); use \(other.rawValue)", parameter: "metrics")
      }
      metrics.append(metric)
    }
    return metrics
  }
}
