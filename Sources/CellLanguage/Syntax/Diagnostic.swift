import Core

/// What is wrong with a cell, and where: the one form in which every error of a cell reaches a learner.
public struct Diagnostic: Error, Hashable, Sendable {
  /// What is wrong, in one clause without a full stop: `unknown option 'batchsize' for fit`.
  public let message: String
  /// The exact words that are wrong.
  public let range: SourceRange
  /// The nearest valid name, if one is near; see ``nearestName(to:in:)``.
  public let suggestion: String?
  /// More to know, printed below the marked line.
  public let note: String?
  /// What is for the terminal alone, and in no transcript: paths of this machine.
  public let aside: String?
  /// The text is a valid beginning whose block or bracket is still open.
  let needsMoreInput: Bool

  public init(
    _ message: String, at range: SourceRange, suggestion: String? = nil, note: String? = nil,
    aside: String? = nil
  ) {
    self.init(message, at: range, suggestion: suggestion, note: note, aside: aside, needsMoreInput: false)
  }

  init(
    _ message: String, at range: SourceRange, suggestion: String? = nil, note: String? = nil,
    aside: String? = nil, needsMoreInput: Bool
  ) {
    self.message = message
    self.range = range
    self.suggestion = suggestion
    self.note = note
    self.aside = aside
    self.needsMoreInput = needsMoreInput
  }

  /// The message, the line and carets under the wrong words:
  /// ```
  /// cell 3, line 2: unknown option 'batchsize' for fit; did you mean 'batch_size'?
  ///   history = fit LeNet norm.train batchsize=500
  ///                                  ^^^^^^^^^
  /// ```
  /// - Parameters:
  ///   - source: the text of the whole cell.
  ///   - cell: the cell's number in its notebook; nil leaves it out.
  public func rendered(source: String, cell: Int?) -> String {
    let line = SourceLine(at: range.start, in: source)
    let place = (cell.map { "cell \($0), " } ?? "") + "line \(line.number)"
    let question = suggestion.map { "; did you mean '\($0)'?" } ?? ""
    // Of a line that fills pages the words around the place are shown.
    let (before, marked) = (Array(line.before(range.start)), Array(line.within(range)))
    let after = line.after(max(range.start, range.end)).prefix(Self.longest)
    let isLong = before.count + marked.count + after.count > Self.longest
    let left = isLong ? before.suffix(Self.around) : before[...]
    let middle = isLong ? marked.prefix(Self.around) : marked[...]
    let right = isLong ? after.prefix(max(0, Self.around - middle.count)) : after
    let cut = (
      left.count < before.count ? "…" : "", middle.count + right.count < marked.count + after.count ? "…" : ""
    )
    // The carets stand under their words whatever the width of a tab: it is repeated, not counted.
    // What is written out takes more room than it did.
    let (shownLeft, shownMiddle) = (String(left).printable, String(middle).printable)
    let indent = String((cut.0 + shownLeft).map { $0 == "\t" ? $0 : " " })
    let carets = String(repeating: "^", count: max(1, shownMiddle.count))
    var rendered = "\(place): \(message)\(question)\n"
    rendered += "  \(cut.0)\(shownLeft)\(shownMiddle)\(String(right).printable)\(cut.1)\n  \(indent)\(carets)"
    if let note { rendered += "\n  \(note)" }
    return rendered
  }

  /// A line with more characters is cut, to so many before its wrong words and so many from there on.
  private static let (longest, around) = (2000, 60)
}
