import CellLanguage
import Testing

/// `who`: the names in use.
@Suite struct WhoTests {
  @Test func everyKindHasItsShapeAndMemory() {
    let trial = Trial.withModel()
    _ = trial.run("rate = 0.1\nname = \"LeNet\"\nsize = 28x28\nx = digits.train.images\nl = [1, [2, 3]]")
    let lines = trial.run("who").split(separator: "\n").map {
      $0.split(separator: "  ", omittingEmptySubsequences: true).map { $0.trimmingPrefix(" ") }
    }
    #expect(lines.map { $0.first ?? "" } == ["name", "digits", "l", "name", "net", "rate", "size", "x"])
    #expect(lines[1] == ["digits", "a data set", "train (64, 28, 28, 1), test (32, 28, 28, 1)", "75.6 kB"])
    #expect(lines[3] == ["name", "a text", "\"LeNet\"", "5 bytes"])
    #expect(lines[4].prefix(3) == ["net", "a model", "28x28x1, 500 params"])
    #expect(lines[7] == ["x", "an array", "(64, 28, 28, 1)", "50.2 kB"])
  }

  @Test func aSessionWithoutNamesSaysSo() { #expect(Trial().run("who") == "no name has a value yet") }

  @Test func listsWithinListsTakeNoTime() {
    let trial = Trial()
    _ = trial.run("x = [1, 2]" + String(repeating: "\nx = [x, x]", count: 50))
    #expect(trial.run("who").contains("2 elements"))
  }
}
