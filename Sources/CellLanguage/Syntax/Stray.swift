/// Characters that the cell language does not use, and what was probably meant by them.
enum Stray {
  /// What is wrong with the first character of `bytes`, which stands at byte `offset` of the text.
  static func diagnostic(for bytes: ArraySlice<UInt8>, at offset: Int) -> Diagnostic {
    // The longest characters, such as emoji of families, have a few dozen bytes.
    guard let character = String(decoding: bytes.prefix(64), as: UTF8.self).first else {
      return Diagnostic("unexpected character", at: SourceRange(offset, offset + 1))
    }
    let range = SourceRange(offset, offset + character.utf8.count)
    return Diagnostic("\(described(character)) \(reason(for: character))", at: range)
  }

  /// The character, by its code only where a terminal would not show it or obey it: `'é' (U+00E9)`.
  private static func described(_ character: Character) -> String {
    let codes = character.unicodeScalars.map { scalar in
      let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
    }
    let code = codes.joined(separator: " ")
    if character == "'" { return "a single quote" }
    if character.isASCII, !isInvisible(character) { return "'\(character)'" }
    return isInvisible(character) ? "the invisible character \(code)" : "'\(character)' (\(code))"
  }

  private static func isInvisible(_ character: Character) -> Bool {
    character.unicodeScalars.contains {
      switch $0.properties.generalCategory {
      case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        true
      default: false
      }
    }
  }

  private static func reason(for character: Character) -> String {
    switch character {
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}":
      "is a typographic quote; strings stand in plain double quotes: \"...\""
    case "'", "`", "\u{2018}", "\u{2019}", "\u{201A}":
      "does not begin a string; strings stand in double quotes: \"...\""
    case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}":
      "is not a minus sign; use the plain '-'"
    case "\u{D7}": "is not used; multiply with '*', and write a shape with the letter x: 32x32"
    case "\u{A0}", "\u{202F}", "\u{2009}": "is not a plain space; type the space again"
    case ";": "is not used; write one statement a line"
    case "{", "}": "is not used; lists stand in brackets: [1, 2, 3]"
    case _ where character.isLetter: "is not used in names; they are made of a-z, A-Z, 0-9 and _"
    default: "is not used in this language"
    }
  }
}
