import Core
import NeuralNetwork

/// `LeNet = load_model "lenet.h5"`
enum LoadModelVerb: Verb {
  static let declaration = Declaration(
    name: "load_model",
    summary: "opens a whole model from a file, Keras's, ONNX's or one of save",
    discussion: """
      Opens .h5 and .keras files of Keras 2 and 3 with one input and one output, whose layers are among those that `help` \
      lists. Optimizer, loss and metrics come along where they are known here; what is not is said. Of a .onnx file, as \
      PyTorch and others write them, the operators become layers; images are as everywhere here, channels last, also where \
      the file has them first. An operator that no layer here does is named.
      """,
    parameters: [file],
    example: Example.network
      + """
      save net "net.keras"
      again = load_model "net.keras"
      summary again
      """)

  static let file = Required<String>.positional("file", .text, "the file's name or path", words: .files)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let name = try arguments[Self.file]
    let (file, path) = try session.openCheckpoint(name, parameter: Self.file)
    do {
      let (model, notes) = try file.model()
      let layers = model.nodes.count == 1 ? "1 layer" : "\(model.nodes.count) layers"
      session.say(
        "\(layers) with \(grouped(model.parameters.count)) weights read from \(name)", aside: path)
      if !notes.isEmpty { session.say(notes.joined(separator: "\n")) }
      return .model(model)
    } catch {
      throw CellError(error, parameter: Self.file)
    }
  }
}
