import Core
import NeuralNetwork

/// Lays out the lines of a model, and those of the blocks in it, as layers that take each other's outputs.
struct LayerLayout {
  private(set) var elements: [Model.Element] = []
  /// The layers whose weights stay as they are.
  private(set) var frozen: [Int] = []
  /// Where each layer was written.
  private(set) var places: [Place] = []

  private let session: Session
  private var lineCount = 0
  /// The uses of blocks that are being laid out, the outermost first.
  private var uses: [LayerLine] = []

  /// More would be a mistake, and take long to find.
  private static let mostLayers = 20_000
  /// Lines may be left out, and then make no layer.
  private static let mostLines = 100_000
  private static let deepestUse = 16

  init(session: Session) { self.session = session }

  /// The line of a layer, or of the use of a block that it is in.
  struct Place {
    fileprivate let line: LayerLine
    /// The outermost use of a block, whose own lines may stand in another cell.
    fileprivate let use: LayerLine?

    /// An error at the line, with words before the layer's name.
    func diagnostic(_ words: String, _ message: String) -> Diagnostic {
      let inBlock = use.map { "in \($0.layer.text), " } ?? ""
      return Diagnostic(
        "\(words)\(inBlock)\(line.layer.text): \(message)", at: (use ?? line).range)
    }
  }

  /// What names mean in some lines, and what goes in and comes out.
  private struct Scope {
    let input: Int
    var last: Int
    var names: [String: Int] = [:]
    /// Begins the names of the layers: the name of the use of the block.
    let prefix: String?
    let trains: Bool

    var known: [String] { names.keys.sorted() + [LayerBlock.inputName] }
  }

  mutating func add(_ lines: [LayerLine]) throws {
    var scope = Scope(input: -1, last: -1, prefix: nil, trains: true)
    for line in lines { try add(line, to: &scope) }
  }

  private mutating func add(_ line: LayerLine, to scope: inout Scope) throws {
    do {
      if line.layer.text == LayerBlock.repeatName {
        let (count, repeated) = try parted(line)
        for _ in 0..<count { try addOnce(repeated, to: &scope) }
      } else {
        try addOnce(line, to: &scope)
      }
    } catch let error as Diagnostic where !uses.isEmpty && error.range != uses[0].range {
      // The place is in the block's own cell.
      throw Diagnostic(
        "in \(uses[0].layer.text), \(line.layer.text): \(error.message)", at: uses[0].range,
        suggestion: error.suggestion, note: error.note)
    }
  }

  private mutating func addOnce(_ line: LayerLine, to scope: inout Scope) throws {
    guard elements.count < Self.mostLayers else {
      throw Diagnostic("these are more than \(Self.mostLayers) layers", at: line.range)
    }
    lineCount += 1
    guard lineCount <= Self.mostLines else {
      throw Diagnostic("these are more than \(Self.mostLines) lines", at: line.range)
    }
    if case .block(let template)? = session.values[line.layer.text] {
      return try add(template, line, to: &scope)
    }
    let type = try type(of: line)
    let arguments = try bound(line, LayerBlock.declaration(of: type))
    guard arguments[LayerBlock.when] else { return try pass(line, arguments, &scope) }
    var inputs: [Int] = []
    if type is any MergingLayer.Type {
      for (number, other) in arguments[LayerBlock.others].enumerated() {
        let range = line.arguments.indices.contains(number) ? line.arguments[number].range : line.range
        inputs.append(try place(of: other, in: scope, at: range, line))
      }
    }
    inputs.append(try source(line, arguments, scope))
    let name = try ownName(line, arguments, scope)
    if !arguments[LayerBlock.trainable] || !scope.trains { frozen.append(elements.count) }
    do throws(ModelError) {
      let layer = try type.init(arguments.options(of: type.declaration))
      elements.append(Model.Element(layer, name: elementName(name, scope), inputs: inputs))
    } catch {
      throw Diagnostic("\(line.layer.text): \(error.message)", at: line.layer.range)
    }
    places.append(Place(line: line, use: uses.first))
    scope.last = elements.count - 1
    if let name { scope.names[name] = scope.last }
  }

  /// What a line that is left out takes goes on to the next one.
  private func pass(_ line: LayerLine, _ arguments: Arguments, _ scope: inout Scope) throws {
    scope.last = try source(line, arguments, scope)
    if let name = try ownName(line, arguments, scope) { scope.names[name] = scope.last }
  }

  // MARK: - Blocks

  private mutating func add(_ template: LayerTemplate, _ line: LayerLine, to scope: inout Scope) throws {
    guard uses.count < Self.deepestUse else {
      throw Diagnostic(
        "blocks are used in blocks more than \(Self.deepestUse) deep", at: line.range,
        note: "does \(line.layer.text) use itself?")
    }
    let parameters: [any Declared] = template.parameters.map { name, standard in
      standard == nil
        ? Parameter(
          name: name, kind: .value(.any), summary: "a value for \(name)", isPositional: true, isRequired: true
        )
        : Parameter(name: name, kind: .value(.any), summary: "a value for \(name)", isPositional: false)
    }
    let arguments = try bound(
      line,
      Declaration(name: line.layer.text, summary: "", parameters: parameters + LayerBlock.common, example: "")
    )
    guard arguments[LayerBlock.when] else { return try pass(line, arguments, &scope) }
    let input = try source(line, arguments, scope)
    let name = try ownName(line, arguments, scope)
    var values: [(name: String, value: Value)] = []
    for (name, standard) in template.parameters {
      if let value = arguments.all(name).first ?? standard { values.append((name, value)) }
    }
    var inner = Scope(
      input: input, last: input, prefix: name.map { elementName($0, scope) ?? $0 },
      trains: scope.trains && arguments[LayerBlock.trainable])
    uses.append(line)
    defer { uses.removeLast() }
    let lines = template.lines
    try session.with(values) { for inside in lines { try add(inside, to: &inner) } }
    scope.last = inner.last
    if let name { scope.names[name] = scope.last }
  }

  /// Parts `repeat 3 Conv2D 8 3x3` in the number and the line.
  private func parted(_ line: LayerLine) throws(Diagnostic) -> (count: Int, line: LayerLine) {
    let evaluation = Evaluation(session: session)
    guard line.arguments.count >= 2, case .word(let name) = line.arguments[1].kind else {
      throw Diagnostic(
        "repeat needs a number and what is repeated: repeat 3 Conv2D 8 3x3", at: line.range)
    }
    let value = try evaluation.value(of: line.arguments[0])
    guard let count = value.number.flatMap({ Int(exactly: $0) }), (0...1000).contains(count) else {
      throw Diagnostic(
        "repeat needs a number from 0 to 1000, not \(value.printed)", at: line.arguments[0].range)
    }
    return (
      count,
      LayerLine(
        layer: Name(name, at: line.arguments[1].range),
        inputs: Inputs(arguments: Array(line.arguments.dropFirst(2)), options: line.options),
        range: line.range)
    )
  }

  // MARK: - Names

  private func bound(_ line: LayerLine, _ declaration: Declaration) throws(Diagnostic) -> Arguments {
    try Binding(
      evaluation: Evaluation(session: session), declaration: declaration, owner: "for \(line.layer.text)"
    ).arguments(line.inputs, after: line.layer)
  }

  private func source(_ line: LayerLine, _ arguments: Arguments, _ scope: Scope) throws(Diagnostic) -> Int {
    guard let from = arguments[LayerBlock.from] else { return scope.last }
    return try place(of: from, in: scope, at: arguments.range(of: LayerBlock.from.name) ?? line.range, line)
  }

  private func ownName(
    _ line: LayerLine, _ arguments: Arguments, _ scope: Scope
  ) throws(Diagnostic) -> String? {
    guard let name = arguments[LayerBlock.name] else { return nil }
    let range = arguments.range(of: LayerBlock.name.name) ?? line.layer.range
    if scope.names[name] != nil { throw Diagnostic("two layers are called '\(name)'", at: range) }
    return name
  }

  /// What a layer is called in the model: in a block with the name of the use before it, and not by itself where that has none, for there
  /// may be many.
  private func elementName(_ name: String?, _ scope: Scope) -> String? {
    guard let name else { return nil }
    if uses.isEmpty { return name }
    return scope.prefix.map { "\($0)_\(name)" }
  }

  /// The layer of a name, among those above.
  private func place(
    of name: String, in scope: Scope, at range: SourceRange, _ line: LayerLine
  ) throws(Diagnostic) -> Int {
    if let index = scope.names[name] { return index }
    if name == LayerBlock.inputName { return scope.input }
    throw Diagnostic(
      "no layer above is called '\(name)'", at: range, suggestion: nearestName(to: name, in: scope.known),
      note: scope.names.isEmpty
        ? "give the layer that is meant a name, name=\(name); 'input' is what comes in"
        : "above are \(scope.known.joined(separator: ", "))")
  }

  private func type(of line: LayerLine) throws(Diagnostic) -> any Layer.Type {
    if let type = layerTypes.first(where: { $0.declaration.name == line.layer.text }) { return type }
    let names = layerTypes.map { $0.declaration.name }
    let blocks = session.values.compactMap { name, value in if case .block = value { name } else { nil } }
    throw Diagnostic(
      "unknown layer '\(line.layer.text)'", at: line.layer.range,
      suggestion: nearestName(to: line.layer.text, in: names + blocks.sorted() + [LayerBlock.repeatName]),
      note: "the layers are \(names.joined(separator: ", "))"
        + (blocks.isEmpty ? "" : "; the blocks are \(blocks.sorted().joined(separator: ", "))"))
  }
}
