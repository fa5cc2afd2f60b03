import Charts
import Testing

@testable import Prompt

/// What a terminal says of itself, and what its name and the environment say.
struct TerminalAnswersTests {
  private static let kitty = "\u{1B}_Gi=31;OK\u{1B}\\"
  private static let dark = "\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\"
  private static let light = "\u{1B}]11;rgb:ff/ff/ee\u{7}"
  private static let size = "\u{1B}[6;18;9t"
  private static let attributes = "\u{1B}[?62;22c"

  private func take(_ text: String, inPiecesOf count: Int = .max) -> (TerminalAnswers, typed: String) {
    var answers = TerminalAnswers()
    var typed: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      typed += answers.take(Array(bytes.prefix(count)))
      bytes = bytes.dropFirst(count)
    }
    return (answers, String(decoding: typed, as: UTF8.self))
  }

  @Test(arguments: [1, 2, 3, 7, Int.max]) func answersAreUnderstoodInAnyPieces(count: Int) {
    let (answers, typed) = take(
      "ab" + Self.kitty + Self.dark + "c" + Self.size + Self.attributes + "\n", inPiecesOf: count)
    #expect(answers.areComplete && typed == "abc\n")
    #expect(answers.abilities == TerminalAbilities(graphics: .kitty, isDark: true, cell: (9, 18)))
  }

  @Test func sixelIsAttribute4() {
    #expect(take("\u{1B}[?62;4;22c").0.abilities.graphics == .sixel)
    #expect(take("\u{1B}[?64;14;44c").0.abilities.graphics == nil)
    #expect(take("\u{1B}_Gi=31;ENOTSUPPORTED:no\u{1B}\\\u{1B}[?4c").0.abilities.graphics == .sixel)
    #expect(take(Self.kitty + "\u{1B}[?4c").0.abilities.graphics == .kitty)
  }

  @Test func theBackgroundIsDarkOrBright() {
    #expect(take(Self.light).0.abilities.isDark == false)
    #expect(take("\u{1B}]11;rgb:0/0/0\u{7}").0.abilities.isDark == true)
    #expect(take(Self.attributes).0.abilities.isDark == nil)
  }

  @Test(arguments: [
    ("0;15", false), ("15;0", true), ("12;default;7", false), ("0;8", true), ("7", nil), ("a;b", nil),
    ("", nil),
  ])
  func theEnvironmentSaysWhetherItIsDark(value: String, isDark: Bool?) {
    #expect(TerminalAbilities.isDark(["COLORFGBG": value]) == isDark)
    #expect(TerminalAbilities.isDark([:]) == nil)
  }

  @Test(arguments: [
    "\u{1B}[A", "\u{1B}x", "\u{1B}[200~print 1\u{1B}[201~", "\u{1B}[6~", "\u{1B}OP\u{1B}\u{1B}",
  ])
  func keysAreNoAnswers(keys: String) {
    var (answers, typed) = take(keys)
    typed += String(decoding: answers.release(), as: UTF8.self)
    #expect(typed == keys && !answers.areComplete)
  }

  @Test func whatNeverEndsIsNoAnswer() {
    let text = "\u{1B}_G" + String(repeating: "x", count: 1000)
    #expect(take(text).typed == text)
  }

  @Test(arguments: [
    (["TERM": "xterm-256color"], ColourDepth.palette), (["TERM": "xterm"], .plain), ([:], .plain),
    (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .full),
    (["TERM": "screen", "COLORTERM": "24bit"], .full),
    (["TERM": "xterm-kitty"], .full), (["TERM": "xterm-ghostty"], .full), (["TERM": "alacritty"], .full),
    (["TERM": "xterm-direct"], .full), (["TERM": "tmux-256color", "COLORTERM": ""], .palette),
  ]) func theEnvironmentTellsTheColours(environment: [String: String], depth: ColourDepth) {
    #expect(ColourDepth(environment: environment) == depth)
  }

  @Test(arguments: [
    ([:], true), (["LANG": "de_DE.UTF-8"], true), (["LANG": "en_US.utf8"], true), (["LC_ALL": "C"], true),
    (["LANG": "de_DE"], false), (["LC_ALL": "", "LC_CTYPE": "de_DE.ISO-8859-1", "LANG": "C.UTF-8"], false),
  ]) func theLocaleTellsWhetherDrawingsHaveTheirCharacters(environment: [String: String], has: Bool) {
    #expect(ChartPainter.hasUnicode(environment) == has)
  }
}
