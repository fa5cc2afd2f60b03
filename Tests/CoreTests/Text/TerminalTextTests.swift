import Core
import Testing

@Suite struct TerminalTextTests {
  @Test func wordsBringNoControlSequenceAlong() {
    let name = "cat\u{1B}[2J"
    let text: TerminalText = .look([31]) + "class \(name)" + .look([0])
    #expect(text.encoded == "\u{1B}[31mclass cat\\x1b[2J\u{1B}[0m")
    #expect(TerminalText(name).encoded == #"cat\x1b[2J"#)
  }

  @Test func interpolatedTerminalTextStaysWhatItIs() {
    let dim: TerminalText = .look([2]) + "In [1]: " + .look([22])
    let text: TerminalText = "\(dim)x = \(3)"
    #expect(text.encoded == "\u{1B}[2mIn [1]: \u{1B}[22mx = 3")
  }

  @Test func controlSequencesAreMadeOfLiteralsAndNumbers() {
    #expect(TerminalText.control([3], "A").encoded == "\u{1B}[3A")
    #expect(TerminalText.control("\u{1B}[J").encoded == "\u{1B}[J")
    #expect(["a", "b"].map { TerminalText($0) }.joined(separator: ", ").encoded == "a, b")
  }
}
