/// A file of Keras 2 or 3.
struct KerasFile: CheckpointContent {
  /// The version of Keras whose files are written here.
  static let version = "3.15.1"
  /// The backend that Keras 2 expects to be named.
  static let backend = "tensorflow"

  private let root: HDF5Group
  /// What Keras says of the model and its training; nil in a file of weights alone.
  private let description: JSON?
  private let training: JSON?

  static func recognises(_ bytes: [UInt8]) -> Bool {
    KerasArchive.isArchive(bytes) || HDF5File.isHDF5(bytes)
  }

  init(_ bytes: [UInt8]) throws(ModelError) {
    if KerasArchive.isArchive(bytes) {
      let members = try KerasArchive.members(of: bytes)
      guard let config = members[KerasArchive.config], let weights = members[KerasArchive.weights] else {
        throw ModelError(
          "it is a zip archive, but not one of Keras's: \(KerasArchive.config) or "
            + "\(KerasArchive.weights) is missing")
      }
      let description = try JSON(parsing: config)
      self.description = description
      training = description["compile_config"]
      root = try HDF5File(weights).root
    } else {
      root = try HDF5File(bytes).root
      description = try root.texts("model_config")?.first.map { (text) throws(ModelError) in
        try JSON(parsing: Array(text.utf8))
      }
      training = try root.texts("training_config")?.first.map { (text) throws(ModelError) in
        try JSON(parsing: Array(text.utf8))
      }
    }
  }

  func parameters(for model: Model) throws(ModelError) -> [Float] {
    try KerasWeights.read(from: root, for: model, KerasLayout(model))
  }

  func model() throws(ModelError) -> (model: Model, notes: [String]) {
    guard let description else { throw Self.hasNoModel }
    var (model, layout, notes) = try Model.described(by: description)
    try model.setParameters(KerasWeights.read(from: root, for: model, layout))
    notes += train(model, layout)
    return (model, notes)
  }

  /// Compiles a model as the file says. Returns what is lost.
  private func train(_ model: Model, _ layout: KerasLayout) -> [String] {
    guard let training, training != .null else { return [] }
    var notes: [String] = []
    do throws(ModelError) {
      model.compile(try Model.Training(described: training, notes: &notes))
    } catch {
      return ["\(error.message): compile the model before it is trained"]
    }
    let isRestored = KerasOptimizerState(of: model, layout)?.restore(from: root) ?? true
    return notes
      + (isRestored ? [] : ["the optimizer starts afresh: its state in the file is not known here"])
  }
}
