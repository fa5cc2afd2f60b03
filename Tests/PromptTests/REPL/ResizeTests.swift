import Foundation
import TestSupport
import Testing

@testable import Prompt

/// A window that changes its size while a line is edited, and windows of no sensible size.
///
/// The C library checks its memory meanwhile, as it finds a write behind the end of a block only later or never.
@Suite struct ResizeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// malloc(3) of glibc: blocks are checked as they are freed, and what is freed is overwritten.
  private static let checks = [
    "LD_PRELOAD": "libc_malloc_debug.so.0", "MALLOC_CHECK_": "3", "MALLOC_PERTURB_": "165",
    "GLIBC_TUNABLES": "glibc.malloc.check=3:glibc.malloc.perturb=165",
  ]

  private func start(columns: Int = 80, rows: Int = 24, claimed: (columns: Int, rows: Int)? = nil) throws
    -> PseudoTerminal
  {
    try PseudoTerminal(
      folder: folder, environment: Self.checks, columns: columns, rows: rows, claimed: claimed)
  }

  /// Whether it still reads cells and runs them, and leaves as it should.
  private func expectAlive(_ terminal: PseudoTerminal) throws {
    terminal.resize(columns: 80, rows: 24)
    terminal.settle()
    terminal.press(.controlC)
    terminal.settle()
    terminal.press(.controlC)
    terminal.settle()
    terminal.type("7000 + 77\n")
    try terminal.wait(for: "7077")
    terminal.press(.controlD)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.settings == terminal.settingsAtStart)
  }

  @Test(arguments: [41, 42, 43, 44, 47, 79, 80, 81, 2000])
  func aWindowThatBecomesNarrowerAndWiderAgain(typed: Int) throws {
    let terminal = try start()
    try terminal.waitForLastLine("In [1]:")
    for _ in 0..<6 {
      terminal.type(String(repeating: "a", count: typed))
      terminal.settle()
      terminal.resize(columns: 40, rows: 24)
      terminal.type("b")
      terminal.settle()
      terminal.resize(columns: 200, rows: 50)
      terminal.type("c")
      terminal.settle()
      terminal.press(.controlC)
    }
    try expectAlive(terminal)
  }

  /// 1,000 resizes and keys in all, each time others; half of them with vi's keys.
  @Test(arguments: 1...8) func anySizeBetweenAnyKeys(seed: UInt64) throws {
    var chance = Chance(seed: seed)
    if seed > 4 { try folder.writeEditrc("bind -v") }
    let terminal = try start()
    try terminal.waitForLastLine("In [1]:")
    let keys: [PseudoTerminal.Key] = [.left, .right, .backspace, .up, .down, .tab, .f1, .controlR, .escape]
    for step in 0..<125 {
      terminal.resize(columns: 1 + chance.below(200), rows: 1 + chance.below(60))
      switch chance.below(4) {
      case 0: terminal.press(keys[chance.below(keys.count)])
      case 1: terminal.paste(String(repeating: "漢 + x\n", count: chance.below(40)))
      default: terminal.type(String(repeating: "x + 重", count: chance.below(30)))
      }
      if step % 5 == 0 { terminal.settle() }
      if step % 5 == 4 { terminal.press(.controlC, .controlC) }
    }
    try expectAlive(terminal)
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 1), (1, 65535), (65535, 1), (65535, 65535), (3, 2)])
  func aWindowOfNoSensibleSize(columns: Int, rows: Int) throws {
    let terminal = try start(claimed: (columns, rows))
    try terminal.wait("the banner") { _ in
      String(decoding: terminal.output, as: UTF8.self).contains("Ctrl-D to leave")
    }
    terminal.settle()
    terminal.type("x = 12")
    terminal.settle()
    terminal.press(.controlC)
    terminal.resize(columns: 80, rows: 24)
    terminal.settle()
    terminal.type("y = 34")
    terminal.claim(columns: columns, rows: rows)
    terminal.settle()
    terminal.type("5")
    terminal.settle()
    try expectAlive(terminal)
  }

  /// The copy of a screen that libedit keeps must not outlive a text that was changed behind its back.
  @Test func aTextHigherThanAnyWindowThatIsReplacedByALongLine() throws {
    let terminal = try start()
    try terminal.waitForLastLine("In [1]:")
    for _ in 0..<8 {
      terminal.paste((1...40).map { "x\($0) = \($0)" }.joined(separator: "\n"))
      terminal.settle()
      terminal.press(.up, .up, .left, .left)
      terminal.type("\u{1}\u{B}")
      terminal.press(.controlR)
      terminal.type("\u{7}")
      terminal.type(String(repeating: "a", count: 2500))
      terminal.settle()
      terminal.press(.controlC)
    }
    try expectAlive(terminal)
  }
}

/// Numbers that look random and come again with the same seed (SplitMix64).
private struct Chance {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(count))
  }
}
