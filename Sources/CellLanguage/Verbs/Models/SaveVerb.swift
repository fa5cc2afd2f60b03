import Core
import NeuralNetwork

/// `save LeNet "lenet.h5"`
enum SaveVerb: Verb {
  static let declaration = Declaration(
    name: "save",
    summary: "writes a model, or its weights, as a file that Keras and others open",
    discussion: """
      The name's ending says what is written: .weights.h5 the weights alone, which load_weights gives to a model of \
      the same layers; .h5 and .keras the whole model with its layers, its weights and what compile set, which \
      load_model opens. Keras opens all of them. A .keras file also has what the optimizer remembers: a training goes \
      on from it as if it had not been interrupted. .onnx is the whole model as it predicts, for ONNX Runtime, Netron and \
      other programs; it takes images as Keras does, in batches of any size. .safetensors has the weights alone, as \
      conv2d.kernel. The file lies in the notebook's output folder and replaces one of the same name in one go.
      """,
    parameters: [model, file],
    example: Example.network
      + "save net \"net.h5\"")

  static let model = Required<Model>.positional("model", .model, "the model")
  static let file = Required<String>.positional("file", .text, "the file's name", words: .files)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let name = try arguments[Self.file]
    do {
      let format = try Session.checkpointFormat(of: name)
      let path = try session.files.write(try model.saved(as: format), to: name, report: Work.report)
      session.say("\(grouped(model.parameters.count)) weights written to \(name)", aside: path)
    } catch let error where !(error is Work.Cancelled) {
      throw CellError(error, parameter: Self.file)
    }
    return .nothing
  }
}
