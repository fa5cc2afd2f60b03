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
    parameters: [
      .option("input", .shape, "the shape of one image", isRequired: true),
      .option("name", .text, "the model's name in its summary", default: .text("sequential")),
      .option("seed", .integer(0...Int.max), "of the start weights; the session's next one where not given"),
    ],
    example: """
      LeNet = model input=28x28x1
        Conv2D 6 5x5 activation=tanh
        AveragePooling2D
        Flatten
        Dense 10 activation=softmax
      end
      summary LeNet
      """)

  static let takesBlock = true

  /// What every layer takes besides its own parameters.
  static let layerParameters: [Parameter] = [
    .option("name", .text, "the layer's own name, for summary and messages"),
    .option("trainable", .flag, "false: training leaves its weights alone, see freeze", default: .flag(true)),
  ]

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    .model(try build(arguments, in: session, seed: session.seed(arguments)))
  }

  /// The model of a block of layers and input=.
  static func build(_ arguments: Arguments, in session: Session, seed: UInt64) throws -> Model {
    var layers: [(layer: any Layer, name: String?)] = []
    var frozen: [Int] = []
    for line in arguments.block {
      guard let type = layerTypes.first(where: { $0.declaration.name == line.layer.text }) else {
        let names = layerTypes.map { $0.declaration.name }
        throw Diagnostic(
          "unknown layer '\(line.layer.text)'", at: line.layer.range,
          suggestion: nearestName(to: line.layer.text, in: names),
          note: "the layers are \(names.joined(separator: ", "))")
      }
      let binding = Binding(
        evaluation: Evaluation(session: session), declaration: type.declaration.adding(layerParameters),
        owner: "for \(line.layer.text)")
      let options = try binding.arguments(line.inputs, after: line.layer)
      if let name = options.text("name"), layers.contains(where: { $0.name == name }) {
        throw Diagnostic(
          "two layers are called '\(name)'", at: options.range(of: "name") ?? line.layer.range)
      }
      do {
        if !options.flag("trainable") { frozen.append(layers.count) }
        layers.append((try type.init(options.options), options.text("name")))
      } catch {
        throw Diagnostic("\(line.layer.text): \(error.message)", at: line.layer.range)
      }
    }
    do throws(ModelError) {
      let model = try Model(
        name: arguments.text("name") ?? "sequential", input: arguments.shape("input") ?? [],
        layers: layers, seed: seed)
      model.setTrainable(false, layers: frozen)
      return model
    } catch {
      guard let index = error.layer, arguments.block.indices.contains(index) else {
        throw CellError(error.message, parameter: "input")
      }
      let line = arguments.block[index]
      throw Diagnostic("layer \(index + 1), \(line.layer.text): \(error.message)", at: line.range)
    }
  }
}

extension Declaration {
  /// The same declaration with more parameters: those of which it has none of that name.
  func adding(_ more: [Parameter]) -> Declaration {
    Declaration(
      name: name, summary: summary, discussion: discussion,
      parameters: parameters + more.filter { parameter($0.name) == nil }, example: example)
  }
}
