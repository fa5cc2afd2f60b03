/// A page of help: what a word is, how it is written, what it takes, and an example.
public struct HelpPage: Sendable {
  /// The word that it explains.
  public let name: String
  let title: String
  let summary: String
  let usage: String
  let discussion: String
  /// What it takes, with a line on each.
  let rows: [(name: String, text: String)]
  let example: String

  /// - Parameter title: what its first line calls it, if that is not its name.
  public init(
    name: String, title: String? = nil, summary: String, usage: String, discussion: String,
    rows: [(name: String, text: String)], example: String
  ) {
    self.name = name
    self.title = title ?? name
    self.summary = summary
    self.usage = usage
    self.discussion = discussion
    self.rows = rows
    self.example = example
  }

  /// - Parameter width: the longest line, where words allow it.
  public func text(width: Int) -> String {
    var parts = [
      Reference.wrapped("\(title): \(summary)", width: width),
      Reference.wrapped("Usage: \(usage)", width: width, others: 9),
    ]
    if !discussion.isEmpty { parts.append(Reference.wrapped(discussion, width: width)) }
    if !rows.isEmpty { parts.append(Reference.table(rows, width: width)) }
    parts.append(Reference.example(example))
    return parts.joined(separator: "\n\n")
  }
}
