import Core

/// Text as a terminal sets it: every character in one column or two.

extension TextStyle {
  /// Its widths are columns.
  static let cell = TextStyle(name: "", size: 1, isMonospaced: true)

  /// The columns that a text takes as it is written.
  static func columns(_ text: String) -> Int { Int(clamping: cell.width(text.terminalText)) }
}

extension String {
  /// The text in one line, without what joins characters or varies them: terminals differ in how wide those are.
  var terminalText: String {
    var scalars = UnicodeScalarView()
    for scalar in printableLine.unicodeScalars
    where scalar.properties.generalCategory != .format && !(0xFE00...0xFE0F).contains(scalar.value) {
      scalars.append(scalar)
    }
    return String(scalars)
  }
}

extension Character {
  /// The columns that it takes: two for East Asian characters and emoji (after Unicode's East_Asian_Width), none for
  /// marks on others.
  var columns: Int {
    isASCII ? 1 : min(2, unicodeScalars.reduce(0) { $0 + $1.columns })
  }
}

extension Unicode.Scalar {
  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x2E80...0x303E,
      0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
