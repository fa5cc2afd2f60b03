import Core
import NeuralNetwork

/// `model input=28x28x1` ... `end`
enum ModelVerb: Verb {
  static let declaration = Declaration(
    name: "model",
    summary: "describes a network, a layer a line, up to `end`",
    discussion: """
      The layers follow one another; each must fit the output of the one before it, which is checked at once. The \
      start weights are drawn from the session's seed. `help` lists the layers; any layer takes name= and trainable=.
      """,
    parameters: [input, name, seed],
    example: """
      LeNet = model input=28x28x1
        Conv2D 6 5x5 activation=tanh
        AveragePooling2D
        Flatten
        Dense 10 activation=softmax
      end
      summary LeNet
      """)

  static let input = Required<Shape>.option("input", .shape, "the shape of one image")
  static let name = Key<String>.option(
    "name", .text, "the model's name in its summary", default: "sequential")
  static let seed = Key<UInt64?>.option(
    "seed", .seed, "of the start weights; the session's next one where not given")

  static let takesBlock = true

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    .model(
      try LayerBlock(arguments.block).model(
        input: arguments[Self.input], inputKey: Self.input, name: arguments[Self.name],
        seed: session.seed(arguments[Self.seed]), in: session))
  }
}
