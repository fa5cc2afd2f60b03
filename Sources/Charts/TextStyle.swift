/// A way to set text, and how much room it takes.
///
/// Which font a reader has is unknown, so widths are estimates: those of a wide font (DejaVu Sans), by
/// kind of character. Text in Arial or Segoe takes some 10 % less and never overlaps.
struct TextStyle {
  /// The class in the theme; empty where the size is an attribute.
  var name: String
  /// In pixels.
  var size: Double
  var isBold = false
  /// Whether every character takes one size, East Asian ones two: `TextStyle.cell`.
  var isMonospaced = false

  /// The least size: what a chart says is read in the last row too, where it stands on a slide as it is.
  static let leastSize = 16.0

  static let title = TextStyle(name: "title", size: 20, isBold: true)
  static let label = TextStyle(name: "label", size: leastSize)
  static let tick = TextStyle(name: "tick", size: leastSize)
  static let caption = TextStyle(name: "caption", size: leastSize)

  /// The room that the longest of its words needs, of the first hundred.
  func widestWord(of text: String) -> Double {
    text.split { $0 == " " || $0.isNewline }.prefix(100).map { width(String($0)) }.max() ?? 0
  }

  /// The distance from one line to the next.
  var lineHeight: Double { (size * 1.3).rounded() }

  /// The estimated width in pixels.
  func width(_ text: String) -> Double {
    text.reduce(0) { $0 + width($1) }
  }

  private func width(_ character: Character) -> Double {
    if isMonospaced { return size * Double(character.columns) }
    let em: Double
    switch character {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "!", "|", " ": em = 0.32
    case "f", "r", "t", "J", "(", ")", "[", "]", "{", "}", "-", "/", "\\", "\"", "*": em = 0.41
    case "m", "w", "M", "W", "%", "@", "…": em = 0.98
    case "A"..."Z": em = 0.74
    case "a", "c", "e", "k", "s", "v", "x", "y", "z": em = 0.59
    case "\u{0}"..."\u{24F}": em = 0.635
    case "\u{1100}"...: em = 1.05  // East Asian scripts, symbols, emoji
    default: em = 0.7
    }
    return em * size * (isBold ? 1.1 : 1)
  }

  /// The text, or as much of its beginning as fits into `maxWidth` with an ellipsis.
  func shortened(_ text: String, to maxWidth: Double) -> String {
    let room = maxWidth - width("…")
    var used = 0.0
    var kept = text.startIndex
    for i in text.indices {
      used += width(text[i])
      if used <= room { kept = text.index(after: i) }
      if used > maxWidth {
        return text[..<kept].trimmingSuffix(while: \.isWhitespace) + "…"
      }
    }
    return text
  }

  /// The text in at most `count` lines, broken at spaces and line feeds; the last is shortened.
  func lines(_ text: String, maxWidth: Double, count: Int) -> [String] {
    broken(text, maxWidth: maxWidth, count: count).map { shortened($0, to: maxWidth) }
  }

  /// The text in at most `count` lines, broken at spaces and line feeds; the last has all the rest.
  func broken(_ text: String, maxWidth: Double, count: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(whereSeparator: \.isNewline) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : "\(line) \(word)"
        // On the last line everything stays, to be shortened as a whole.
        if line.isEmpty || lines.count == count - 1 || width(longer) <= maxWidth {
          line = longer
        } else {
          lines.append(line)
          line = String(word)
        }
      }
      if lines.count < count { lines.append(line) } else { lines[count - 1] += " \(line)" }
    }
    return lines
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var result = self
    while let last = result.last, predicate(last) { result.removeLast() }
    return result
  }
}
