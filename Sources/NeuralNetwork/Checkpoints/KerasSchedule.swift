import Core

/// Schedules of the learning rate as Keras describes them: `{"class_name": "CosineDecay", "config": {...}}`.
extension Schedule {
  /// Nil of one that Keras has not, for which the file has the rate of the moment.
  var kerasConfig: JSON? {
    guard let rule = learningRateRules.first(where: { $0.declaration.name == part.name }), rule.isKerasOwn
    else { return nil }
    var config = rule.declaration.config(Options(part.given))
    config["name"] = .text(part.name)
    return .keras("keras.optimizers.schedules", part.name, .object(config))
  }

  /// The words by which a learner names what Keras described.
  static func described(_ json: JSON) throws(ModelError) -> String {
    let name = json["class_name"]?.text ?? "none"
    guard
      let rule = learningRateRules.first(where: { $0.declaration.name == name && $0.isKerasOwn }),
      let config = json["config"]
    else {
      throw ModelError(
        "the learning rate is a schedule, \(name), which is not known here; those of help schedules are")
    }
    let known = Set(rule.declaration.parameters.map(\.name))
    if let (key, value, _) = KerasKeys.schedule.strange(in: config, known: known).first {
      throw ModelError("\(key)=\(value.description) of the schedule \(name) is not known here")
    }
    var notes: [String] = []
    let options = try rule.declaration.options(config, notes: &notes)
    let schedule = Schedule(Part(name, options.given))
    try schedule.check()
    guard case .text(let words) = schedule.argument else { throw ModelError("\(name) is no schedule") }
    return words
  }
}
