/// The layers of a model as Keras describes them: `{"class_name": "Dense", "config": {"units": 10, ...}}`.
extension Model.Node {
  var kerasLayer: JSON {
    var config = type(of: layer).declaration.config(layer.options)
    config["name"] = .text(name)
    config["trainable"] = .flag(isTrainable)
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

  /// Options of Keras that no layer here has, with the only value that they may have; null is always right.
  private static let fixed: [String: [JSON]] = [
    "use_bias": [true], "groups": [1], "dilation_rate": [1, [1, 1]], "data_format": ["channels_last"],
    "center": [true], "scale": [true], "renorm": [false], "noise_shape": [.null],
  ]

  /// The same of those that only training heeds.
  private static let trainingOnly: [String: [JSON]] = [
    "bias_regularizer": [], "activity_regularizer": [], "kernel_constraint": [],
    "bias_constraint": [], "beta_regularizer": [], "gamma_regularizer": [], "beta_constraint": [],
    "gamma_constraint": [],
  ]

  init(_ description: JSON) throws(ModelError) {
    let className = description["class_name"]?.text ?? ""
    let config = description["config"] ?? .null
    name = config["name"]?.text ?? ""
    isTrainable = config["trainable"] != false
    let title = "layer \(name) (\(className)): "
    guard let type = layerTypes.first(where: { $0.declaration.name == className }) else {
      let known = layerTypes.map { $0.declaration.name }.joined(separator: ", ")
      throw ModelError(
        "layer \(name) is of the class '\(className)', which is not known here; known are \(known)")
    }
    for (option, values) in Self.fixed.sorted(by: { $0.key < $1.key }) {
      guard let value = config[option], value != .null, !values.contains(value) else { continue }
      throw ModelError(
        "\(title)\(option)=\(value.description) is not known here, only \(option)=\(values[0].description)")
    }
    var notes: [String] = []
    do throws(ModelError) {
      layer = try type.init(type.declaration.options(config, notes: &notes))
    } catch {
      throw ModelError(title + error.message)
    }
    for (option, values) in Self.trainingOnly.sorted(by: { $0.key < $1.key }) {
      guard let value = config[option], value != .null, !values.contains(value) else { continue }
      notes.append("its \(option) is left out: it is not known here")
    }
    self.notes = notes.map { title + $0 }
  }
}
