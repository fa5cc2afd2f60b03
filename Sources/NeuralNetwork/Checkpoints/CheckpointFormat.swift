/// The files in which models are kept, Keras's first. The ending of a name says which one is meant.
public enum CheckpointFormat: String, CaseIterable, Sendable {
  /// The weights alone, in HDF5 and Keras 3's layout.
  case weights = ".weights.h5"
  /// A whole model in HDF5, which Keras 2 and 3 open.
  case model = ".h5"
  /// A whole model in Keras 3's own form, a zip archive.
  case archive = ".keras"
  /// A whole model as operators of ONNX, which many frameworks run.
  case onnx = ".onnx"
  /// The weights alone, by their names.
  case safetensors = ".safetensors"

  /// The format that a file's name stands for; nil where its ending is none of these.
  public init?(fileName: String) {
    // Keras takes .hdf5 for .h5.
    let name = fileName.hasSuffix(".hdf5") ? fileName.dropLast(5) + ".h5" : Substring(fileName)
    guard let format = Self.allCases.first(where: { name.hasSuffix($0.rawValue) }) else { return nil }
    self = format
  }

  /// The endings, for messages.
  public static let endings =
    ".weights.h5 or .safetensors (the weights alone), .h5, .keras or .onnx (the whole model)"
}

extension Model {
  /// The model as a file; the same model gives the same bytes.
  ///
  /// A whole model of Keras has in it how the model is trained, where it is compiled; an archive also what the optimizer
  /// remembers.
  /// - Throws: where Keras would not take a name in it, or ONNX has no operator for a layer.
  public func saved(as format: CheckpointFormat) throws(ModelError) -> [UInt8] {
    switch format {
    case .onnx: return try onnx().encoded()
    case .safetensors: return safetensors()
    case .weights:
      return try HDF5Writer.bytes { (file) throws(ModelError) in
        try KerasWeights.writeVars(of: self, to: file)
      }
    case .model:
      let description = try kerasConfig()
      return try HDF5Writer.bytes { (file) throws(ModelError) in
        try file.setAttribute("keras_version", of: "/", to: KerasFile.version)
        try file.setAttribute("backend", of: "/", to: KerasFile.backend)
        try file.setAttribute("model_config", of: "/", to: JSON.object(description).description)
        if let training {
          let config = training.kerasConfig(optimizerKey: "optimizer_config")
          try file.setAttribute("training_config", of: "/", to: config.description)
        }
        try KerasWeights.writeNamed(of: self, to: file)
      }
    case .archive:
      var description = try kerasConfig()
      description["module"] = isKerasSequential ? "keras" : "keras.src.models.functional"
      description["registered_name"] = .null
      description["compile_config"] = training?.kerasConfig(optimizerKey: "optimizer") ?? .null
      let state = KerasOptimizerState(of: self, KerasLayout(self))
      let weights = try HDF5Writer.bytes { (file) throws(ModelError) in
        try KerasWeights.writeVars(of: self, to: file)
        try state?.write(to: file)
      }
      let metadata: JSON = [
        "keras_version": .text(KerasFile.version), "date_saved": "1980-01-01@00:00:00",
      ]
      return try KerasArchive.bytes([
        ("metadata.json", Array(metadata.description.utf8)),
        (KerasArchive.config, Array(JSON.object(description).description.utf8)),
        (KerasArchive.weights, weights),
      ])
    }
  }
}
