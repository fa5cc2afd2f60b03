import Core

/// Options as Keras writes them into a configuration. Their names are Keras's already; some values have a form of
/// their own there.
extension Parameter {
  /// The value of this parameter in `options`.
  func json(in options: Options) -> JSON {
    let argument = options[self]
    if case .part(let family) = kind { return family.json(argument) }
    if kind == .size || kind == .border {
      return argument.flatMap(ImageSize.init).map { [.integer($0.height), .integer($0.width)] } ?? .null
    }
    if case .form = kind { return argument.map(JSON.init) ?? .null }
    switch (name, argument) {
    case (_, .text(let text)?): return .text(text)
    case (_, .flag(let flag)?): return .flag(flag)
    case (_, .shape(let shape)?): return .list(shape.map(JSON.integer))
    case (_, .integer(let number)?): return isWhole ? .integer(number) : .number(Double(number))
    case (_, .number(let number)?): return .number(number)
    case (_, .list?): return .null
    case (_, nil): return .null
    }
  }

  private var isWhole: Bool { if case .integer = kind { true } else { false } }

  /// The argument that a value of a configuration stands for; nil where the default does.
  ///
  /// - Parameter notes: receives a line about what only matters for training and is not known here.
  /// - Throws: where the value is none that this parameter can have.
  func argument(_ json: JSON?, notes: inout [String]) throws(ModelError) -> Argument? {
    guard let json, json != .null else { return nil }
    if case .part(let family) = kind { return try family.argument(json, of: name, notes: &notes) }
    switch kind {
    case .integer: if let number = json.integer, kind.allows(Double(number)) { return .integer(number) }
    case .number: if let number = json.number, kind.allows(number) { return .number(number) }
    case .flag: if case .flag(let flag) = json { return .flag(flag) }
    case .size, .border:
      let sides = json.list?.map(\.integer) ?? [json.integer, json.integer]
      if sides.count == 2, let height = sides[0], let width = sides[1],
        min(height, width) >= (kind == .border ? 0 : 1),
        max(height, width) <= 65_536
      {
        return .shape([height, width])
      }
    case .choice(let names):
      try json.checkIsKerasOwn("its \(self.name)")
      if let className = json["class_name"]?.text, className != "function" {
        throw ModelError(
          "its \(self.name) is a layer of its own, \(className), which is not known here; it can be "
            + names.joined(separator: ", "))
      }
      if let name = json.kerasName.map({ Activation.otherNames[$0] ?? $0 }) {
        if names.contains(name) { return .text(name) }
        throw ModelError(
          "the \(self.name) '\(name)' is not known here; it can be \(names.joined(separator: ", "))")
      }
    case .form(let form): if let argument = json.argument, form.accepts(argument) { return argument }
    case .axes:
      let axes = json.list?.map(\.integer) ?? [json.integer]
      if axes.allSatisfy({ $0 ?? -1 >= 0 }) { return .shape(axes.compactMap { $0 }) }
    case .shape, .text, .name, .layer, .label, .value, .part: break
    }
    throw ModelError("\(name) is \(json.description) instead of \(kind.expectation)")
  }
}

extension JSON {
  /// The most elements of a list that an option may be.
  private static var mostElements: Int { 10_000 }

  /// An argument as Python would have it: whole numbers are integers there.
  fileprivate init(_ argument: Argument) {
    switch argument {
    case .integer(let number): self = .integer(number)
    case .number(let number): self = Int(exactly: number).map(JSON.integer) ?? .number(number)
    case .text(let text): self = .text(text)
    case .flag(let flag): self = .flag(flag)
    case .shape(let shape): self = .list(shape.map(JSON.integer))
    case .list(let elements): self = .list(elements.map(JSON.init))
    }
  }

  /// The value as an argument; nil of an object, or of what has one in it.
  fileprivate var argument: Argument? {
    switch self {
    case .null, .object: return nil
    case .flag(let flag): return .flag(flag)
    case .integer(let number): return .integer(number)
    case .number(let number): return .number(number)
    case .text(let text): return .text(text)
    case .list(let elements):
      guard elements.count <= Self.mostElements else { return nil }
      let arguments = elements.compactMap(\.argument)
      return arguments.count == elements.count ? .list(arguments) : nil
    }
  }
}

extension ParameterKind {
  fileprivate func allows(_ number: Double) -> Bool {
    switch self {
    case .integer(let range): Int(exactly: number).map(range.contains) ?? false
    case .number(let range): range.contains(number)
    default: false
    }
  }
}

extension Declaration {
  /// The configuration of what has these options.
  func config(_ options: Options) -> [String: JSON] {
    var config: [String: JSON] = [:]
    for parameter in parameters { config[parameter.name] = parameter.json(in: options) }
    return config
  }

  /// The options that a configuration describes.
  func options(_ config: JSON, notes: inout [String]) throws(ModelError) -> Options {
    var given: [String: Argument] = [:]
    for parameter in parameters {
      given[parameter.name] = try parameter.argument(config[parameter.name], notes: &notes)
    }
    return Options(given)
  }
}
