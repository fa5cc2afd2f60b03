import Core

/// What may follow an option, or stand as an operand: how usage shows it, what errors expect, what shells complete.
enum ValueForm: Sendable {
  /// Nothing: the option is there or not.
  case flag
  case number(ClosedRange<Int>)
  /// One of these words, shown as `idx|png` or by the name that they have together.
  case choice([String], called: String? = nil)
  case folder
  case notebook
  /// Any text, shown as `NAME=VALUE`, with an example for errors, and with words that may be meant.
  case text(String, like: String? = nil, words: @Sendable () -> [String] = { [] })

  var kind: ParameterKind {
    switch self {
    case .flag: .flag
    case .number(let range): .integer(range)
    case .choice(let names, _): .choice(names)
    case .folder, .notebook, .text: .text
    }
  }

  /// What stands for the value in usage; nil where there is none.
  var placeholder: String? {
    switch self {
    case .flag: nil
    case .number: "N"
    case .choice(let names, let name): name ?? names.joined(separator: "|")
    case .folder: "DIR"
    case .notebook: "FILE.md"
    case .text(let placeholder, _, _): placeholder
    }
  }

  /// What is expected, in the user's words.
  var expectation: String {
    switch self {
    case .flag: "no value"
    case .number: kind.expectation
    case .choice(let names, _):
      [names.dropLast().joined(separator: ", "), names.last ?? ""].filter { !$0.isEmpty }.joined(
        separator: " or ")
    case .folder: "a folder"
    case .notebook: "a notebook"
    case .text(let placeholder, let example, _): placeholder + (example.map { ", such as \($0)" } ?? "")
    }
  }

  /// What a shell may complete it with.
  enum Candidates: Sendable {
    case nothing
    case words([String])
    case folders
    case notebooks
  }

  var candidates: Candidates {
    switch self {
    case .flag, .number: .nothing
    case .choice(let names, _): .words(names)
    case .folder: .folders
    case .notebook: .notebooks
    case .text(_, _, let words): words().isEmpty ? .nothing : .words(words())
    }
  }
}
