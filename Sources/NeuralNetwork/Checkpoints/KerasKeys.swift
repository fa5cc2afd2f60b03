/// What is made of the keys of Keras's descriptions that no option here has. Nothing is passed over: a key is of no effect,
/// has the value that everything here has, or is named.
///
/// Source: the `get_config` of Keras 3.15.1 and of Keras 2.15 (keras/src/layers, optimizers, losses, metrics, trainers).
struct KerasKeys {
  /// What a key means for a model here.
  enum Meaning {
    /// It changes neither what the model gives nor how it learns, whatever its value.
    case noEffect
    /// Only these values are what everything here does.
    case only([JSON])
    /// Only these values mean what is done here, and only training heeds them: another value is left out and said.
    case training([JSON])
  }

  let meanings: [String: Meaning]

  /// The keys of a configuration whose value is not that of everything here, in order.
  /// - Parameter known: the keys that are read elsewhere.
  func strange(in config: JSON, known: Set<String>) -> [(key: String, value: JSON, meaning: Meaning?)] {
    guard case .object(let members) = config else { return [] }
    return members.sorted { $0.key < $1.key }.compactMap { key, value in
      // Null leaves everything as it is.
      guard value != .null, !known.contains(key) else { return nil }
      switch meanings[key] {
      case .noEffect: return nil
      case .only(let values) where values.contains(where: { $0.isSame(as: value) }): return nil
      case .training(let values) where values.contains(where: { $0.isSame(as: value) }): return nil
      case let meaning: return (key, value, meaning)
      }
    }
  }

  /// A layer's configuration with the keys that Keras 3 has for those of Keras 2.
  static func renamed(_ config: JSON, of className: String) -> JSON {
    guard className == "LeakyReLU", case .object(var members) = config, let slope = members["alpha"] else {
      return config
    }
    members["negative_slope"] = members["negative_slope"] ?? slope
    members["alpha"] = nil
    return .object(members)
  }

  static let layer = KerasKeys(meanings: [
    "name": .noEffect, "batch_input_shape": .noEffect, "batch_shape": .noEffect, "batch_size": .noEffect,
    "input_shape": .noEffect, "input_dim": .noEffect, "input_dtype": .noEffect, "autocast": .noEffect,
    "sparse": .noEffect, "ragged": .noEffect, "optional": .noEffect,
    // Weights come from the file, and random numbers are drawn anew.
    "bias_initializer": .noEffect, "beta_initializer": .noEffect, "gamma_initializer": .noEffect,
    "moving_mean_initializer": .noEffect, "moving_variance_initializer": .noEffect, "seed": .noEffect,
    // How a device computes, and what matters with renorm alone.
    "fused": .noEffect, "synchronized": .only([false]), "renorm_clipping": .noEffect,
    "renorm_momentum": .noEffect,
    "groups": .only([1]), "dilation_rate": .only([1, [1, 1]]),
    "data_format": .only(["channels_last"]), "rms_scaling": .only([false]),
    "renorm": .only([false]), "noise_shape": .only([]), "virtual_batch_size": .only([]),
    "adjustment": .only([]), "bounding_box_format": .only([]),
    // Of Resizing.
    "antialias": .only([false]), "pad_to_aspect_ratio": .only([false]), "fill_mode": .only(["constant"]),
    "fill_value": .only([0]),
    "lora_rank": .only([]), "lora_alpha": .only([]),
    "kernel_constraint": .training([]), "depthwise_constraint": .training([]),
    "pointwise_constraint": .training([]), "bias_constraint": .training([]), "beta_constraint": .training([]),
    "gamma_constraint": .training([]), "bias_regularizer": .training([]), "beta_regularizer": .training([]),
    "gamma_regularizer": .training([]), "activity_regularizer": .training([]),
  ])

  static let model = KerasKeys(meanings: [
    "dtype": .noEffect, "build_input_shape": .noEffect, "trainable": .only([true]),
  ])

  static let optimizer = KerasKeys(meanings: [
    "name": .noEffect, "jit_compile": .noEffect, "is_legacy_optimizer": .noEffect,
    "loss_scale_factor": .only([]), "decay": .only([0]), "schedule_decay": .only([0]),
    "gradient_accumulation_steps": .only([1]), "amsgrad": .only([false]), "centered": .only([false]),
    "nesterov": .only([false]), "momentum": .only([0]),
  ])

  static let schedule = KerasKeys(meanings: ["name": .noEffect])

  static let loss = KerasKeys(meanings: [
    "name": .noEffect, "dtype": .noEffect, "fn": .noEffect, "axis": .only([-1]), "ignore_class": .only([]),
    // Without weights of images these are all the mean of the batch.
    "reduction": .only(["sum_over_batch_size", "auto", "mean", "mean_with_sample_weight"]),
  ])

  static let metric = KerasKeys(meanings: [
    "name": .noEffect, "dtype": .noEffect, "fn": .noEffect, "axis": .only([-1]), "k": .only([5]),
    "from_logits": .only([false]), "label_smoothing": .only([0]),
  ])

  static let compile = KerasKeys(meanings: [
    "run_eagerly": .noEffect, "jit_compile": .noEffect, "steps_per_execution": .noEffect,
    "auto_scale_loss": .noEffect,
    "is_eager": .noEffect, "loss_weights": .only([1, [1], [[1]]]), "weighted_metrics": .training([[], [[]]]),
    "sample_weight_mode": .training([]),
  ])
}

extension JSON {
  /// Whether a value says the same, as numbers do that are written as 1 and as 1.0.
  fileprivate func isSame(as other: JSON) -> Bool {
    switch (self, other) {
    case (.list(let mine), .list(let others)):
      mine.count == others.count && zip(mine, others).allSatisfy { $0.isSame(as: $1) }
    case (.integer, .number), (.number, .integer), (.number, .number): number == other.number
    default: self == other
    }
  }

  /// The value in an object by which a list or a value of one key stands: `{"dense": 1}` for `1`.
  var onlyMember: JSON {
    if case .object(let members) = self, members.count == 1, let value = members.values.first {
      value
    } else {
      self
    }
  }

  /// Throws unless this describes an object of Keras's own: a class that somebody has registered, or written in a program, may
  /// bear the name of one of Keras's and do something else.
  ///
  /// Keras 3 writes where a class comes from (`module`, and `registered_name` of one that is not its own); Keras 2 writes the
  /// name alone, and `package>Name` of a registered one.
  /// Source: keras/src/saving/serialization_lib.py, `_retrieve_class_or_fn`.
  func checkIsKerasOwn(_ what: String) throws(ModelError) {
    guard case .object(let members) = self, let name = members["class_name"]?.text, name != "function" else {
      return
    }
    let registered = members["registered_name"]?.text
    let module = members["module"]
    let isOwn: Bool
    if let module {
      let path = (module.text ?? "").split(separator: ".").first
      isOwn = ["keras", "tf_keras", "tensorflow"].contains(path) && !(registered ?? "").contains(">")
    } else {
      isOwn = !name.contains(">") && registered == nil
    }
    guard !isOwn else { return }
    let from = module?.text.map { " of the module \($0)" } ?? ""
    throw ModelError(
      "\(what) is of a class of its own, \(registered ?? name)\(from): what it does is in the program that made it, not in "
        + "the file")
  }
}
