import Core

/// A file with a model, or with its weights, that is open for reading: of Keras 2 or 3, of ONNX, or of safetensors, whether
/// ``Model/saved(as:)`` or somebody else has written it. What it is is told from its content.
public struct CheckpointFile {
  private let name: String
  private let content: any CheckpointContent

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: how messages name it.
  /// - Throws: where this is no such file, or a damaged one.
  public init(_ bytes: [UInt8], name: String) throws(ModelError) {
    self.name = name
    content = try Self.named(name) { () throws(ModelError) in
      guard let type = Self.types.first(where: { $0.recognises(bytes) }) else {
        throw ModelError(
          "it is no file of a model: neither Keras's (HDF5, or a .keras archive), nor ONNX's, nor of safetensors"
        )
      }
      return try type.init(bytes)
    }
  }

  /// What a file may be. ONNX's has no mark at its beginning, so that it is asked last.
  private static var types: [any CheckpointContent.Type] {
    [KerasFile.self, SafetensorsFile.self, ONNXFile.self]
  }

  /// Gives a model the weights of the file; all of them or, where one does not fit, none.
  /// - Throws: where layers, shapes or types are not those of the model.
  public func loadWeights(into model: Model) throws(ModelError) {
    try Self.named(name) { () throws(ModelError) in
      model.setParameters(try content.parameters(for: model))
    }
  }

  /// The whole model: layers, weights and, where they are known here, optimizer, loss and metrics.
  /// - Returns: the model, and a line for each thing of the file that it lacks; none of them changes what the model
  ///   predicts.
  /// - Throws: where the file has weights alone, or something that would make the model predict otherwise.
  public func model() throws(ModelError) -> (model: Model, notes: [String]) {
    try Self.named(name) { () throws(ModelError) in
      let (model, notes) = try content.model()
      model.isRead = true
      return (model, notes)
    }
  }

  /// What `body` gives; its errors begin with the file's name.
  private static func named<Result>(
    _ name: String, _ body: () throws(ModelError) -> Result
  ) throws(ModelError) -> Result {
    do throws(ModelError) { return try body() } catch { throw ModelError("\(name): \(error.message)") }
  }
}

/// What is in a file of one of the formats.
protocol CheckpointContent {
  /// Whether a file is of this format, by its first bytes.
  static func recognises(_ bytes: [UInt8]) -> Bool

  /// - Throws: where the file is damaged.
  init(_ bytes: [UInt8]) throws(ModelError)

  /// All weights of a model, as ``Model/parameters`` has them.
  /// - Throws: where layers, shapes or types are not those of the model.
  func parameters(for model: Model) throws(ModelError) -> [Float]

  /// The whole model, and what of the file it lacks.
  func model() throws(ModelError) -> (model: Model, notes: [String])
}

extension CheckpointContent {
  /// Why a file of weights alone gives no model.
  static var hasNoModel: ModelError {
    ModelError("it holds weights alone and no model\ndescribe the model with model, then use load_weights")
  }
}
