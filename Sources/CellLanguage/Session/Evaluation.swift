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
    case .index(let operand, let index):
      let owner = try value(of: operand)
      return owner.element(try place(index, in: owner, at: expression.range))
    case .slice(let operand, let from, let to):
      let owner = try value(of: operand)
      guard let count = owner.elementCount else { throw notIndexable(owner, at: expression.range) }
      // Python's rule: negative numbers count from the end, and a slice stops at the ends.
      func bound(_ index: Int) -> Int {
        min(count, max(0, index < 0 ? index.addingReportingOverflow(count).partialValue : index))
      }
      let low = bound(from ?? 0)
      return owner.elements(low..<max(low, bound(to ?? count)))
    case .negated(let operand):
      return try arithmetic(.subtract, .number(0), value(of: operand), at: expression.range)
    case .binary(let binary, let left, let right):
      return try arithmetic(binary, value(of: left), value(of: right), at: expression.range)
    case .call(let call):
      return try run(call, at: expression.range)
    }
  }

  /// The value of a name; `true` and `false` are values too.
  private func variable(_ name: String, at range: SourceRange) throws(Diagnostic) -> Value {
    if let value = session.values[name] { return value }
    if name == "true" || name == "false" { return .flag(name == "true") }
    let datasets = DataCatalogue.known.map(\.name)
    var suggestion = nearestName(to: name, in: session.names)
    var note: String?
    if datasets.contains(name) {
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

  private func notIndexable(_ owner: Value, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "\(owner.kindName) has no elements to choose from", at: range,
      note: owner.memberNames.isEmpty ? nil : "it has \(owner.memberNames.joined(separator: ", "))")
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

  // MARK: - Arithmetic

  /// Numbers with numbers; arrays, images and data sets with a number; arrays of one shape with each other.
  private func arithmetic(
    _ binary: BinaryOperator, _ left: Value, _ right: Value, at range: SourceRange
  ) throws(Diagnostic) -> Value {
    if let a = left.number, let b = right.number {
      if binary == .divide, b == 0 { throw Diagnostic("division by zero", at: range) }
      // As in NumPy, what is computed from a float of an array is one itself.
      if case .number = left, case .number = right { return .number(binary.apply(a, b)) }
      return .float32(binary.apply(Float(a), Float(b)))
    }
    if case .array(let a) = left, case .array(let b) = right {
      guard a.shape == b.shape else {
        throw Diagnostic(
          "arrays of shapes \(a.shape.tupleDescription) and \(b.shape.tupleDescription) do not fit", at: range
        )
      }
      let bytes = [a.shape.elementCount ?? .max, 3, MemoryLayout<Float>.size].elementCount
      if let refusal = MachineMemory.refusal(of: "this array", bytes: bytes) {
        throw Diagnostic(refusal, at: range)
      }
      let (x, y) = (a.floats, b.floats)
      return .array(
        Tensor(
          shape: a.shape, floats: x.indices.map { binary.apply(x[$0], y[$0]) },
          limits: binary.limits(a.limits, b.limits)))
    }
    if let b = right.number, left.hasImages {
      if binary == .divide, b == 0 { throw Diagnostic("division by zero", at: range) }
      let number = Float(b)
      return try mapped(left, at: range) { images in
        images.map(limits: binary.limits(images.limits, ClosedRange(between: number, number))) {
          binary.apply($0, number)
        }
      }
    }
    if let a = left.number, right.hasImages {
      let number = Float(a)
      return try mapped(right, at: range) { images in
        images.map(limits: binary.limits(ClosedRange(between: number, number), images.limits)) {
          binary.apply(number, $0)
        }
      }
    }
    throw Diagnostic(
      "\(left.kindName) \(binary.rawValue) \(right.kindName) cannot be computed", at: range,
      note: "arithmetic takes numbers, and images or arrays with a number")
  }

  private func mapped(
    _ value: Value, at range: SourceRange, _ change: (Tensor) -> Tensor
  ) throws(Diagnostic) -> Value {
    do { return try value.mapPixels(change) } catch { throw Diagnostic("\(error)", at: range) }
  }

  // MARK: - Calls

  private func run(_ call: Call, at range: SourceRange) throws(Diagnostic) -> Value {
    guard let verb = verbTypes.first(where: { $0.declaration.name == call.verb.text }) else {
      throw Diagnostic("unknown verb '\(call.verb.text)'", at: call.verb.range)
    }
    let arguments = try Binding(
      evaluation: self, declaration: verb.declaration, owner: "for \(call.verb.text)",
      takesNames: verb.takesNames
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

extension BinaryOperator {
  func apply<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number) -> Number {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    }
  }

  /// What values between these can become; nil where that is not known.
  fileprivate func limits(_ a: ClosedRange<Float>?, _ b: ClosedRange<Float>?) -> ClosedRange<Float>? {
    guard let a, let b, self != .divide || !b.contains(0) else { return nil }
    let corners = [a.lowerBound, a.upperBound].flatMap { x in
      [b.lowerBound, b.upperBound].map { apply(x, $0) }
    }
    guard corners.allSatisfy(\.isFinite), let least = corners.min(), let greatest = corners.max() else {
      return nil
    }
    return least...greatest
  }
}

extension SourceRange {
  /// The verb and its inputs, without the block below them.
  fileprivate func firstLine(of call: Call) -> SourceRange {
    let last = call.options.last?.value.range ?? call.arguments.last?.range ?? call.verb.range
    return SourceRange(start, max(last.end, call.verb.range.end))
  }
}
