import Core
import Datasets
import NeuralNetwork

/// Finds the value of expressions in a session.
struct Evaluation {
  let session: Session

  func value(of expression: Expression) throws(Diagnostic) -> Value {
    switch expression.kind {
    case .number(let value, _): return .number(value)
    case .string(let text): return .text(text)
    case .shape(let shape): return .shape(shape)
    case .word(let name): return try variable(name, at: expression.range)
    case .list(let elements):
      var values: [Value] = []
      for element in elements { values.append(try value(of: element)) }
      let list = ValueList(values)
      guard list.depth <= ValueList.greatestDepth else {
        throw Diagnostic(
          "more than \(ValueList.greatestDepth) lists would stand within each other", at: expression.range)
      }
      return .list(list)
    case .member(let operand, let name):
      let owner = try value(of: operand)
      if let member = owner.member(name.text) { return member }
      let names = owner.memberNames
      throw Diagnostic(
        "\(owner.kindName) has no '\(name.text)'", at: name.range,
        suggestion: nearestName(to: name.text, in: names),
        note: names.isEmpty ? nil : "it has \(names.joined(separator: ", "))")
    case .index(let operand, let index) where isShownList(operand):
      return try shown(wholeNumber(index), at: expression.range)
    case .index(let operand, let index):
      let owner = try value(of: operand).orOnlySplit
      return owner.element(try place(wholeNumber(index), in: owner, at: expression.range))
    case .slice(let operand, let from, let to):
      let owner = try value(of: operand).orOnlySplit
      guard let count = owner.elementCount else { throw notIndexable(owner, at: expression.range) }
      // Python's rule: negative numbers count from the end, and a slice stops at the ends.
      func bound(_ index: Int) -> Int {
        min(count, max(0, index < 0 ? index.addingReportingOverflow(count).partialValue : index))
      }
      let low = bound(try from.map(wholeNumber) ?? 0)
      return owner.elements(low..<max(low, bound(try to.map(wholeNumber) ?? count)))
    case .negated(let operand):
      return try Arithmetic(range: expression.range).value(.subtract, .number(0), value(of: operand))
    case .inverted(let operand):
      return try Arithmetic(range: expression.range).inverted(value(of: operand))
    case .binary(let sign, let left, let right):
      let first = try value(of: left)
      // As in Python, what the left side decides leaves the right one alone.
      if case .flag(let flag) = first, sign == .and && !flag || sign == .or && flag { return first }
      return try Arithmetic(range: expression.range).value(sign, first, value(of: right))
    case .call(let call):
      return try run(call, at: expression.range)
    case .loop(let loop): return try session.run(loop)
    case .definition(let definition): return try session.define(definition, at: expression.range)
    }
  }

  /// The value of a name; `true` and `false` are values too.
  private func variable(_ name: String, at range: SourceRange) throws(Diagnostic) -> Value {
    if let value = session.values[name] { return value }
    if name == "true" || name == "false" { return .flag(name == "true") }
    if name == ShownValues.lastName, let last = session.shown.last { return last }
    let datasets = DataCatalogue.known.map(\.name)
    var suggestion = nearestName(to: name, in: session.names)
    var note: String?
    if Parser.operatorWords.contains(name) {
      note = "put a computation in parentheses: (x and y)"
    } else if verbTypes.contains(where: { $0.declaration.name == name }) {
      (suggestion, note) = (nil, "\(name) is a verb, and no value is called so: help \(name)")
    } else if datasets.contains(name) {
      note = "\(name) is a data set: write load \(name)"
    } else if layerTypes.contains(where: { $0.declaration.name == name }) {
      note = "\(name) is a layer; it stands between the lines 'model ...' and 'end'"
    } else if suggestion == nil {
      // A verb may stand alone, and be misspelt.
      suggestion = nearestName(to: name, in: verbTypes.map { $0.declaration.name } + datasets)
      if suggestion == nil, session.names.isEmpty { note = "no name has a value yet: write name = ..." }
    }
    throw Diagnostic("unknown name '\(name)'", at: range, suggestion: suggestion, note: note)
  }

  /// Whether `Out` stands here, and no value that the learner has called so.
  private func isShownList(_ expression: Expression) -> Bool {
    expression.kind == .word(ShownValues.listName) && session.values[ShownValues.listName] == nil
  }

  /// What a cell has shown.
  private func shown(_ number: Int, at range: SourceRange) throws(Diagnostic) -> Value {
    if let value = session.shown[number] { return value }
    let numbers = session.shown.numbers.suffix(10).map(String.init)
    throw Diagnostic(
      "cell \(number) has shown no value", at: range,
      note: numbers.isEmpty ? "no cell has yet" : "these have: \(numbers.joined(separator: ", "))")
  }

  private func notIndexable(_ owner: Value, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "\(owner.kindName) has no elements to choose from", at: range,
      note: owner.memberNames.isEmpty ? nil : "it has \(owner.memberNames.joined(separator: ", "))")
  }

  private func wholeNumber(_ index: Expression) throws(Diagnostic) -> Int {
    let value = try value(of: index)
    guard let whole = value.number.flatMap({ Int(exactly: $0) }) else {
      let found = value.number == nil ? value.kindName : value.printed
      throw Diagnostic("an index is a whole number, not \(found)", at: index.range)
    }
    return whole
  }

  private func place(_ index: Int, in owner: Value, at range: SourceRange) throws(Diagnostic) -> Int {
    guard let count = owner.elementCount else { throw notIndexable(owner, at: range) }
    let place = index < 0 ? index.addingReportingOverflow(count).partialValue : index
    guard (0..<count).contains(place) else {
      throw Diagnostic(
        "there is no element \(index)", at: range,
        note: count == 0 ? "there are no elements" : "there are \(count), numbered 0 to \(count - 1)")
    }
    return place
  }

  // MARK: - Calls

  private func run(_ call: Call, at range: SourceRange) throws(Diagnostic) -> Value {
    if let value = session.value(calledAs: call) { return value }
    if case .verb(let own)? = session.values[call.verb.text] {
      let arguments = try Binding(
        evaluation: self, declaration: own.declaration, owner: "for \(own.name)"
      ).arguments(call.inputs, after: call.verb)
      return try session.run(own, arguments, at: range.firstLine(of: call))
    }
    guard let verb = verbTypes.first(where: { $0.declaration.name == call.verb.text }) else {
      throw Diagnostic("unknown verb '\(call.verb.text)'", at: call.verb.range)
    }
    let arguments = try Binding(
      evaluation: self, declaration: verb.declaration, owner: "for \(call.verb.text)",
      takesNames: verb.takesNames, comparison: call.comparison
    )
    .arguments(call.inputs, after: call.verb, block: call.block)
    do {
      return try session.watching(call.verb.text) { try verb.run(arguments, in: session) }
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch {
      let error = CellError(error)
      let place = error.parameters.lazy.compactMap { arguments.range(of: $0) }.first
      // The first line says what is wrong; what can be done about it goes below the marked words.
      let lines = error.message.split(separator: "\n", maxSplits: 1).map(String.init)
      throw Diagnostic(
        lines.first ?? "", at: place ?? range.firstLine(of: call), suggestion: error.suggestion,
        note: lines.count > 1 ? lines[1].replacing("\n", with: "\n  ") : nil,
        aside: error.aside)
    }
  }
}

extension Session {
  /// The value that a verb's name alone stands for, where a value was called so.
  func value(calledAs call: Call) -> Value? {
    guard call.inputs.values.isEmpty, call.block == nil else { return nil }
    if case .verb? = values[call.verb.text] { return nil }
    return values[call.verb.text]
  }
}

extension SourceRange {
  /// The verb and its inputs, without the block below them.
  fileprivate func firstLine(of call: Call) -> SourceRange {
    let last = call.options.last?.value.range ?? call.arguments.last?.range ?? call.verb.range
    return SourceRange(start, max(last.end, call.verb.range.end))
  }
}
