import Testing

@testable import Prompt

/// What a progress line says, and what it leaves out where there is no room.
@Suite struct ProgressLineTests {
  private static let parts = ["235/469", "12 s left", "loss: 0.0862", "accuracy: 0.9742", "8312 images/s"]

  @Test(arguments: [
    (120, "━━━━━━━━━━────────── 235/469 - 12 s left - loss: 0.0862 - accuracy: 0.9742 - 8312 images/s"),
    (79, "━━━━───── 235/469 - 12 s left - loss: 0.0862 - accuracy: 0.9742 - 8312 images/s"),
    (75, "━━━━━━━━━━────────── 235/469 - 12 s left - loss: 0.0862 - accuracy: 0.9742"),
    (49, "━━━━━━━─────── 235/469 - 12 s left - loss: 0.0862"),
    (30, "━━━━━───── 235/469 - 12 s left"),
    (16, "━━━━──── 235/469"),
    (10, "235/469"), (4, "235/"), (0, ""),
  ])
  func theMostImportantPartsStay(width: Int, line: String) {
    #expect(ProgressLine.line(0.5, Self.parts, width: width) == line)
  }

  @Test func aFractionBeyondItsEndsFillsNoMoreThanTheBar() {
    #expect(ProgressLine.line(7, ["x"], width: 10) == "━━━━━━━━ x")
    #expect(ProgressLine.line(-1, ["x"], width: 10) == "──────── x")
    #expect(ProgressLine.line(.nan, ["x"], width: 10).hasSuffix(" x"))
  }

  @Test func theTimeLeftIsThatOfTheSameSpeed() {
    #expect(ProgressLine.timeLeft(elapsed: 10, from: 0, to: 0.5) == "10 s left")
    #expect(ProgressLine.timeLeft(elapsed: 10, from: 0.5, to: 0.75) == "10 s left")
    #expect(ProgressLine.timeLeft(elapsed: 60, from: 0, to: 0.2) == "4 min left")
    #expect(ProgressLine.timeLeft(elapsed: 3600, from: 0, to: 0.1) == "9 h left")
    #expect(ProgressLine.timeLeft(elapsed: 10, from: 0.5, to: 0.5) == nil)
    #expect(ProgressLine.timeLeft(elapsed: 0, from: 0, to: 0) == nil)
  }
}
