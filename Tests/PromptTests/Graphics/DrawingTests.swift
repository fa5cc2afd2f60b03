import Charts
import Foundation
import TestSupport
import Testing

@testable import Prompt

/// Charts in the terminal, as a learner sees them.
@Suite struct DrawingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let load = "digits = load digits train=200 test=50\n"
  private static let show = "show digits.train[0]\n"
  private static let fullColour = ["TERM": "xterm-256color", "COLORTERM": "truecolor"]

  private func start(_ arguments: [String] = [], _ environment: [String: String] = [:]) throws
    -> PseudoTerminal
  {
    let terminal = try PseudoTerminal(arguments, folder: folder, environment: environment)
    try terminal.wait(for: "In [1]:")
    return terminal
  }

  private func showDigit(_ arguments: [String] = [], _ environment: [String: String] = [:]) throws
    -> PseudoTerminal
  {
    let terminal = try start(arguments, environment)
    terminal.type(Self.load + Self.show)
    try terminal.wait(for: "02-images.svg")
    try terminal.waitForLastLine("In [3]:")
    return terminal
  }

  private func wrote(_ terminal: PseudoTerminal) -> String {
    String(decoding: terminal.output, as: UTF8.self)
  }

  @Test func aDigitIsSeenInShades() throws {
    let terminal = try showDigit()
    let drawn = terminal.screen.lines.filter { $0.contains(#/[░▒▓█▀▄]/#) }
    #expect((7...14).contains(drawn.count))
    #expect(!wrote(terminal).contains("38;"))
  }

  @Test func aDigitIsSeenInColours() throws {
    let terminal = try showDigit([], Self.fullColour)
    #expect(terminal.screen.lines.filter { $0.contains("▀") }.count >= 7)
    #expect(wrote(terminal).contains("38;2;"))
    let fewer = try showDigit([], ["TERM": "xterm-256color"])
    #expect(wrote(fewer).contains("38;5;") && !wrote(fewer).contains("38;2;"))
  }

  @Test func aCurveIsSeenAboveTheNameOfItsFile() throws {
    let terminal = try start()
    terminal.type(
      Self.load + """
        m = model input=28x28x1
          Flatten
          Dense 10 activation=softmax
        end
        compile m optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
        history = fit m (digits.train / 255) epochs=3
        plot history.accuracy

        """)
    try terminal.wait(for: "05-accuracy.svg")
    try terminal.waitForLastLine("In [6]:")
    let lines = terminal.screen.lines
    #expect(lines.contains { $0.contains("┤") } && lines.contains { $0.contains("●") })
    let label = lines.firstIndex { $0.contains("Epoch") && !$0.contains("/") }
    #expect(label.map { $0 < (lines.firstIndex { $0.contains("05-accuracy.svg") } ?? 0) } == true)
  }

  @Test func noColorLeavesShades() throws {
    let terminal = try showDigit([], Self.fullColour.merging(["NO_COLOR": "1"]) { $1 })
    #expect(!wrote(terminal).contains("38;2;") && terminal.screen.text.contains("█"))
  }

  @Test func nothingIsDrawnWhereItWouldBeReadOut() throws {
    for (arguments, environment) in [
      (["--plain"], Self.fullColour), ([], ["TERM": "dumb"]), ([], ["LC_ALL": "de_DE.ISO-8859-1"]),
    ] {
      let terminal = try showDigit(arguments, environment)
      #expect(!terminal.screen.text.contains(#/[░▒▓█▀▄]/#))
    }
  }

  @Test func theCommandSwitchesDrawings() throws {
    let terminal = try start()
    terminal.type(":drawings off\n" + Self.load + Self.show)
    try terminal.wait(for: "02-images.svg")
    try terminal.waitForLastLine("In [3]:")
    #expect(!terminal.screen.text.contains(#/[░▒▓█▀▄]/#))
    #expect(terminal.screen.text.contains("charts are only written to files"))
    terminal.type(":drawings on\n" + Self.show)
    try terminal.wait(for: "03-images.svg")
    #expect(terminal.screen.text.contains(#/[░▒▓█▀▄]/#))
  }

  @Test func aReplayNamesItsChartsOnly() throws {
    try Data("```{code-cell} convbook\n\(Self.load)\(Self.show)```\n".utf8)
      .write(to: folder.url.appendingPathComponent("lesson.md"))
    let terminal = try PseudoTerminal(["run", "lesson.md"], folder: folder)
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.screen.text.contains(#/[░▒▓█▀▄]/#) && terminal.screen.text.contains("01-images.svg"))
  }

  // MARK: - Graphics

  private static let hasRenderer =
    (try? BarChart(title: "", categories: ["a"], values: [1]).png()) != nil
  private static let hasSixel =
    (try? ChartPicture(
      of: BarChart(title: "", categories: ["a"], values: [1]), window: (400, 400), lineHeight: 17,
      isDark: true
    )
    .sixel()) != nil

  /// Shows a digit on a terminal that says this when it is asked.
  private func showDigit(answering answer: String) throws -> PseudoTerminal {
    let terminal = try start([], Self.fullColour)
    terminal.type(Self.load + Self.show)
    try terminal.wait("the question") { _ in wrote(terminal).contains("\u{1B}[c") }
    terminal.type(answer)
    try terminal.wait(for: "02-images.svg")
    return terminal
  }

  @Test(.enabled(if: hasRenderer, "needs librsvg")) func aKittyShowsThePicture() throws {
    let terminal = try showDigit(answering: "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62c")
    try terminal.waitForLastLine("In [3]:")
    #expect(wrote(terminal).contains("\u{1B}_Ga=T,f=100,q=2,c="))
    #expect(!terminal.screen.text.contains("▀"))
  }

  @Test(.enabled(if: hasSixel, "needs librsvg and libsixel")) func aSixelTerminalShowsThePicture() throws {
    let terminal = try showDigit(answering: "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?62;4c")
    try terminal.waitForLastLine("In [3]:")
    #expect(wrote(terminal).contains("\u{1B}P") && !terminal.screen.text.contains("▀"))
    terminal.type(":drawings blocks\n" + Self.show)
    try terminal.wait(for: "03-images.svg")
    #expect(terminal.screen.text.contains("▀"))
  }

  @Test func whatIsTypedWhileTheTerminalIsAskedIsTheNextCell() throws {
    let terminal = try showDigit(answering: "print \"he\u{1B}]11;rgb:00/00/00\u{7}llo\"\n\u{1B}[?62c2+3\n")
    try terminal.waitForLastLine("In [5]:")
    #expect(terminal.screen.lines.contains("hello") && terminal.screen.lines.contains("5"))
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.settings == terminal.settingsAtStart)
  }

  @Test func aLateAnswerIsNotTyped() throws {
    let terminal = try showDigit([], Self.fullColour)
    terminal.type("2+\u{1B}]11;rgb:00/00/00\u{1B}\\\u{1B}[?62;4c3\n")
    try terminal.waitForLastLine("In [4]:")
    #expect(terminal.screen.lines.contains("5"))
  }
}
