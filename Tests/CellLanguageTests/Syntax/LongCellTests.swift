import Testing

@testable import CellLanguage

/// A cell has a megabyte of text at most, and an error in a long line shows a part of it.
@Suite(.timeLimit(.minutes(1))) struct LongCellTests {
  @Test func aCellThatIsTooLongIsRefusedAtOnce() {
    let trial = Trial()
    for source in [
      "x = 1\ny = [" + String(repeating: "1,", count: 7_500_000) + "1]",
      "x = 1\n\"" + String(repeating: "a", count: 100_000_000),
      "x = 1\n" + String(repeating: "#", count: 2_000_000), "\n" + String(repeating: "(", count: 2_000_000),
    ] {
      let text = trial.run(source)
      #expect(
        text.hasPrefix(
          "line 2: this cell has \(source.utf8.count) bytes of text, and a cell has at most 1048576"))
      #expect(text.utf8.count < 3000)
      #expect(!Session.isIncomplete(source))
      #expect(trial.session.completion(of: source, at: source.utf8.count).candidates.isEmpty)
    }
    #expect(trial.run("x").contains("unknown name 'x'"))
  }

  @Test func aCellUpToThatRuns() {
    let trial = Trial()
    let numbers = String(repeating: "1,", count: 500_000)
    #expect(trial.run("x = [\(numbers)2]") == "")
    #expect(trial.run("x") == "[1, 1, 1, ..., 1, 1, 2]")
    #expect(trial.run("x.shape").contains("a list has no 'shape'"))
    #expect(trial.run("write_csv \"x.csv\" x") == "x.csv: 500001 rows of 1 columns")
  }

  @Test func anErrorInALongLineShowsThePlace() {
    let trial = Trial()
    let text = trial.run(
      "x = [" + String(repeating: "1, ", count: 3000) + "oops, " + String(repeating: "1, ", count: 3000)
        + "1]")
    let lines = text.split(separator: "\n").map(Array.init)
    #expect(lines.count >= 3 && lines.allSatisfy { $0.count < 140 }, "\(text)")
    let carets = lines[2].indices.filter { lines[2][$0] == "^" }
    #expect(String(carets.map { lines[1][$0] }) == "oops")
  }
}
