@testable import CellLanguage

/// The tree in prefix form, without the places: `(* (- gray 128) 2)`.
func prefixForm(_ statement: Statement) -> String {
  let value = prefixForm(statement.expression)
  return statement.target.map { "(let \($0.text) \(value))" } ?? value
}

func prefixForm(_ expression: Expression) -> String {
  switch expression.kind {
  case .number(let value, let isInteger): isInteger ? "\(Int(exactly: value) ?? 0)" : "\(value)"
  case .string(let text): "\"\(text)\""
  case .shape(let sizes): "<\(sizes.map(String.init).joined(separator: "x"))>"
  case .word(let word): word
  case .member(let base, let name): "(. \(prefixForm(base)) \(name.text))"
  case .index(let base, let i): "(at \(prefixForm(base)) \(prefixForm(i)))"
  case .slice(let base, let from, let to):
    "(slice \(prefixForm(base)) \(from.map(prefixForm) ?? "_") \(to.map(prefixForm) ?? "_"))"
  case .list(let elements): "[\(elements.map(prefixForm).joined(separator: " "))]"
  case .negated(let operand): "(neg \(prefixForm(operand)))"
  case .inverted(let operand): "(not \(prefixForm(operand)))"
  case .binary(let sign, let left, let right):
    "(\(sign.rawValue) \(prefixForm(left)) \(prefixForm(right)))"
  case .call(let call):
    "(" + prefixForm(call.verb, call.inputs)
      + (call.block.map { " {" + $0.map { prefixForm($0.layer, $0.inputs) }.joined(separator: "; ") + "}" }
        ?? "")
      + ")"
  case .loop(let loop):
    "(for \(loop.variable.text) \(prefixForm(loop.values)) {\(loop.body.map(prefixForm).joined(separator: "; "))})"
  case .definition(let verb):
    "(define "
      + ([verb.name.text]
      + verb.parameters.map { $0.name.text + ($0.standard.map { "=\(prefixForm($0))" } ?? "") })
      .joined(separator: " ") + " {\(verb.body.map(prefixForm).joined(separator: "; "))})"
  }
}

private func prefixForm(_ name: Name, _ inputs: Inputs) -> String {
  let options = inputs.options.map { "\($0.name.text)=\(prefixForm($0.value))" }
  return ([name.text + "!"] + inputs.arguments.map(prefixForm) + options).joined(separator: " ")
}

/// The tree as a learner would write it.
func written(_ statement: Statement) -> String {
  (statement.target.map { "\($0.text) = " } ?? "") + written(statement.expression)
}

/// How tightly an expression holds together where it stands; a looser one needs parentheses.
private enum Binding: Int { case call, or, and, not, comparison, sum, product, signed, power, primary }

private func written(_ expression: Expression, _ needed: Binding = .call) -> String {
  let (text, binding) = writtenWithBinding(expression)
  return binding.rawValue < needed.rawValue ? "(\(text))" : text
}

/// A value before a point or an index. Right after a number, the point would be part of the number.
private func writtenBase(_ base: Expression) -> String {
  switch base.kind {
  case .number, .shape: "(\(written(base)))"
  default: written(base, .primary)
  }
}

private func writtenWithBinding(_ expression: Expression) -> (String, Binding) {
  switch expression.kind {
  case .number(let value, let isInteger):
    (isInteger ? "\(Int(exactly: value) ?? 0)" : "\(value)", value.sign == .minus ? .signed : .primary)
  case .string(let text): ("\"" + text.map(escaped).joined() + "\"", .primary)
  case .shape(let sizes): (sizes.map(String.init).joined(separator: "x"), .primary)
  case .word(let word): (word, .primary)
  case .member(let base, let name): (writtenBase(base) + ".\(name.text)", .primary)
  case .index(let base, let i): (writtenBase(base) + "[\(written(i, .or))]", .primary)
  case .slice(let base, let from, let to):
    (
      writtenBase(base) + "[\(from.map { written($0, .or) } ?? ""):\(to.map { written($0, .or) } ?? "")]",
      .primary
    )
  case .list(let elements):
    ("[" + elements.map { written($0, .or) }.joined(separator: ", ") + "]", .primary)
  case .negated(let operand):
    // -(1) is a computation, -1 a number.
    if case .number = operand.kind {
      ("-(\(written(operand)))", .signed)
    } else {
      ("-" + written(operand, .power), .signed)
    }
  case .inverted(let operand): ("not " + written(operand, .comparison), .not)
  case .binary(let sign, let left, let right):
    switch sign {
    case .add, .subtract: ("\(written(left, .sum)) \(sign.rawValue) \(written(right, .product))", .sum)
    case .multiply, .divide, .remainder:
      ("\(written(left, .product)) \(sign.rawValue) \(written(right, .signed))", .product)
    case .power: ("\(written(left, .primary)) ** \(written(right, .signed))", .power)
    case .and: ("\(written(left, .and)) and \(written(right, .not))", .and)
    case .or: ("\(written(left, .or)) or \(written(right, .and))", .or)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      ("\(written(left, .sum)) \(sign.rawValue) \(written(right, .sum))", .comparison)
    }
  case .call(let call):
    (
      written(call.verb, call.inputs)
        + (call.block.map { $0.map { "\n  " + written($0.layer, $0.inputs) }.joined() + "\nend" } ?? ""),
      .call
    )
  case .loop(let loop):
    (
      "for \(loop.variable.text) in \(written(loop.values))"
        + loop.body.map { "\n" + written($0) }.joined() + "\nend", .call
    )
  case .definition(let verb):
    (
      "define "
        + ([verb.name.text]
        + verb.parameters.map { parameter in
          parameter.name.text + (parameter.standard.map { "=" + written($0, .primary) } ?? "")
        }).joined(separator: " ") + verb.body.map { "\n" + written($0) }.joined() + "\nend", .call
    )
  }
}

private func written(_ name: Name, _ inputs: Inputs) -> String {
  func input(_ value: Expression) -> String {
    if case .number = value.kind { written(value) } else { written(value, .primary) }
  }
  let options = inputs.options.map { "\($0.name.text)=\(input($0.value))" }
  return ([name.text] + inputs.arguments.map(input) + options).joined(separator: " ")
}

private func escaped(_ character: Character) -> String {
  switch character {
  case "\"": "\\\""
  case "\\": "\\\\"
  case "\n": "\\n"
  case "\t": "\\t"
  default: String(character)
  }
}
