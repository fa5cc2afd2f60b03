import Core
import NeuralNetwork

/// `load_weights LeNet "lenet.weights.h5"`
enum LoadWeightsVerb: Verb {
  static let declaration = Declaration(
    name: "load_weights",
    summary: "gives a model the weights of a file, Keras's, safetensors' or one of save",
    discussion: """
      Opens what save and checkpoint= of fit have written, and the .weights.h5, .h5 and .keras files of Keras 2 and 3. \
      The model must have the same layers with weights, in the same order. In a .safetensors file each weight is found by its \
      name, as conv2d.kernel. A file of this notebook comes before one \
      elsewhere of the same name. How the model is trained stays as it is.
      """,
    parameters: [model, file],
    example: Example.network
      + """
      save net "net.weights.h5"
      load_weights net "net.weights.h5"
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let file = Required<String>.positional("file", .text, "the file's name or path", words: .files)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let name = try arguments[Self.file]
    let (file, path) = try session.openCheckpoint(name, parameter: Self.file)
    do { try file.loadWeights(into: model) } catch { throw CellError(error, parameter: Self.file) }
    session.say("\(grouped(model.parameters.count)) weights read from \(name)", aside: path)
    return .model(model)
  }
}
