/// What an exercise asks for besides code.
public struct Question: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Words, which nobody but a person can mark.
    case text
    /// A number; the right one and how far from it an answer may be, as computations of the cell language. Nil in a student's copy.
    case number(answer: String?, tolerance: String?)
    /// Some of several, numbered from 1; none are right in a student's copy.
    case choices([String], right: Set<Int>)
  }

  /// What a right answer is worth.
  public static let points = 1.0

  /// The last paragraph before the choices, in plain words.
  public let text: String
  public let kind: Kind
  /// What helps where an answer is not right; nil in a student's copy.
  public let hint: String?

  /// - Parameters:
  ///   - body: an exercise's.
  ///   - solution: its solution's, where there is one.
  /// - Returns: nil where nothing is asked: the exercise is to write cells.
  init?(in body: String, solution: String?) {
    let choices = Self.choices(in: body)
    hint = solution.flatMap { Self.value("hint", in: $0) }
    let paragraphs = MarkdownNode(parsing: body).children.filter { $0.kind == .paragraph }
    let asked = paragraphs.last { $0.plainText.contains("?") } ?? paragraphs.last
    text = asked?.plainText ?? ""
    if !choices.isEmpty {
      kind = .choices(
        choices.map(\.text), right: Set(choices.indices.filter { choices[$0].isMarked }.map { $0 + 1 }))
    } else if let answer = solution.flatMap({ Self.value("answer", in: $0) }) {
      kind = .number(answer: answer, tolerance: solution.flatMap { Self.value("tolerance", in: $0) })
    } else if text.hasSuffix("?") {
      kind = .text
    } else {
      return nil
    }
  }

  /// The items of a task list: https://github.github.com/gfm/#task-list-items-extension-
  static func choices(in body: String) -> [(text: String, isMarked: Bool)] {
    body.split(separator: "\n").compactMap { line in
      guard let match = line.wholeMatch(of: taskItem) else { return nil }
      return (String(match.2), match.1 != " ")
    }
  }

  static var taskItem: Regex<(Substring, Substring, Substring)> { #/[ ]{0,3}[-*+][ ]+\[([ xX])\][ ]+(.*)/# }

  private static let names = ["answer", "tolerance", "hint"]

  /// A solution with `answer: 156` said as a sentence, and without the other keys at its beginning.
  static func withoutKeys(_ solution: String) -> String {
    let lines = solution.components
    let start = lines.firstIndex { line in
      !line.isBlank && !names.contains { line.hasPrefix($0 + ":") }
    }
    let answer = value("answer", in: solution).map { ["**`\($0)`**", ""] } ?? []
    return (answer + lines[(start ?? lines.count)...]).joined(separator: "\n")
  }

  /// What follows `answer:`, `tolerance:` or `hint:` at the beginning of a solution.
  private static func value(_ name: String, in body: String) -> String? {
    for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
      guard names.contains(where: { line.hasPrefix($0 + ":") }) else {
        if line.isBlank { continue } else { return nil }
      }
      if line.hasPrefix(name + ":") {
        var value = line.dropFirst(name.count + 1).trimmed
        // As code, so that its signs mean nothing in Markdown.
        if name != "hint", value.count > 2, value.hasPrefix("`"), value.hasSuffix("`") {
          value = value.dropFirst().dropLast()
        }
        return value.isEmpty ? nil : String(value)
      }
    }
    return nil
  }
}

extension Question {
  /// Whether an answer is right; nil where nobody can tell: of words, and of a question whose right answer is elsewhere.
  ///
  /// - Parameters:
  ///   - answer: `156`, `1,3` (the numbers of the choices), or the text of a choice.
  ///   - number: what a computation of the cell language gives.
  public func isRight(_ answer: String, number: (String) -> Double?) -> Bool? {
    switch kind {
    case .text: return nil
    case .number(let right, let tolerance):
      guard let right, let right = number(right) else { return nil }
      guard let given = Self.number(answer) else { return false }
      return abs(given - right) <= (tolerance.flatMap(number) ?? 0)
    case .choices(let choices, let right):
      guard !right.isEmpty else { return nil }
      return Self.chosen(answer, of: choices) == right
    }
  }

  /// `156`, `1,000` and `97.5 %` (0.975); nil of anything else.
  static func number(_ answer: String) -> Double? {
    var text = String(answer.trimmed.replacing(",", with: "").replacing("_", with: ""))
    let isShare = text.hasSuffix("%")
    if isShare { text = String(text.dropLast().trimmed) }
    return Double(text).flatMap { $0.isFinite ? (isShare ? $0 / 100 : $0) : nil }
  }

  private static func chosen(_ answer: String, of choices: [String]) -> Set<Int> {
    if let index = choices.firstIndex(where: { $0.lowercased() == answer.trimmed.lowercased() }) {
      return [index + 1]
    }
    return Set(answer.split { !$0.isNumber }.compactMap { Int($0) })
  }
}
