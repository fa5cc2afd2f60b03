import Core
import TestSupport
import Testing

@testable import CellLanguage

/// Draws statements from the whole grammar.
private struct RandomTree {
  var random: RandomSequence
  let nowhere = SourceRange(0, 0)

  mutating func below(_ bound: UInt32) -> Int { Int(random.integer(below: bound)) }

  mutating func pick<T>(_ choices: [T]) -> T { choices[below(UInt32(choices.count))] }

  mutating func name() -> Name { Name(pick(["x", "net", "history2", "_a", "fit_", "Endless"]), at: nowhere) }

  mutating func statement(depth: Int = 3) -> Statement {
    if depth > 1, below(8) == 0 {
      let body = (0..<below(3)).map { _ in statement(depth: depth - 1) }
      let loop = Loop(variable: name(), values: expression(depth: 3), body: body)
      return Statement(target: nil, expression: make(.loop(loop)), range: nowhere)
    }
    if depth == 3, below(8) == 0 {
      let body = (0..<below(3)).map { _ in statement(depth: depth - 1) }
      let parameters = ["at", "epochs"].prefix(below(3)).map {
        Definition.Parameter(name: Name($0, at: nowhere), standard: $0 == "at" ? nil : make(.word("x")))
      }
      let definition = Definition(
        name: Name("own", at: nowhere), parameters: parameters, body: body, comment: "")
      return Statement(target: nil, expression: make(.definition(definition)), range: nowhere)
    }
    let target = below(2) == 0 ? name() : nil
    let block = below(8) == 0
    let expression = block ? call(depth: 4, "model", block: true) : expression(depth: 5)
    return Statement(target: target, expression: expression, range: nowhere)
  }

  mutating func call(depth: Int, _ verb: String, block: Bool = false) -> Expression {
    var lines: [LayerLine]?
    if block {
      lines = (0..<below(4)).map { _ in
        LayerLine(
          layer: Name(pick(["Dense", "Conv2D"]), at: nowhere), inputs: inputs(depth: 2), range: nowhere)
      }
    }
    return make(.call(Call(verb: Name(verb, at: nowhere), inputs: inputs(depth: depth - 1), block: lines)))
  }

  mutating func inputs(depth: Int) -> Inputs {
    let arguments = (0..<below(3)).map { _ in input(depth: depth) }
    let options = ["at", "epochs", "size"].prefix(below(4)).map {
      Inputs.Option(name: Name($0, at: nowhere), value: input(depth: depth))
    }
    return Inputs(arguments: arguments, options: options)
  }

  /// An expression, now and then one of the bare words that only inputs may be.
  mutating func input(depth: Int) -> Expression {
    below(4) == 0 ? make(.word(pick(["traffic-signs", "cifar-10", "end", "fit"]))) : expression(depth: depth)
  }

  mutating func expression(depth: Int) -> Expression {
    let kind = depth <= 1 ? below(4) : below(11)
    switch kind {
    case 0: return make(.number(Double(below(1000)) - 300, isInteger: true))
    case 1: return make(.number(Double(random.uniform(-2, 2)), isInteger: false))
    case 2: return make(.word(name().text))
    case 3: return below(2) == 0 ? make(.shape([1 + below(9), 1 + below(9)])) : make(.string(string()))
    case 4: return make(.member(expression(depth: depth - 1), name()))
    case 5: return make(.index(expression(depth: depth - 1), place(depth: depth)))
    case 6:
      let bounds = (0..<2).map { _ in below(3) == 0 ? nil : place(depth: depth) }
      return make(.slice(expression(depth: depth - 1), from: bounds[0], to: bounds[1]))
    case 7: return make(.list((0..<below(4)).map { _ in expression(depth: depth - 1) }))
    case 8:
      let operand = expression(depth: depth - 1)
      return make(below(3) == 0 ? .inverted(operand) : .negated(operand))
    case 9:
      let sign = pick(BinaryOperator.allCases)
      return make(.binary(sign, expression(depth: depth - 1), expression(depth: depth - 1)))
    default: return call(depth: depth, pick(["fit", "predict", "mean"]))
    }
  }

  /// What may stand as an index: no number with a fraction does.
  mutating func place(depth: Int) -> Expression {
    guard below(3) == 0 else { return make(.number(Double(below(20)) - 10, isInteger: true)) }
    let drawn = expression(depth: depth - 1)
    if case .number = drawn.kind { return make(.word(name().text)) }
    return drawn
  }

  mutating func string() -> String {
    String((0..<below(6)).map { _ in pick(["a", "\"", "\\", "\n", "\t", "#", "é", " ", "(", "🙂"]) })
  }

  func make(_ kind: Expression.Kind) -> Expression { Expression(kind, at: nowhere) }
}

struct RoundTripTests {
  @Test func aWrittenTreeIsReadAsTheSameTree() throws {
    var drawn = RandomTree(random: RandomSequence(seed: 1, stream: 1))
    for _ in tries(5000) {
      let statement = drawn.statement()
      let source = written(statement)
      #expect(trees(source) == [prefixForm(statement)], "\(source)")
    }
  }
}
