import Core

/// A verb of the learner's own: what `define` makes.
public struct OwnVerb {
  let name: String
  /// The names of the inputs, in their order, and what those are that a call leaves out.
  let parameters: [(name: String, standard: Value?)]
  let body: [Statement]
  /// What it does, in the learner's words.
  let summary: String
  /// Its text, from the word `define` on, and where that began in its cell.
  let text: String
  let start: Int

  /// A declaration like those of the other verbs, by which calls are read and help is made.
  var declaration: Declaration {
    Declaration(
      name: name, summary: summary.isEmpty ? "a verb of your own" : summary,
      parameters: parameters.map { name, standard in
        Parameter(
          name: name, kind: .value(.any),
          summary: "a value for \(name)" + (standard.map { "; \($0.shortText) where left out" } ?? ""),
          isPositional: standard == nil, isRequired: standard == nil)
      }, example: text)
  }

  /// An error in its lines, which may stand in another cell, as one of a call.
  func diagnostic(_ error: Diagnostic, at range: SourceRange) -> Diagnostic {
    let line = SourceLine(at: max(0, error.range.start - start), in: text)
    let words = line.after(line.start).prefix(Self.longestLine).drop { $0 == " " }
    let place = "in line \(line.number) of \(name): \(String(words).printable)"
    return Diagnostic(
      error.message, at: range, suggestion: error.suggestion,
      note: error.note.map { place + "\n  " + $0 } ?? place, aside: error.aside)
  }

  private static let longestLine = 200

  var description: String {
    let words = parameters.map { name, standard in standard.map { "\(name)=\($0.shortText)" } ?? name }
    return "define " + ([name] + words).joined(separator: " ")
      + " (\(body.count) line\(body.count == 1 ? "" : "s"))"
  }
}

extension Value {
  /// The value where it is short, else what it is.
  fileprivate var shortText: String {
    switch self {
    case .number, .float32, .text, .flag, .shape: printed
    default: kindName
    }
  }
}
