/// Text that came from elsewhere (a file's name, a class of a data set, a value of an array, a lesson), as it may be
/// shown.
///
/// A terminal obeys control characters: they move its cursor, name its window, answer in the user's place. Others turn
/// the direction of writing or take no room, so that a text looks like another one. They are shown as Python's `repr`
/// shows them: `\x1b`, `\u202e`, `\U000e0001`.
extension StringProtocol {
  /// The text with its lines and tabs, and every other character that is not seen written out.
  public var printable: String { printed { $0 == "\n" || $0 == "\t" } }

  /// The text in one line: its own line breaks are written out too, `\n`.
  public var printableLine: String { printed { _ in false } }

  private func printed(keeping isKept: (Unicode.Scalar) -> Bool) -> String {
    // Nearly all text is plain ASCII.
    if utf8.allSatisfy({ 0x20 <= $0 && $0 < 0x7F || isKept(Unicode.Scalar($0)) }) { return String(self) }
    let scalars = Array(unicodeScalars)
    var printed = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      if isKept(scalar) || !scalar.isUnseen || scalars.joins(at: index) {
        printed.append(scalar)
      } else {
        // One by one: `append(contentsOf:)` copies all that is there.
        for part in scalar.written.unicodeScalars { printed.append(part) }
      }
    }
    return String(printed)
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would obey it instead of showing it; a tab has its place in a text.
  public var isControl: Bool { self != "\t" && properties.generalCategory == .control }

  /// Whether a terminal obeys it, or shows nothing for it. Selectors of a variant of the character before (U+FE00 to
  /// U+FE0F, as emoji have them) are none of these.
  fileprivate var isUnseen: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
    default:
      return properties.isNoncharacterCodePoint
        || properties.isDefaultIgnorableCodePoint && !(0xFE00...0xFE0F).contains(value)
    }
  }

  /// As Python's `repr` writes it.
  fileprivate var written: String {
    func digits(_ count: Int) -> String {
      let hexadecimal = String(value, radix: 16)
      return String(repeating: "0", count: max(0, count - hexadecimal.count)) + hexadecimal
    }
    return switch value {
    case 0x09: "\\t"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case ...0xFF: "\\x" + digits(2)
    case ...0xFFFF: "\\u" + digits(4)
    default: "\\U" + digits(8)
    }
  }

  /// Letters and marks of the scripts that are written joined, Arabic to Malayalam.
  fileprivate var isOfJoinedScript: Bool { (0x0600...0x0DFF).contains(value) && !isUnseen }

  fileprivate var isEmoji: Bool {
    !isASCII && (properties.isEmoji || properties.isEmojiModifier || value == 0xFE0F)
  }
}

extension [Unicode.Scalar] {
  /// Whether a joiner stands where it is seen: between two emoji that it makes one, or between the letters of a script
  /// in which it decides how they join (after UAX 31, 2.3.1).
  fileprivate func joins(at index: Int) -> Bool {
    let scalar = self[index]
    guard scalar == "\u{200C}" || scalar == "\u{200D}", index > 0, index + 1 < count else { return false }
    let (before, after) = (self[index - 1], self[index + 1])
    return scalar == "\u{200D}" && before.isEmoji && after.isEmoji
      || before.isOfJoinedScript && after.isOfJoinedScript
  }
}
