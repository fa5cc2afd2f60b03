import CellLanguage

/// What the replay of one submission has found. Every number of it was computed there; the student's own outputs are only
/// compared.
struct ReplayRecord: Codable, Equatable, Sendable {
  /// A check of the lecturer's, which is never one that the student wrote.
  struct Check: Codable, Equatable, Sendable {
    /// The lesson's own number of the cell, and which of the cell's checks it is, from 0: by them a check is known again
    /// from one replay to another.
    let cell: Int
    let index: Int
    let expectation: Expectation
    /// Whether the student's copy does not have it.
    let isHidden: Bool
  }

  /// A cell of the student's.
  struct Cell: Codable, Equatable, Sendable {
    /// In the student's file.
    let number: Int
    let source: String
    /// What the replay gave, as a transcript has it.
    var output: String
    var hasFailed: Bool
  }

  /// The answer to a question.
  struct Answer: Codable, Equatable, Sendable {
    /// As the student wrote it; nil where there is none.
    let given: String?
    /// What would be right; nil where a person has to say so.
    let expected: String?
    let isRight: Bool
  }

  struct Exercise: Codable, Equatable, Sendable {
    let label: String
    var cells: [Cell] = []
    var checks: [Check] = []
    var answer: Answer?
    /// Whether anything stands there beyond the template.
    var isAnswered = false
    /// Whether all that belongs to it was run.
    var isDone = false
  }

  var exercises: [Exercise] = []
  /// Checks that belong to no exercise.
  var others: [Check] = []
  /// What the lecturer or the student should know of it.
  var remarks: [String] = []
  /// The cells whose stored outputs are not what a replay gives.
  var differing: [Int] = []
  /// Their numbers, as far as a page has room for them.
  var differingCells: String { differing.prefix(20).map { "\($0)" }.joined(separator: ", ") }
  /// Whether outputs were stored at all.
  var hasOutputs = false
  /// Why the file is no notebook; nil where it is one.
  var fault: String?

  /// The longest text of a cell's that is kept, in bytes.
  static let longestText = 20_000

  /// A text as it is kept, cut where it is too long.
  static func kept(_ text: String) -> String {
    guard text.utf8.count > longestText else { return text }
    return String(decoding: text.utf8.prefix(longestText), as: UTF8.self) + "\n… (cut)"
  }
}

/// What became of a submission.
enum Verdict: String, Codable, Sendable {
  case graded
  /// Nothing was handed in.
  case missing
  /// It is nothing that can be replayed.
  case unreadable
  /// It was ended: by a limit, or by its own fault.
  case stopped
}

/// What is known of a submission, and kept so that it is not replayed again.
struct Graded: Codable, Equatable, Sendable {
  let verdict: Verdict
  /// Why, in words; empty where it was graded.
  let reason: String
  let record: ReplayRecord

  init(_ verdict: Verdict, _ reason: String = "", _ record: ReplayRecord = ReplayRecord()) {
    (self.verdict, self.reason, self.record) = (verdict, reason, record)
  }
}
