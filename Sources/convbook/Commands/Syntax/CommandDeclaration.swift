import Core
import Prompt

/// What a command is and takes, declared once.
struct CommandDeclaration<Root: Command>: Sendable {
  let syntax: CommandSyntax
  private let parameters: [CommandParameter<Root>]
  private let operandAdvice: String

  /// - Parameters:
  ///   - parameters: its own; what every command takes comes behind them.
  ///   - operandAdvice: what is said where operands are missing or too many.
  init(
    name: String, summary: String, discussion: String = "", parameters: [CommandParameter<Root>] = [],
    operandAdvice: String = "", example: String
  ) {
    self.parameters = parameters + CommandParameter.common
    self.operandAdvice = operandAdvice
    let spellings = self.parameters.map(\.spelling)
    syntax = CommandSyntax(
      declaration: Declaration(
        name: name, summary: summary, discussion: discussion, parameters: spellings.map(\.parameter),
        example: example),
      spellings: spellings)
  }

  /// The command with what was typed.
  func parse(_ words: CommandLineWords) throws(UsageError) -> Root {
    try words.check(for: syntax)
    var command = Root()
    for (name, value) in words.options {
      guard let option = parameters.first(where: { $0.spelling.name == name }) else {
        throw UsageError("\(name) goes with \(CommandEntry.takers(of: name))")
      }
      guard option.store(&command, value ?? "") else {
        throw Self.refusal(name, option.spelling.form, value ?? "")
      }
    }
    for (operand, text) in try places(of: words.operands(of: syntax)) {
      guard operand.store(&command, text) else {
        throw Self.refusal(syntax.name, operand.spelling.form, text)
      }
    }
    return command
  }

  /// Each operand that was typed, with the one that it is.
  private func places(
    of texts: [String]
  ) throws(UsageError) -> [(operand: CommandParameter<Root>, text: String)] {
    let operands = parameters.filter(\.spelling.parameter.isPositional)
    guard let last = operands.last?.spelling.parameter else {
      guard let stray = texts.first else { return [] }
      throw UsageError(
        "\(syntax.name) takes no '\(stray)'" + (operandAdvice.isEmpty ? "" : "; \(operandAdvice)"))
    }
    let least = operands.count(where: \.spelling.parameter.isRequired)
    guard texts.count >= least, last.isRepeated || texts.count <= operands.count else {
      throw UsageError(operandAdvice)
    }
    return texts.enumerated().map { (operands[min($0, operands.count - 1)], $1) }
  }

  private static func refusal(_ name: String, _ form: ValueForm, _ text: String) -> UsageError {
    let message = "\(name) takes \(form.expectation), not '\(text)'"
    guard case .choice(let names, _) = form else { return UsageError(message) }
    return UsageError(message, suggesting: text, from: names)
  }
}

extension CommandEntry {
  /// The commands that take an option, in a row.
  fileprivate static func takers(of option: String) -> String {
    let names = named.filter { $0.syntax.option(option) != nil }.map(\.syntax.name)
    return names.isEmpty ? "no command" : names.joined(separator: ", ")
  }
}
