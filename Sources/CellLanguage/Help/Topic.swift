/// An idea that `help` explains, such as overfitting, with a cell that shows it.
struct Topic: Sendable {
  let name: String
  /// Other words for it, or for a part of it.
  var aliases: [String] = []
  /// One line for lists.
  let summary: String
  let text: String
  /// Words with what each means, below the text.
  var list: [(name: String, text: String)] = []
  /// A cell that runs in a fresh session.
  let example: String

  /// In the order in which a learner meets them.
  static let all =
    languageTopics + promptTopics + networkTopics + trainingTopics + measureTopics + dataTopics + lessonTopics

  /// The topic of this name or alias. Case does not matter, and hyphens, underscores and spaces are the same.
  static func find(_ word: String) -> Topic? {
    let key = key(word)
    return all.first { ([$0.name] + $0.aliases).contains { Self.key($0) == key } }
  }

  private static func key(_ word: String) -> String {
    String(word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
  }
}
