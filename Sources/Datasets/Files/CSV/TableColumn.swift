/// How a learner names a column besides its name.
enum TableColumn {
  /// The place of `first`, `last`, or a number counted from 1; nil for any other word.
  static func place(_ word: String, of count: Int) -> Int? {
    switch word {
    case "first": 0
    case "last": count - 1
    default: Int(word).flatMap { (1...max(1, count)).contains($0) ? $0 - 1 : nil }
    }
  }
}
