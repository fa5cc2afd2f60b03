import Core
import NeuralNetwork

/// `freeze net layers=conv2d,conv2d_1`
enum FreezeVerb: Verb {
  static let declaration = Declaration(
    name: "freeze",
    summary: "keeps layers as they are while the others learn",
    discussion: """
      Keras's layer.trainable = False. A frozen layer's weights are left alone from the next fit on, and a frozen \
      BatchNormalization works with its moving averages. A layer can also be frozen where it is described, with \
      trainable=false. unfreeze lets it learn again. summary counts frozen weights as non-trainable.
      """,
    parameters: [model, layers],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      freeze net layers=conv2d
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let layers = Key<[NameOrNumber]>.option(
    "layers", .layer, "one or more layers; all where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    try set(trainable: false, arguments, session)
  }

  static func set(trainable: Bool, _ arguments: Arguments, _ session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let given = try arguments.layers(Self.layers, of: model)
    model.setTrainable(trainable, layers: given.isEmpty ? Array(model.nodes.indices) : given)
    let frozen = model.nodes.filter { !$0.isTrainable && !$0.weights.isEmpty }.map(\.name)
    session.say(
      (frozen.isEmpty ? "no layer is frozen" : "frozen: \(frozen.joined(separator: ", "))")
        + "; \(grouped(model.parameters.count - model.nonTrainableCount)) of "
        + "\(grouped(model.parameters.count)) weights learn")
    return .model(model)
  }
}
