/// Which submissions have the same cells as another beyond what the template gave them, and how likely that is by chance.
///
/// Two submissions are compared exercise by exercise. Comments, blank lines, spaces and the names that a student gave are
/// no difference. Where two have the same text in an exercise, the chance of that is taken from the class: among the pairs of
/// the other students, the share of those who have the same text too, and one that is as rare. With k students who have it, s
/// of m such pairs share a text that k students or fewer have, and the chance is (s + 1) / (m + 1). Of several exercises the
/// chances are multiplied, as if one told nothing of the next. What many have is so no sign of anything; a rare text in common
/// is one.
struct Similarity: Sendable {
  struct Pair: Sendable {
    let students: (String, String)
    /// The labels of the exercises that are the same.
    let exercises: [String]
    /// By the formula above.
    let chance: Double
    /// Whether no answered exercise of the two is another.
    let isWhole: Bool
  }

  /// The least likely first; those that chance explains (more than 1 in 20) are left out.
  let pairs: [Pair]

  static let greatestChance = 0.05
  static let mostPairs = 200

  /// - Parameter answers: of each student, by the label of an exercise, what was handed in for it.
  init(_ answers: [(student: String, texts: [String: String])]) {
    var sizes: [String: [String: Int]] = [:]
    var answered: [String: Int] = [:]
    for (_, texts) in answers {
      for (label, text) in texts {
        sizes[label, default: [:]][text, default: 0] += 1
        answered[label, default: 0] += 1
      }
    }
    /// The chance for each number of students who have a text.
    let chances = sizes.map { label, groups in
      (label, Self.chances(groups.values.sorted(), students: answered[label] ?? 0))
    }
    let chanceOf = Dictionary(uniqueKeysWithValues: chances)
    var pairs: [Pair] = []
    for first in answers.indices {
      for second in answers.indices.dropFirst(first + 1) {
        let (a, b) = (answers[first].texts, answers[second].texts)
        let both = a.keys.filter { b[$0] != nil }
        let same = both.filter { a[$0] == b[$0] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard !same.isEmpty else { continue }
        let chance = same.reduce(1.0) { chance, label in
          chance * (chanceOf[label]?[sizes[label]?[a[label] ?? ""] ?? 0] ?? 1)
        }
        guard chance <= Self.greatestChance else { continue }
        pairs.append(
          Pair(
            students: (answers[first].student, answers[second].student), exercises: same, chance: chance,
            isWhole: same.count == both.count && a.count == b.count))
      }
    }
    // Sorting is stable: of the same chance, in the order of the students.
    self.pairs = Array(pairs.sorted { $0.chance < $1.chance }.prefix(Self.mostPairs))
  }

  /// By how many have a text, the chance that a pair of them has it.
  /// - Parameter groups: how many students have each text, in ascending order.
  private static func chances(_ groups: [Int], students: Int) -> [Int: Double] {
    let pairs = Double((students - 2) * (students - 3) / 2)
    var chances: [Int: Double] = [:]
    var sharing = 0
    for size in groups {
      sharing += size * (size - 1) / 2
      // Less those that one of the pair is in.
      chances[size] = min(1, (Double(sharing - (2 * size - 3)) + 1) / (max(0, pairs) + 1))
    }
    return chances
  }

  /// What a student handed in for an exercise, as it is compared; nil where it is empty.
  static func normalized(_ cells: [ReplayRecord.Cell], answer: String?) -> String? {
    var lines: [[Substring]] = []
    for line in cells.flatMap({ $0.source.split(separator: "\n") }) {
      let words = withoutComment(line).split { $0 == " " || $0 == "\t" || $0 == "\r" }
      if !words.isEmpty { lines.append(words) }
    }
    // A name that is given a value goes by the order in which it came: renaming changes nothing.
    var names: [String: String] = [:]
    for words in lines where words.count > 2 && words[1] == "=" {
      if names[String(words[0])] == nil { names[String(words[0])] = "name\(names.count + 1)" }
    }
    let text = lines.map { words in words.map { renamed($0, names) }.joined(separator: " ") }
    let all =
      text
      + (answer.map { ["> " + $0.split { " \t\n\r".contains($0) }.joined(separator: " ").lowercased()] } ?? [])
    return all.isEmpty ? nil : all.joined(separator: "\n")
  }

  private static func withoutComment(_ line: Substring) -> Substring {
    var isQuoted = false
    for index in line.indices {
      if line[index] == "\"" { isQuoted.toggle() }
      if line[index] == "#", !isQuoted { return line[..<index] }
    }
    return line
  }

  /// A word with the names in it replaced.
  private static func renamed(_ word: Substring, _ names: [String: String]) -> String {
    var (result, name) = ("", "")
    for character in word + " " {
      if character.isLetter || character.isNumber || character == "_" {
        name.append(character)
      } else {
        result += names[name] ?? name
        result.append(character)
        name = ""
      }
    }
    return String(result.dropLast())
  }
}
