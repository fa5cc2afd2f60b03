import CellLanguage
import Notebooks

/// A student's answer beside the right one.
extension ReplayRecord.Answer {
  /// - Parameters:
  ///   - given: nil where there is none.
  ///   - session: in which the right answer is computed.
  init(_ given: String?, to question: Question, in session: Session) {
    let isRight = given.flatMap { question.isRight($0) { session.number(computedAs: $0) } } ?? false
    self.init(given: given, expected: Self.expected(question, session), isRight: isRight)
  }

  private static func expected(_ question: Question, _ session: Session) -> String? {
    switch question.kind {
    case .text: return nil
    case .number(let answer, let tolerance):
      guard let right = answer.flatMap({ session.printed(computedAs: $0) }) else { return nil }
      return right + (tolerance.flatMap { session.printed(computedAs: $0) }.map { " ± \($0)" } ?? "")
    case .choices(let choices, let right):
      let marked = right.sorted().filter { choices.indices.contains($0 - 1) }
      return marked.map { "\($0): \(choices[$0 - 1])" }.joined(separator: "; ")
    }
  }
}
