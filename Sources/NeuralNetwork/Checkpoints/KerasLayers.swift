/// The layers of a model as Keras describes them: `{"class_name": "Dense", "config": {"units": 10, ...}}`.
extension Model.Node {
  var kerasLayer: JSON {
    var config = type(of: layer).declaration.config(layer.options)
    config["name"] = .text(name)
    // Keras's SpatialDropout2D alone does not take it, and has nothing to train.
    if !(layer is SpatialDropout2D) { config["trainable"] = .flag(isTrainable) }
    return .keras("keras.layers", typeName, .object(config))
  }
}

/// A layer that Keras described.
struct KerasLayer {
  let layer: any Layer
  let name: String
  let isTrainable: Bool
  /// What is lost, where it only matters for training.
  let notes: [String]

  init(_ description: JSON) throws(ModelError) {
    let className = description.className
    let config = KerasKeys.renamed(description["config"] ?? .null, of: className)
    name = config["name"]?.text ?? ""
    isTrainable = config["trainable"] != false
    let title = "layer \(name) (\(className)): "
    try description.checkIsKerasOwn("layer \(name)")
    guard let type = layerTypes.first(where: { $0.declaration.name == className }) else {
      throw Self.unknown(className, name: name)
    }
    var notes: [String] = []
    do throws(ModelError) {
      if let note = try Self.precision(config["dtype"]) { notes.append(note) }
      // Options first that change what the model gives.
      let known = Set(type.declaration.parameters.map(\.name)).union(["trainable", "axis", "dtype"])
      let strange = KerasKeys.layer.strange(in: config, known: known)
      for (key, value, meaning) in strange {
        if case .training? = meaning { continue }
        if key.hasPrefix("quantization") {
          throw ModelError(
            "it is quantized (\(key)): save the model in Keras before quantize() and open that file")
        }
        guard case .only(let values)? = meaning, let usual = values.first else {
          throw ModelError("\(key)=\(value.description) is not known here")
        }
        throw ModelError("\(key)=\(value.description) is not known here, only \(key)=\(usual.description)")
      }
      layer = try type.init(type.declaration.options(config, notes: &notes))
      for (key, _, meaning) in strange {
        if case .training? = meaning { notes.append("its \(key) is left out: it is not known here") }
      }
    } catch {
      throw ModelError(title + error.message)
    }
    self.notes = notes.map { title + $0 }
  }

  private static func unknown(_ className: String, name: String) -> ModelError {
    let known = layerTypes.map { $0.declaration.name }
    if let hint = KerasLayerHints.hint(className) {
      return ModelError(
        "layer \(name) is of the class \(className), which \(hint.does) and is not known here\n\(hint.instead)"
      )
    }
    return ModelError(
      "layer \(name) is of the class '\(className)', which is not known here; known are "
        + known.joined(separator: ", "))
  }

  /// What is said of a layer that computes in other numbers than 32-bit floats; nil of one that does in these.
  private static func precision(_ dtype: JSON?) throws(ModelError) -> String? {
    guard let dtype, dtype != .null else { return nil }
    let config = dtype["config"]
    let policy = dtype.text ?? (config?["name"] ?? config?["mode"])?.text ?? dtype.description
    let className = dtype.className
    if className.contains("Quantized") || policy.hasPrefix("int8") || policy.hasPrefix("float8")
      || policy.hasPrefix("int4")
    {
      throw ModelError(
        "it is quantized (\(policy)): save the model in Keras before quantize() and open that file")
    }
    return policy == "float32"
      ? nil : "its dtype \(policy) is left out: everything is computed in 32-bit floats here"
  }
}
