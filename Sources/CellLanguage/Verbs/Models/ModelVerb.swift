import Core
import NeuralNetwork

/// `model input=28x28x1` ... `end`
enum ModelVerb: Verb {
  static let declaration = Declaration(
    name: "model",
    summary: "describes a network, a layer a line, up to `end`",
    discussion: """
      Each layer takes what the line before it gives, and must fit it, which is checked at once. A layer with a name can be \
      taken again: after `Conv2D 8 3x3 name=a`, a line with from=a begins a branch there, and `Add a` or `Concatenate a` \
      brings branches together. `repeat 3 LINE` stands for three lines, and `block` makes several lines one. Any line \
      takes name=, from=, trainable= and when=. The start weights are drawn from the session's seed. `help` lists the layers.
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
    "name", .text, "the model's name in its summary", default: Model.standardName)
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
