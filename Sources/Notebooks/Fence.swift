/// The line that opens a fenced block of Markdown.
///
/// Source: CommonMark 0.31, section 4.5 "Fenced code blocks".
struct Fence {
  let marker: Character
  let length: Int
  /// The spaces before the marker, up to three; four make an indented block instead.
  let indent: Int
  /// What stands after the marker, without blank space around it.
  let info: Substring
  /// Whether blank space stands between the marker and the info.
  let hasGap: Bool

  /// Nil where the line opens no fence.
  init?(_ line: some StringProtocol) {
    indent = line.prefix { $0 == " " }.count
    let rest = line.dropFirst(indent)
    guard indent <= 3, let marker = rest.first, marker == "`" || marker == "~" else { return nil }
    self.marker = marker
    length = rest.prefix { $0 == marker }.count
    let text = Substring(rest.dropFirst(length))
    info = text.trimmed
    hasGap = text.startIndex != info.startIndex
    // ```code``` is code within a line.
    if length < 3 || (marker == "`" && info.contains("`")) { return nil }
  }

  func isClosed(by line: some StringProtocol) -> Bool {
    guard let other = Fence(line) else { return false }
    return other.marker == marker && other.length >= length && other.info.isEmpty
  }

  /// For a cell the language after `{code-cell}`, which may be empty; nil for any other fence.
  var cellLanguage: Substring? {
    info.hasPrefix("{code-cell}") ? info.dropFirst("{code-cell}".count).trimmed : nil
  }
}

extension StringProtocol {
  /// Without spaces and tabs around it.
  var trimmed: SubSequence {
    let start = firstIndex { $0 != " " && $0 != "\t" } ?? endIndex
    let end = lastIndex { $0 != " " && $0 != "\t" }.map(index(after:)) ?? start
    return self[start..<end]
  }

  var isBlank: Bool { allSatisfy { $0 == " " || $0 == "\t" } }
}
