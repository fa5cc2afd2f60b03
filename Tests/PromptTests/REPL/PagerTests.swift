import Foundation
import TestSupport
import Testing

@testable import Prompt

/// A page that is longer than the screen stops at each screenful, in the user's pager or by itself.
@Suite struct PagerTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func prompt(_ environment: [String: String], _ arguments: [String] = []) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(arguments, folder: folder, environment: environment)
    if arguments.isEmpty { try terminal.waitForLastLine("In [1]:") }
    return terminal
  }

  /// No pager is named, and none is found.
  private let withoutPager = ["PAGER": "", "PATH": "/nowhere"]
  private static let stop = "more: any key goes on, q leaves"

  @Test func eachScreenfulWaitsForAKey() throws {
    let terminal = try prompt(withoutPager)
    terminal.type("help all\n")
    try terminal.waitForLastLine(Self.stop)
    #expect(terminal.screen.lines.contains { $0.hasPrefix("data: ") })
    let first = terminal.screen.lines.first
    terminal.type(" ")
    try terminal.wait("the second screenful") { $0.lines.last == Self.stop && $0.lines.first != first }
    terminal.type("q")
    try terminal.waitForLastLine("In [1]:")
    terminal.type("1+2\n")
    try terminal.waitForLastLine("In [2]:")
    #expect(terminal.screen.lines.contains("3"))
  }

  @Test func afterTheLastScreenfulComesThePrompt() throws {
    let terminal = try prompt(withoutPager)
    // A page of more than one screenful, and of less than two.
    terminal.type("?BatchNormalization\n")
    try terminal.waitForLastLine(Self.stop)
    terminal.type("\n")
    try terminal.wait(for: "summary net")
    try terminal.waitForLastLine("In [1]:")
    #expect(!terminal.screen.text.contains(Self.stop))
  }

  @Test(arguments: ["q", "\u{3}", "\u{4}"]) func aKeyLeaves(key: String) throws {
    let terminal = try prompt(withoutPager)
    let settings = terminal.settings
    terminal.type("?fit\n")
    try terminal.waitForLastLine(Self.stop)
    // Once it asks, a key is neither echoed nor a signal.
    #expect(terminal.settings != settings)
    terminal.type(key)
    try terminal.waitForLastLine("In [1]:")
    #expect(terminal.settings == settings)
    #expect(!terminal.screen.text.contains("Example:"))
  }

  @Test func whatFitsOnTheScreenDoesNotStop() throws {
    let terminal = try prompt(withoutPager)
    terminal.type("help\n")
    try terminal.wait(for: "help load")
    try terminal.waitForLastLine("In [1]:")
    // The first line is still there.
    #expect(terminal.screen.lines.contains { $0.hasPrefix("data ") })
  }

  /// Also where the session is confined to its folder: the pager is outside, as the editor is.
  @Test func theUsersOwnPagerIsUsed() throws {
    let pager = #"sed -n "1s/^/paged: /p""#
    let terminal = try prompt(["PAGER": pager])
    terminal.type("?fit\n")
    try terminal.wait(for: "paged: fit: ")
    try terminal.waitForLastLine("In [1]:")
    terminal.type("x = 1\n?load\n")
    try terminal.wait(for: "paged: load: ")
    try terminal.waitForLastLine("In [2]:")
  }

  @Test func aPagerThatCannotBeStartedIsNotNeeded() throws {
    let terminal = try prompt(["PAGER": "/nowhere/pager 2>/dev/null"])
    terminal.type("?fit\n")
    try terminal.waitForLastLine(Self.stop)
    terminal.type("q")
    try terminal.waitForLastLine("In [1]:")
  }

  @Test func plainTextStopsNowhere() throws {
    let terminal = try PseudoTerminal(
      ["--plain"], folder: folder, environment: ["PAGER": "sed s/^/paged:/"])
    try terminal.wait(for: "In [1]")
    terminal.type("?fit\n")
    try terminal.wait(for: "history = fit net (digits.train / 255)")
    #expect(!terminal.screen.text.contains("paged:"))
  }

  @Test func theCommandStopsToo() throws {
    let terminal = try prompt(withoutPager, ["help", "all"])
    try terminal.waitForLastLine(Self.stop)
    terminal.type("q")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func lessIsTakenWhereItIsThere() throws {
    #expect(Pager.command(["PAGER": "more"]) == "more")
    #expect(Pager.command(["PATH": "/nowhere"]) == nil)
    let less = folder.path + "/less"
    try Data().write(to: URL(fileURLWithPath: less))
    chmod(less, 0o755)
    #expect(Pager.command(["PAGER": "", "PATH": "/nowhere:\(folder.path)"]) == "less -R")
  }
}
