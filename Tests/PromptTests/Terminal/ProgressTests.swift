import Foundation
import TestSupport
import Testing

@testable import Prompt

/// What a terminal shows while something takes long, and Ctrl-C meanwhile.
@Suite struct ProgressTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func start(_ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 100)
    throws
    -> PseudoTerminal
  {
    let terminal = try PseudoTerminal(arguments, folder: folder, environment: environment, columns: columns)
    try terminal.wait(for: "In [1]:")
    return terminal
  }

  private func beginEndlessFit(_ terminal: PseudoTerminal, then cell: String = "") throws {
    for cell in TrialCells.endlessNeeds { terminal.type(cell + "\n") }
    try terminal.wait(for: "In [\(TrialCells.endlessNeeds.count + 1)]:")
    terminal.type(TrialCells.endless + "\n")
    try terminal.wait(for: TrialCells.endlessShows)
  }

  /// Whose epochs take so long that a bar is there most of the time.
  private func beginSlowFit(_ terminal: PseudoTerminal) throws {
    terminal.type(
      "digits = load digits train=3000 test=10\nm = model input=28x28x1\nConv2D 32 5x5\nConv2D 32 5x5\n")
    terminal.type("Flatten\nDense 10 activation=softmax\nend\n\(TrialCells.endlessNeeds[2])\n")
    try terminal.wait(for: "In [4]:")
    terminal.type(TrialCells.endless + "\n")
    try terminal.wait(for: "─ ")
  }

  @Test func aFitHasABarWithAllThatOneWantsToKnow() throws {
    let terminal = try start()
    try beginEndlessFit(terminal)
    try terminal.wait("a bar") {
      $0.text.contains(#/━*─* \d+/32 - \d+ (s|min|h) left - loss: \d\.\d{4} - accuracy: \d\.\d{4}/#)
    }
    terminal.press(.controlC)
    try terminal.wait(for: "interrupted in epoch")
    try terminal.waitForLastLine("In [5]:")
    #expect(!terminal.screen.text.contains("━"))
    terminal.type("h.epochs\n")
    try terminal.waitForLastLine("In [6]:")
  }

  @Test func aNarrowWindowHasAShorterOne() throws {
    let terminal = try start(columns: 40)
    try beginEndlessFit(terminal)
    try terminal.wait("a bar") { $0.text.contains(#/━*─* \d+/32 - \d+ (s|min|h) left/#) }
    terminal.resize(columns: 100, rows: 24)
    try terminal.wait("a longer bar") { $0.text.contains(#/left - loss: \d\.\d{4} - accuracy/#) }
  }

  @Test(arguments: [true, false]) func aWindowThatBecomesNarrowerKeepsNoPieceOfIt(reflowing: Bool) throws {
    let terminal = try start()
    try beginSlowFit(terminal)
    for columns in [70, 50, 35] {
      terminal.resize(columns: columns, rows: 24, reflowing: reflowing)
      try terminal.wait("the bar alone, below its epoch") {
        $0.lines.last?.contains(#/^━*─* \d+/94/#) == true
          && $0.lines.dropLast().last?.hasPrefix("Epoch") == true
      }
    }
    terminal.press(.controlC)
    try terminal.waitForLastLine("In [5]:")
    #expect(!terminal.screen.text.contains(#/[━─]/#))
  }

  @Test(arguments: [(["--no-color"], [:]), ([], ["NO_COLOR": "1"])])
  func aBarNeedsNoColour(arguments: [String], environment: [String: String]) throws {
    let terminal = try start(arguments, environment: environment)
    try beginSlowFit(terminal)
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains(#/\u{1B}\[[0-9;]*m/#))
  }

  @Test(arguments: [([], ["TERM": "dumb"]), (["--plain"], [:])])
  func whereNothingMayBeDrawnAnewNothingIs(arguments: [String], environment: [String: String]) throws {
    let terminal = try start(arguments, environment: environment)
    try beginEndlessFit(terminal)
    try terminal.wait("several epochs") { $0.text.matches(of: #/Epoch \d+\//#).count > 2 }
    terminal.press(.controlC)
    try terminal.wait(for: "interrupted in epoch")
    #expect(!terminal.screen.text.contains("━"))
  }

  @Test func aTerminalThatGoesDuringAFitLosesNoCell() throws {
    let terminal = try start()
    try beginEndlessFit(terminal)
    terminal.hangUp()
    #expect(try terminal.waitForExit() == 128 + SIGHUP)
    let transcript = try folder.read("Outputs/session-1/transcript.md")
    #expect(transcript.contains(TrialCells.endless))
    #expect(transcript.contains("interrupted in epoch"))
  }

  @Test func dataGenerateShowsHowFarItIs() throws {
    let run = try PseudoTerminal(
      ["data", "generate", "signs", "many", "--train", "20000", "--valid", "10", "--test", "10"],
      folder: folder,
      columns: 80)
    try run.wait("a bar") { $0.text.contains(#/─ \d+/20000 images drawn - \d+ s left/#) }
    run.press(.controlC)
    #expect(try run.waitForExit() == 130)
    #expect(try folder.names(in: ".").contains("many") == false)
  }
}
