import Core
import Datasets
import NeuralNetwork

/// The checked arguments of a call. A verb asks for them by their declared names.
struct Arguments {
  let declaration: Declaration
  /// The lines of the call's block.
  let block: [LayerLine]
  private(set) var values: [String: [Value]] = [:]
  private var ranges: [String: SourceRange] = [:]

  init(declaration: Declaration, block: [LayerLine]) {
    self.declaration = declaration
    self.block = block
  }

  mutating func add(_ value: Value, of parameter: Parameter, at range: SourceRange) {
    values[parameter.name, default: []].append(value)
    ranges[parameter.name] = ranges[parameter.name] ?? range
  }

  /// The same arguments with one value in place of all those of a parameter.
  func choosing(_ value: Value, for parameter: String) -> Arguments {
    var arguments = self
    arguments.values[parameter] = [value]
    return arguments
  }

  /// The names that were given values and are no declared parameters, in the order in which they were written.
  var freeNames: [String] {
    values.keys.filter { declaration.parameter($0) == nil }.sorted { place($0) < place($1) }
  }

  /// Where a parameter was written, to tell which came first.
  func place(_ name: String) -> Int { ranges[name]?.start ?? 0 }

  /// Where the (first) value of a parameter stands; nil where it was left out.
  func range(of parameter: String) -> SourceRange? { ranges[parameter] }

  func isGiven(_ name: String) -> Bool { values[name] != nil }

  /// All values of a repeated parameter.
  func all(_ name: String) -> [Value] { values[name] ?? [] }

  func value(_ name: String) throws -> Value {
    guard let value = values[name]?.first else { throw CellError("\(declaration.name) needs \(name)") }
    return value
  }

  /// A number that was given or declared as default.
  func number(_ name: String) -> Double? {
    if case .number(let value)? = values[name]?.first { return value }
    switch declaration.parameter(name)?.defaultValue {
    case .number(let value)?: return value
    case .integer(let value)?: return Double(value)
    default: return nil
    }
  }

  func integer(_ name: String) -> Int? { number(name).flatMap { Int(exactly: $0) } }

  func text(_ name: String) -> String? {
    if case .text(let text)? = values[name]?.first { return text }
    if case .text(let text)? = declaration.parameter(name)?.defaultValue { return text }
    return nil
  }

  func flag(_ name: String) -> Bool {
    if case .flag(let flag)? = values[name]?.first { return flag }
    return declaration.parameter(name)?.defaultValue == .flag(true)
  }

  func shape(_ name: String) -> Shape? {
    if case .shape(let shape)? = values[name]?.first { return shape }
    return nil
  }

  func model(_ name: String = "model") throws -> Model {
    guard case .model(let model) = try value(name) else { throw CellError("\(name) is not a model") }
    return model
  }

  /// The place of a layer among those of a model, from 0; nil where none was given.
  func layer(_ name: String = "layer", of model: Model) throws -> Int? {
    try all(name).first.map { try Self.layer($0, of: model, parameter: name) }
  }

  /// The places of the layers that a repeated parameter names.
  func layers(_ name: String, of model: Model) throws -> [Int] {
    try all(name).map { try Self.layer($0, of: model, parameter: name) }
  }

  private static func layer(_ value: Value, of model: Model, parameter: String) throws -> Int {
    let names = model.nodes.map(\.name)
    let list = names.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    switch value {
    case .text(let name):
      if let index = names.firstIndex(of: name) { return index }
      throw CellError(
        "\(model.name) has no layer '\(name)'\nits layers are \(list)", parameter: parameter,
        suggestion: nearestName(to: name, in: names))
    default:
      let number =
        [value].compactMap { if case .number(let n) = $0 { Int(exactly: n) } else { nil } }.first ?? 0
      let index = number < 0 ? number.addingReportingOverflow(names.count).partialValue : number - 1
      guard names.indices.contains(index) else {
        throw CellError("\(model.name) has no layer \(number)\nits layers are \(list)", parameter: parameter)
      }
      return index
    }
  }

  /// A list, a list of rows (of lists...) or an array, as a tensor.
  func tensor(_ name: String) throws -> Tensor {
    guard let (shape, floats) = try value(name).nestedNumbers else {
      throw CellError("\(name) must be numbers, in rows of one length", parameter: name)
    }
    return Tensor(shape: shape, floats: floats)
  }

  /// Labelled images of one size. A whole data set is not taken for one of its splits: the learner says which.
  func examples(_ name: String) throws -> (examples: EvenExamples, name: String) {
    let (examples, title) = try labelledImages(name)
    return (try examples.ofOneSize(name), title)
  }

  /// The images to learn from, `data`, and those to measure after each epoch: `validation_data`, or the share of `data`
  /// that is `validation_split`.
  func trainingData() throws -> (train: EvenExamples, validation: EvenExamples?) {
    let train = try labelledImages("data").examples
    let all = try train.ofOneSize("data")
    if isGiven("validation_data") {
      guard !isGiven("validation_split") else {
        throw CellError("give validation_data or validation_split, not both", parameter: "validation_split")
      }
      return (all, try examples("validation_data").examples)
    }
    guard let share = number("validation_split") else { return (all, nil) }
    let parts = try train.split(fraction: share)
    return (try parts.train.ofOneSize("data"), try parts.valid.ofOneSize("data"))
  }

  /// Labelled images, which may differ in size.
  func labelledImages(_ name: String) throws -> (examples: Examples, name: String) {
    guard case .examples(let examples, let title) = try value(name) else {
      throw CellError("\(name) is not images with labels", parameter: name)
    }
    return (examples, title)
  }

  /// The arguments as a layer or optimizer takes them: those given, over the declared defaults.
  var options: Options {
    var given: [String: Argument] = [:]
    for parameter in declaration.parameters {
      if let value = values[parameter.name]?.first {
        given[parameter.name] = value.argument(as: parameter.kind)
      }
    }
    return Options(declaration, given)
  }
}

extension Examples {
  /// The images as one array, with their labels. - Throws: ``CellError`` where they differ in size.
  func ofOneSize(_ parameter: String) throws -> EvenExamples {
    guard let even else { throw CellError.differingSizes(parameter: parameter) }
    return even
  }
}

extension Session {
  /// Says where `validation_split` holds out other classes than are learned from, because the images come class by class.
  func sayValidationHint(_ arguments: Arguments, train: EvenExamples, validation: EvenExamples?) {
    guard arguments.isGiven("validation_split"), let validation,
      let (whole, _) = try? arguments.examples("data"),
      let hint = whole.labels.hint(
        onValidation: validation.labels, "the last \(validation.count), the validation images,")
    else { return }
    say(hint)
  }
}

extension Value {
  /// The value as an argument of a layer; nil for kinds that no layer takes.
  func argument(as kind: ParameterKind) -> Argument? {
    switch self {
    case .number(let value):
      if case .integer = kind { return Int(exactly: value).map(Argument.integer) }
      return .number(value)
    case .text(let text): return .text(text)
    case .flag(let flag): return .flag(flag)
    case .shape(let shape): return .shape(shape)
    default: return nil
    }
  }
}
