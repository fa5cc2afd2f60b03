import Text

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
    // The carets stand under their words whatever the width of a tab: it is repeated, not counted.
    // What is written out takes more room than it did.
    let indent = String(line.before(range.start).printable.map { $0 == "\t" ? $0 : " " })
    let carets = String(repeating: "^", count: max(1, line.within(range).printable.count))
    var rendered = "\(place): \(message)\(question)\n"
    rendered += "  \(String(decoding: line.bytes, as: UTF8.self).printable)\n  \(indent)\(carets)"
    if let note { rendered += "\n  \(note)" }
    return rendered
  }
}
