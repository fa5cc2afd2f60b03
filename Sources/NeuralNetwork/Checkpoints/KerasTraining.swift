/// How a model is trained, as Keras describes it in `training_config` and `compile_config`.
extension Model.Training {
  /// - Parameter optimizerKey: `optimizer_config` or `optimizer`.
  func kerasConfig(optimizerKey: String) -> JSON {
    let declaration = type(of: optimizer).declaration
    // What is not given is left out: it is none in Keras, too.
    var config = declaration.config(optimizer.options).filter { $0.value != .null }
    if rules.average != nil { config["use_ema"] = .flag(true) }
    config["name"] = .text(declaration.name)
    config["learning_rate"] =
      optimizer.schedule?.kerasConfig ?? .number(shortest(optimizer.learningRate))
    return [
      // The types here have the names of Keras's classes.
      optimizerKey: .keras("keras.optimizers", "\(type(of: optimizer))", .object(config)),
      "loss": loss.kerasConfig(lossOptions), "metrics": .list(metrics.map { .text($0.rawValue) }),
      "loss_weights": .null, "weighted_metrics": .null,
    ]
  }

  /// What Keras described.
  /// - Parameter notes: receives a line about what changes nothing that is measured here and is left out.
  /// - Throws: where something in it is not known here.
  init(described description: JSON, notes: inout [String]) throws(ModelError) {
    optimizer = try Self.optimizer(description["optimizer_config"] ?? description["optimizer"] ?? .null)
    (loss, lossOptions) = try Self.loss(description["loss"] ?? .null)
    var metrics: [Metric] = []
    for description in Self.flat(description["metrics"] ?? .null) {
      let metric = try Self.metric(description)
      guard
        metric.needsOneHot == nil || loss.needsOneHot == nil || metric.needsOneHot == loss.needsOneHot
      else {
        throw ModelError("the metric \(metric.rawValue) does not take the labels of \(loss.rawValue)")
      }
      if !metrics.contains(metric) { metrics.append(metric) }
    }
    self.metrics = metrics
    let known: Set = ["optimizer", "optimizer_config", "loss", "metrics"]
    for (key, value, meaning) in KerasKeys.compile.strange(in: description, known: known) {
      if key == "loss_weights", value.onlyMember.number == 1 { continue }
      if case .only? = meaning { throw ModelError("\(key)=\(value.description) is not known here") }
      notes.append("\(key)=\(value.description) is left out: it is not known here")
    }
  }

  // MARK: - Parts

  private static func optimizer(_ description: JSON) throws(ModelError) -> any Optimizer {
    guard description != .null else { throw ModelError("the file does not say what its optimizer is") }
    var config = description["config"] ?? .null
    // Keras 2 may have the name alone: then the options are the usual ones.
    let className = description.text ?? description["class_name"]?.text ?? "none"
    let name = className.split(separator: ">").last.map(String.init) ?? "none"
    guard let type = optimizerTypes.first(where: { $0.declaration.name == name.lowercased() }) else {
      throw ModelError("the optimizer \(name) is not known here")
    }
    // Keras 2.11 and later register their own optimizers so in HDF5 files.
    if description["module"] != nil || !className.hasPrefix("Custom>") {
      try description.checkIsKerasOwn("the optimizer")
    }
    if let rate = config["learning_rate"] ?? config["lr"], case .object = rate {
      try rate.checkIsKerasOwn("the learning rate")
      guard case .object(var members) = config else { return type.init(Options([:])) }
      members["learning_rate"] = .text(try Schedule.described(rate))
      config = .object(members)
    }
    let known = Set(type.declaration.parameters.map(\.name)).union(["learning_rate", "lr"])
    if let (key, value, _) = KerasKeys.optimizer.strange(in: config, known: known).first {
      throw ModelError("the optimizer's \(key)=\(value.description) is not known here")
    }
    // Early Keras 2 has a shorter name.
    if case .object(var members) = config, members["learning_rate"] == nil {
      members["learning_rate"] = members["lr"]
      config = .object(members)
    }
    var notes: [String] = []
    return try type.checked(try type.declaration.options(config, notes: &notes))
  }

  private static func loss(_ description: JSON) throws(ModelError) -> (Loss, LossOptions) {
    let descriptions = flat(description)
    let name = descriptions.first?.kerasName ?? "none"
    guard descriptions.count == 1, let loss = Loss(named: name) else {
      throw ModelError("the loss \(name) is not known here")
    }
    try descriptions[0].checkIsKerasOwn("the loss")
    guard let config = descriptions[0]["config"], case .object = config else { return (loss, LossOptions()) }
    let known = Set(LossOptions.declaration.parameters.map(\.name))
    if let (key, value, _) = KerasKeys.loss.strange(in: config, known: known).first {
      throw ModelError("the loss's \(key)=\(value.description) is not known here")
    }
    var notes: [String] = []
    return (
      loss, try LossOptions(try LossOptions.declaration.options(config, notes: &notes), of: loss)
    )
  }

  private static func metric(_ description: JSON) throws(ModelError) -> Metric {
    let config = description["config"]
    // What Keras 2 makes of a name is a wrapper with that name in it.
    let isWrapper = description["class_name"]?.text == "MeanMetricWrapper"
    let name = (isWrapper ? config?["name"]?.text : description.kerasName) ?? "none"
    try description.checkIsKerasOwn("a metric")
    let isAccuracy = ["acc", "sparse_categorical_accuracy", "categorical_accuracy"].contains(name)
    guard let metric = isAccuracy ? .accuracy : Metric(rawValue: name), config?["k"]?.number ?? 5 == 5 else {
      throw ModelError(
        "the metric \(isWrapper ? name : description["class_name"]?.text ?? name) is not known here")
    }
    if let config, let (key, value, _) = KerasKeys.metric.strange(in: config, known: ["k"]).first {
      throw ModelError("the metric \(name) has \(key)=\(value.description), which is not known here")
    }
    return metric
  }

  /// The elements of lists in lists.
  private static func flat(_ json: JSON) -> [JSON] {
    if case .list(let elements) = json { return elements.flatMap(flat) }
    return json == .null ? [] : [json]
  }
}

extension Loss {
  /// The name alone, or with options an object of Keras's class.
  fileprivate func kerasConfig(_ options: LossOptions) -> JSON {
    guard options != LossOptions() else { return .text(rawValue) }
    var config: [String: JSON] = ["name": .text(rawValue), "reduction": "sum_over_batch_size"]
    if isCrossentropy { config["from_logits"] = .flag(options.fromLogits) }
    if [.categoricalCrossentropy, .binaryCrossentropy].contains(self) {
      config["label_smoothing"] = .number(shortest(options.labelSmoothing))
    }
    if self == .huber { config["delta"] = .number(shortest(options.delta)) }
    let name = rawValue.split(separator: "_").map(\.capitalized).joined()
    return .keras("keras.losses", name, .object(config))
  }
}

/// The number with the fewest digits that is this float.
private func shortest(_ number: Float) -> Double { Double("\(number)") ?? Double(number) }
