import CellLanguage
import Testing

/// `expect`: what holds, what does not, and what cannot be told.
@Suite struct ExpectTests {
  @Test(arguments: [
    ("expect 2 + 2 == 4", "right: 2 + 2 == 4 (1 point)"),
    ("expect 2 + 2 == 4 points=2.5", "right: 2 + 2 == 4 (2.5 points)"),
    ("expect x > 3 points=2 hint=\"more\"", "not yet: x > 3, but found 2 (0 of 2 points)\n  more"),
    ("expect not (x == 2)", "not yet: not (x == 2), but found false (0 of 1 point)"),
    ("expect x == 2 and x < 3", "right: x == 2 and x < 3 (1 point)"),
    ("expect -x <= -2", "right: -x <= -2 (1 point)"),
    ("expect (x)**2 == 4", "right: (x)**2 == 4 (1 point)"),
    ("expect [1, 2] == [1, 2]", "right: [1, 2] == [1, 2] (1 point)"),
    ("expect [1, 2] < 2", "not yet: [1, 2] < 2, but found [1, 2] (0 of 1 point)"),
    ("expect \"a\" + \"b\" == \"ab\"", "right: \"a\" + \"b\" == \"ab\" (1 point)"),
    ("expect 28x28 == 28x28", "right: 28x28 == 28x28 (1 point)"),
    ("expect 28x28 != 784", "right: 28x28 != 784 (1 point)"),
    ("expect 0.96996 >= 0.97", "not yet: 0.96996 >= 0.97, but found 0.96996 (0 of 1 point)"),
    ("expect nothing == 3", "not yet: nothing == 3, but found unknown name 'nothing' (0 of 1 point)"),
    (
      "expect digits.tran.count == 3",
      "not yet: digits.tran.count == 3, but found unknown name 'digits' (0 of 1 point)"
    ),
    ("expect 1 / (x - 2) > 0", "not yet: 1 / (x - 2) > 0, but found division by zero (0 of 1 point)"),
  ])
  func comparisonsComeOut(cell: String, line: String) {
    let trial = Trial()
    _ = trial.run("x = 2")
    #expect(trial.run(cell) == line)
  }

  @Test func theCellGoesOn() {
    let trial = Trial()
    #expect(trial.run("expect 1 == 2\ny = 3\ny") == "not yet: 1 == 2, but found 1 (0 of 1 point)\n3")
    guard case .expectation(let expectation)? = trial.outputs.first else {
      Issue.record("no expectation was given out")
      return
    }
    #expect(
      expectation == Expectation(comparison: "1 == 2", holds: false, found: "1", expected: "== 2"))
    #expect(expectation.earned == 0)
  }

  @Test(arguments: [
    ("expect", "expect needs what should hold"), ("expect points=2", "expect needs what should hold"),
    ("expect 3", "expected what is true or false, found 3"),
    ("expect x = 3", "write x=3 without spaces around '='"),
    ("expect 1 == 1 points=-1", "points cannot be -1"), ("expect 1 == 1 2", "one value too many"),
    ("expect = 3", "'expect' is a verb and cannot be the name of a value"),
    ("expect 1 < 2 < 3", "compare two at a time"),
  ])
  func whatIsNoComparisonIsAnError(cell: String, message: String) {
    #expect(Trial().run(cell).contains(message))
  }

  @Test func arraysHoldAsAWhole() {
    let trial = Trial()
    _ = trial.run("i = images [[0, 1], [1, 0]]")
    #expect(trial.run("expect i <= 1").hasPrefix("right"))
    #expect(trial.run("expect i < 1").hasPrefix("not yet"))
    #expect(trial.run("expect i").contains("expected what is true or false"))
  }

  @Test func aShapeOfOneLengthIsANumber() {
    let trial = Trial.withModel()
    #expect(trial.run("expect net.output_shape == 10") == "right: net.output_shape == 10 (1 point)")
    #expect(trial.run("10 == net.output_shape") == "true" && trial.run("net.output_shape != 9") == "true")
    #expect(trial.run("net.input_shape == 784") == "false")
    #expect(trial.run("net.output_shape + 1").contains("cannot be computed"))
  }

  @Test func numbersAreDrawnBySeed() {
    func drawn(_ seed: Int) -> String {
      Trial().run("seed \(seed)\n[integers(6), integers(6), choice([4, 6, 8]), choice([4, 6, 8])]")
    }
    #expect(drawn(3) == drawn(3))
    #expect(Set((0..<20).map(drawn)).count > 10)
    let trial = Trial()
    _ = trial.run("counts = []\nfor i in range 300\n  counts = append counts integers(1, 7)\nend")
    _ = trial.run("counts = []\nfor i in range 300\n  d = integers 1 7\n  counts = append counts d\nend")
    #expect(trial.run("[min(counts), max(counts)]") == "[1, 6]")
    #expect(trial.run("integers 3 3").contains("no number to draw"))
    #expect(trial.run("choice []").contains("no elements to draw from"))
  }

  @Test func whatIsComputedInPassingChangesNothing() {
    let trial = Trial()
    _ = trial.run("x = [3, 4]")
    #expect(trial.session.number(computedAs: "x[0] * 2") == 6)
    #expect(trial.session.number(computedAs: "integers 3") == nil)
    #expect(trial.session.number(computedAs: "sum(x) + len(x)") == 9)
    // A name that is a verb's too.
    _ = trial.run("filters = 6")
    #expect(trial.session.printed(computedAs: "filters") == "6")
    #expect(trial.session.printed(computedAs: "who") == nil)
    #expect(trial.session.number(computedAs: "y = 3") == nil)
    #expect(trial.session.number(computedAs: "nothing") == nil)
    #expect(trial.session.printed(computedAs: "x") == "[3, 4]")
    #expect(trial.session.names == ["filters", "x"])
  }
}
