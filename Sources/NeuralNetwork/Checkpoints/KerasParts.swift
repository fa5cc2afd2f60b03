import Core

/// Initializers and their like as Keras describes them: `{"class_name": "RandomNormal", "config": {"mean": 0.0, ...}}`.
extension PartFamily {
  func json(_ argument: Argument?) -> JSON {
    // A regularizer of 0 is none.
    guard let argument, argument != .number(0), let part = try? part(argument),
      let declaration = self[part.name]
    else { return .null }
    var config = declaration.config(Options(part.given))
    if self == Initializer.family, !["zeros", "ones", "constant"].contains(part.name) {
      config["seed"] = .null
    }
    return .keras("keras.\(name)s", Self.className(part.name), .object(config))
  }

  /// `RandomNormal` of `random_normal`.
  private static func className(_ name: String) -> String {
    name.split(separator: "_").map(\.capitalized).joined()
  }

  /// The argument that a value of a configuration stands for; nil where the default does.
  /// - Parameters:
  ///   - parameter: the name of the layer's option.
  ///   - notes: receives a line about what only matters for training and is not known here.
  /// - Throws: where the value is of a class that is not Keras's.
  func argument(
    _ json: JSON, of parameter: String, notes: inout [String]
  ) throws(ModelError) -> Argument? {
    // The weights come from the file: how they once began does not matter.
    let isOfNoEffect = self == Initializer.family
    if !isOfNoEffect { try json.checkIsKerasOwn("its \(parameter)") }
    // A learning rate is a number.
    if let argument = json.number.map(Argument.number) ?? json.text.map(Argument.text),
      (try? part(argument)) != nil
    {
      return argument
    }
    var none: [String] = []
    let word = json["class_name"]?.text ?? json.text ?? ""
    if let declaration = parts.first(where: { $0.name == word || Self.className($0.name) == word }),
      let options = try? declaration.options(json["config"] ?? .null, notes: &none)
    {
      return argument(Part(declaration.name, options.given))
    }
    if !isOfNoEffect {
      notes.append(
        "its \(parameter) is left out: only \(names.joined(separator: ", ")) are known, as Keras has them")
    }
    return nil
  }
}
