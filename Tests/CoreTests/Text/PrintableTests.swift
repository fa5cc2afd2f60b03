import Core
import Testing

@Suite struct PrintableTests {
  @Test func whatATerminalObeysIsWrittenOutAsPythonDoes() {
    #expect("\u{1B}]0;x\u{7}".printable == #"\x1b]0;x\x07"#)
    #expect("\u{9B}2J".printable == #"\x9b2J"#)
    #expect("a\rb\0\u{7F}".printable == #"a\rb\x00\x7f"#)
  }

  @Test func whatTurnsTheDirectionOrTakesNoRoomIsWrittenOut() {
    #expect("\u{202E}gnp.exe\u{2066}".printable == #"\u202egnp.exe\u2066"#)
    #expect("a\u{200B}b\u{FEFF}c\u{2028}d\u{2029}e".printable == #"a\u200bb\ufeffc\u2028d\u2029e"#)
    #expect("x\u{E0041}\u{3164}".printable == #"x\U000e0041\u3164"#)
  }

  @Test func linesAndTabsStayInATextAndAreWrittenOutInALine() {
    #expect("a\n\tb\r\n".printable == "a\n\tb\\r\n")
    #expect("a\n\tb\r\n".printableLine == #"a\n\tb\r\n"#)
  }

  @Test func ordinaryTextStaysAsItIs() {
    for text in [
      "", "plain", "Größe 3×3 → ±0.5", "漢字", "e\u{301}", "⚠\u{FE0F}", "👩\u{200D}🔬", "می\u{200C}خواهم",
      "क्\u{200D}ष", "│█⣿",
    ] {
      #expect(text.printable == text)
      #expect(text.printableLine == text)
    }
  }

  @Test func aJoinerIsSeenOnlyWhereItJoins() {
    #expect("a\u{200D}b".printable == #"a\u200db"#)
    #expect("\u{200D}".printable == #"\u200d"#)
    #expect("👩\u{200D}".printable == #"👩\u200d"#)
    #expect("1\u{200D}2".printable == #"1\u200d2"#)
  }

  /// Every character of Unicode, alone and among others.
  @Test func nothingThatATerminalObeysIsLeft() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let category = scalar.properties.generalCategory
      guard [.control, .format, .lineSeparator, .paragraphSeparator].contains(category) else { continue }
      #expect(!"a\(scalar)b".printableLine.unicodeScalars.contains(scalar), "U+\(String(value, radix: 16))")
    }
  }

  /// Copying what is there for each of them would take minutes.
  @Test func aMillionOfThemAreWrittenOut() {
    #expect(String(repeating: "\0", count: 1 << 20).printable.utf8.count == 4 << 20)
  }

  @Test func writtenTwiceIsWrittenOnce() {
    let once = "\u{1B}[2J\u{85}\u{202E}".printable
    #expect(once.printable == once)
  }
}
