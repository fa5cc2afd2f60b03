import Core
import NeuralNetwork

/// The checked arguments of a call. A verb reads them by its keys.
struct Arguments {
  let declaration: Declaration
  /// The lines of the call's block.
  let block: [LayerLine]
  private(set) var values: [String: [Value]] = [:]
  /// How that came out which a parameter of the kind compares.
  var comparison: Comparison?
  private var ranges: [String: SourceRange] = [:]

  init(declaration: Declaration, block: [LayerLine]) {
    self.declaration = declaration
    self.block = block
  }

  mutating func add(_ value: Value, of parameter: Parameter, at range: SourceRange) {
    values[parameter.name, default: []].append(value)
    ranges[parameter.name] = ranges[parameter.name] ?? range
  }

  // MARK: - Reading

  /// What was given, else the default.
  subscript<Content>(key: Key<Content>) -> Content { key.read(given(key)) }

  /// What was given, as the interpreter has seen to before the verb runs.
  subscript<Content>(key: Required<Content>) -> Content {
    get throws(CellError) {
      guard let content = key.read(given(key)) else {
        throw CellError("\(declaration.name) needs \(key.name)")
      }
      return content
    }
  }

  func isGiven(_ key: some Declared) -> Bool { !given(key).isEmpty }

  private func given(_ key: some Declared) -> [any Given] {
    assert(declaration.parameter(key.name) != nil, "\(declaration.name) does not declare \(key.name)")
    return values[key.name] ?? []
  }

  /// The arguments that a layer, optimizer or callback of this declaration takes.
  func options(of declaration: Declaration) -> Options {
    var given: [String: Argument] = [:]
    for parameter in declaration.parameters {
      given[parameter.name] = values[parameter.name]?.first?.argument?.inKind(parameter.kind)
    }
    return Options(given)
  }

  // MARK: - Names

  /// The names that were given values and are no declared parameters, in the order in which they were written.
  var freeNames: [String] { writtenNames.filter { declaration.parameter($0) == nil } }

  /// The names that were given values, in the order in which they were written.
  var writtenNames: [String] { values.keys.sorted { place($0) < place($1) } }

  private func place(_ name: String) -> Int { ranges[name]?.start ?? 0 }

  /// All values of a name.
  func all(_ name: String) -> [Value] { values[name] ?? [] }

  /// Where the (first) value of a parameter stands; nil where it was left out.
  func range(of name: String) -> SourceRange? { ranges[name] }

  /// These arguments with one value in place of all those of a name.
  func choosing(_ value: Value, for name: String) -> Arguments {
    var arguments = self
    arguments.values[name] = [value]
    return arguments
  }
}

extension Arguments {
  /// The place of a layer among those of a model, from 0; nil where none was given.
  func layer(_ key: Key<NameOrNumber?>, of model: Model) throws(CellError) -> Int? {
    guard let layer = self[key] else { return nil }
    return try Self.layer(layer, of: model, parameter: key)
  }

  func layer(_ key: Required<NameOrNumber>, of model: Model) throws(CellError) -> Int {
    try Self.layer(self[key], of: model, parameter: key)
  }

  /// The places of the layers that a list names.
  func layers(_ key: Key<[NameOrNumber]>, of model: Model) throws(CellError) -> [Int] {
    var places: [Int] = []
    for layer in self[key] { places.append(try Self.layer(layer, of: model, parameter: key)) }
    return places
  }

  private static func layer(
    _ layer: NameOrNumber, of model: Model, parameter: some Declared
  ) throws(CellError) -> Int {
    let names = model.nodes.map(\.name)
    let list = names.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    switch layer {
    case .name(let name):
      if let index = names.firstIndex(of: name) { return index }
      throw CellError(
        "\(model.title) has no layer '\(name)'\nits layers are \(list)", parameter: parameter,
        suggestion: nearestName(to: name, in: names))
    case .number(let value):
      let number = Int(exactly: value) ?? 0
      let index = number < 0 ? number.addingReportingOverflow(names.count).partialValue : number - 1
      guard names.indices.contains(index) else {
        throw CellError("\(model.title) has no layer \(number)\nits layers are \(list)", parameter: parameter)
      }
      return index
    }
  }
}

extension Value: Given {
  public var argument: Argument? {
    switch self {
    case .number(let value): .number(value)
    case .text(let text): .text(text)
    case .flag(let flag): .flag(flag)
    case .shape(let shape): .shape(shape)
    case .list(let list): list.argument.map(Argument.list)
    default: nil
    }
  }
}

extension ValueList {
  /// More than any parameter takes.
  private static var mostElements: Int { 10_000 }

  /// The elements as plain data; nil where one is none, or where there are too many.
  fileprivate var argument: [Argument]? {
    guard leafCount <= Self.mostElements else { return nil }
    let arguments = compactMap(\.argument)
    return arguments.count == count ? arguments : nil
  }
}

extension Argument {
  /// The argument as a parameter of this kind has it: a whole number is an integer there.
  fileprivate func inKind(_ kind: ParameterKind) -> Argument {
    if case .integer = kind, case .number(let value) = self, let whole = Int(exactly: value) {
      return .integer(whole)
    }
    return self
  }
}
