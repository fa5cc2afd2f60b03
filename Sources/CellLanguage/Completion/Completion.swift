/// What could stand at the cursor.
public struct Completion: Equatable, Sendable {
  /// A word that fits.
  public struct Candidate: Equatable, Sendable {
    public let text: String
    /// What follows it when it is the only one: a space, `=`, a quote.
    public var suffix = " "
    /// One line about it.
    public var summary = ""

    public init(_ text: String, suffix: String = " ", summary: String = "") {
      self.text = text
      self.suffix = suffix
      self.summary = summary
    }
  }

  /// Where the word begins that the candidates replace, up to the cursor: a UTF-8 offset.
  public let start: Int
  /// What of it is there already.
  public let typed: String
  public let candidates: [Candidate]
  /// How the verb or layer around the cursor is used: `fit <model> <data> [batch_size=32] ...`
  public let usage: String?

  public init(start: Int, typed: String, candidates: [Candidate], usage: String?) {
    self.start = start
    self.typed = typed
    self.candidates = candidates
    self.usage = usage
  }

  /// What the word becomes without a choice: the only candidate, or what all have in common. Nil where that is no more
  /// than what is there.
  public var insertion: String? {
    guard let first = candidates.first else { return nil }
    let text =
      candidates.count == 1
      ? first.text + first.suffix
      : candidates.dropFirst().reduce(first.text) { common, candidate in
        String(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
      }
    return text.count > typed.count || candidates.count == 1 && text != typed ? text : nil
  }

  /// The candidates with their summaries, a line each.
  /// - Parameters:
  ///   - columns: the longest line.
  ///   - limit: the most lines.
  public func lines(columns: Int, limit: Int) -> [String] {
    let width = min(28, candidates.map(\.text.count).max() ?? 0)
    let shown = candidates.count > limit ? candidates.prefix(limit - 1) : candidates[...]
    let lines = shown.map { candidate in
      let line =
        candidate.summary.isEmpty
        ? candidate.text : "\(padded(candidate.text, to: width + 2))\(candidate.summary)"
      return line.count > columns ? line.prefix(max(1, columns - 1)) + "…" : line
    }
    return lines + (shown.count < candidates.count ? ["… and \(candidates.count - shown.count) more"] : [])
  }
}
