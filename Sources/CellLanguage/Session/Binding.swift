import Core

/// Brings what was written after a verb or layer together with what its declaration asks for.
struct Binding {
  let evaluation: Evaluation
  let declaration: Declaration
  /// How messages name the verb or layer: "for fit".
  let owner: String
  /// Whether an option that is not declared is a name of the learner's own.
  var takesNames = false
  /// How the comparison is written that a parameter of that kind takes.
  var comparison: String?

  /// The checked arguments. - Throws: a diagnostic at the word that is wrong.
  func arguments(
    _ inputs: Inputs, after name: Name, block: [LayerLine]? = nil
  ) throws(Diagnostic) -> Arguments {
    var arguments = Arguments(declaration: declaration, block: block ?? [])
    let positional = declaration.positional
    for (index, input) in inputs.arguments.enumerated() {
      guard let parameter = index < positional.count ? positional[index] : positional.last,
        index < positional.count || parameter.isRepeated
      else {
        throw Diagnostic(
          "one value too many \(owner)", at: input.range,
          note: positional.isEmpty
            ? "\(name.text) takes no values"
            : "\(name.text) takes \(positional.map { "<\($0.name)>" }.joined(separator: " "))")
      }
      if parameter.kind == .value(.comparison) {
        let comparison = try evaluation.comparison(input, written: comparison ?? "")
        arguments.comparison = comparison
        arguments.add(.flag(comparison.holds), of: parameter, at: input.range)
        continue
      }
      arguments.add(try value(of: input, for: parameter), of: parameter, at: input.range)
    }
    for option in inputs.options {
      let free: Parameter? =
        takesNames
        ? Key<[Value]>.option(option.name.text, .word, "one or more values").parameter : nil
      guard let parameter = declaration.parameter(option.name.text) ?? free else {
        let names = declaration.parameters.map(\.name)
        throw Diagnostic(
          "unknown option '\(option.name.text)' \(owner)", at: option.name.range,
          suggestion: nearestName(to: option.name.text, in: names),
          note: names.isEmpty ? nil : "it takes \(names.joined(separator: ", "))")
      }
      guard arguments.values[parameter.name] == nil else {
        throw Diagnostic("\(parameter.name) is given twice", at: option.name.range)
      }
      var inputs = [option.value]
      if parameter.isRepeated, case .list(let elements) = option.value.kind { inputs = elements }
      for input in inputs {
        arguments.add(try value(of: input, for: parameter), of: parameter, at: option.value.range)
      }
    }
    for parameter in declaration.parameters
    where parameter.isRequired && arguments.values[parameter.name] == nil {
      throw Diagnostic(
        "\(name.text) needs \(parameter.isPositional ? "" : "\(parameter.name)=, ")\(parameter.summary): \(parameter.kind.expectation)",
        at: name.range)
    }
    return arguments
  }

  /// The value of an input, checked against what the parameter may be.
  func value(of input: Expression, for parameter: Parameter) throws(Diagnostic) -> Value {
    // A word that the parameter itself knows needs no quotes, whatever names are in use.
    if case .word(let word) = input.kind {
      switch parameter.kind {
      case .choice(let names) where names.contains(word): return .text(word)
      case .part(let family) where family[word] != nil: return .text(word)
      case .value(let kind) where kind.ownWord == word: return .text(word)
      case .flag where word == "true" || word == "false": return .flag(word == "true")
      case .name: return .text(word)
      case .text, .layer, .label:
        let value = evaluation.session.values[word]
        if case .text(let text)? = value { return .text(text) }
        if let number = value?.number, parameter.kind != .text { return .number(number) }
        return .text(word)
      case .value(.word) where evaluation.session.values[word] == nil:
        return word == "true" || word == "false" ? .flag(word == "true") : .text(word)
      case .part(let family) where evaluation.session.values[word] == nil:
        throw Diagnostic(
          "\(parameter.name) cannot be '\(word)'", at: input.range,
          suggestion: nearestName(to: word, in: family.names), note: "expected \(family.expectation)")
      case .choice(let names) where evaluation.session.values[word] == nil:
        throw Diagnostic(
          "\(parameter.name) cannot be '\(word)'", at: input.range,
          suggestion: nearestName(to: word, in: names), note: "expected \(parameter.kind.expectation)")
      default: break
      }
    }
    var given = try evaluation.value(of: input)
    if parameter.kind == .value(.examples) { given = given.orOnlySplit }
    // Only what takes any value has to know the type of a number.
    let keepsType = parameter.kind == .value(.any) || parameter.kind == .value(.numbers)
    let value = keepsType ? given : given.number.map(Value.number) ?? given
    if let accepted = parameter.kind.accept(value) { return accepted }
    if case .part(let family) = parameter.kind, let fault = family.fault(value.argument) {
      throw Diagnostic(
        "\(parameter.name): \(fault.message)", at: input.range, suggestion: fault.suggestion,
        note: "expected \(family.expectation)")
    }
    let found: String
    switch given {
    case .number, .float32: found = given.printed
    case .text(let text): found = "'\(text)'"
    case .shape(let shape): found = shape.crossDescription
    default: found = value.kindName
    }
    var suggestion: String?
    if case .choice(let names) = parameter.kind, case .text(let text) = value {
      suggestion = nearestName(to: text, in: names)
    }
    throw Diagnostic(
      "\(parameter.name) cannot be \(found)", at: input.range, suggestion: suggestion,
      note: "expected \(parameter.kind.expectation)")
  }
}

extension ParameterKind {
  private static func sides(_ value: Value, least: Int) -> Value? {
    let range = least...65_536
    switch value {
    case .number(let number):
      return Int(exactly: number).flatMap { range.contains($0) ? .shape([$0, $0]) : nil }
    case .shape(let shape): return shape.count == 2 && shape.allSatisfy(range.contains) ? value : nil
    default: return nil
    }
  }

  /// The value in the form that the parameter has, or nil where it does not fit.
  func accept(_ value: Value) -> Value? {
    switch (self, value) {
    case (.integer(let range), .number(let number)):
      guard let whole = Int(exactly: number), range.contains(whole) else { return nil }
      return value
    case (.number(let range), .number(let number)): return range.contains(number) ? value : nil
    case (.choice(let names), .text(let text)): return names.contains(text) ? value : nil
    case (.part(let family), _): return family.fault(value.argument) == nil ? value : nil
    case (.size, _): return Self.sides(value, least: 1)
    case (.border, _): return Self.sides(value, least: 0)
    case (.shape, .shape(let shape)): return shape.contains(0) ? nil : value
    case (.shape, .number(let number)):
      guard let length = Int(exactly: number), length > 0 else { return nil }
      return .shape([length])
    case (.axes, .shape): return value
    case (.axes, .number(let number)):
      guard let axis = Int(exactly: number), axis >= 0 else { return nil }
      return .shape([axis])
    case (.flag, .flag), (.text, .text), (.layer, .text), (.label, .text): return value
    case (.layer, .number(let number)), (.label, .number(let number)):
      return Int(exactly: number) == nil ? nil : value
    case (.form(let form), _): return value.argument.map(form.accepts) == true ? value : nil
    case (.value(let kind), _): return kind.accepts(value) ? value : nil
    default: return nil
    }
  }
}
