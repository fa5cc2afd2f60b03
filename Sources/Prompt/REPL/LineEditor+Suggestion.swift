import CellLanguage

/// What the editor shows in the text besides what was typed: how an earlier cell went on, and brackets that belong together.
extension LineEditor {
  /// How the newest of the earlier cells that begin like this one goes on, to the end of the line. Nothing where the cursor is
  /// not at the end.
  var suggestion: String {
    let text = buffer.text
    guard buffer.cursor == buffer.count, !text.isEmpty, text != request.prefill, hints.isEmpty else {
      return ""
    }
    if suggested.text != text {
      // The newest that begins like this one is the newest that begins like what there was before, as long as it fits.
      let isStillIt = text.hasPrefix(suggested.text) && suggested.cell?.hasPrefix(text) == true
      suggested = (text, isStillIt && suggested.cell != text ? suggested.cell : history.suggestion(for: text))
    }
    guard let cell = suggested.cell else { return "" }
    return String(cell.dropFirst(text.count).prefix { $0 != "\n" })
  }

  /// Takes what is suggested into the text; false where nothing is.
  func acceptSuggestion() -> Bool {
    guard request.commands != nil, Terminal.usesColour, !suggestion.isEmpty else { return false }
    buffer.insert(suggestion)
    return true
  }

  /// The bracket at the cursor, or else the one before it, and its partner, as far as they are in these lines.
  func brackets(in lines: [Range<Int>]) -> [(line: Int, offset: Int)] {
    guard let first = lines.first, let last = lines.last else { return [] }
    let start = first.lowerBound
    let scalars = Array(buffer.text(start..<last.upperBound).unicodeScalars)
    for place in [buffer.cursor - start, buffer.cursor - start - 1] {
      guard scalars.indices.contains(place), "()[]".unicodeScalars.contains(scalars[place]) else { continue }
      let text = String(String.UnicodeScalarView(scalars))
      let offset = scalars[..<place].map(Unicode.UTF8.width).reduce(0, +)
      guard let partner = Session.partner(ofBracketAt: offset, in: text) else { continue }
      var other = 0
      var bytes = 0
      while bytes < partner { (bytes, other) = (bytes + Unicode.UTF8.width(scalars[other]), other + 1) }
      return [place, other].compactMap { place in
        lines.firstIndex { $0.contains(start + place) }.map { ($0, start + place - lines[$0].lowerBound) }
      }
    }
    return []
  }
}
