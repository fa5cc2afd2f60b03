import Testing

@testable import CellLanguage

/// Lists that hold far more than lies in memory are printed, and refused where all of them would have to be gone through.
@Suite(.timeLimit(.minutes(1))) struct ListTests {
  private static func doubled(_ times: Int) -> Trial {
    let trial = Trial()
    #expect(trial.run("a = [1, 2]\n" + String(repeating: "a = [a, a]\n", count: times)) == "")
    return trial
  }

  @Test(arguments: [8, 9, 24, 41, 60]) func aListThatIsDoubledOftenIsPrinted(times: Int) {
    let trial = Self.doubled(times)
    let text = trial.run("a")
    #expect(text.hasPrefix(String(repeating: "[", count: times + 1) + "1, 2], [1, 2]]"))
    #expect(text.utf8.count < 100_000)
    #expect(text.count { $0 == "[" } == text.count { $0 == "]" })
    #expect(text.contains("...") == (times > 8))
    #expect(trial.run("print a a").hasPrefix("[[["))
    #expect(trial.run("b = a\nb[0]").hasPrefix("[[["))
    #expect(trial.run("undo\nundo").contains("undone"))
  }

  @Test func whoNeedsAllItsNumbersRefusesIt() {
    let trial = Self.doubled(41)
    for cell in [
      "m = model input=4\n  Dense 2\nend\nset_weights m layer=1 a", "write_csv \"a.csv\" a", "table a a",
      "plot a", "bar a a", "digits = load digits train=20 test=10\ntake digits.train a", "compare a",
      "show digits.train titles=a", "a + 1", "write_csv \"a.csv\" [1, 2] columns=a",
    ] {
      let text = trial.run(cell)
      #expect(text.contains("^"), "\(cell): \(text.prefix(200))")
      #expect(text.utf8.count < 10_000, "\(cell)")
    }
  }

  @Test func listsNestAsDeepAsNumPysArrays() {
    let trial = Trial()
    let text = trial.run("a = [1]\n" + String(repeating: "a = [a]\n", count: 100_000))
    #expect(text.contains("line 65: more than 64 lists would stand within each other"))
    #expect(trial.run("a").hasPrefix(String(repeating: "[", count: 64) + "1]"))
    for source in [
      String(repeating: "[", count: 100_000), String(repeating: "(", count: 100_000),
      "x = " + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000),
      "x = " + String(repeating: "-", count: 100_000) + "1",
      "x = " + String(repeating: "(-", count: 100_000) + "1",
      "x = 1" + String(repeating: " + 1", count: 100_000), "x = a" + String(repeating: "[0]", count: 100_000),
      "x = a" + String(repeating: ".b", count: 100_000),
      "x = " + String(repeating: "print (", count: 100_000),
    ] {
      #expect(trial.run(source).contains("line 1: "), "\(source.prefix(20))")
    }
  }

  @Test func longListsAreShortened() {
    let trial = Trial()
    let numbers = (1...1001).map(String.init).joined(separator: ", ")
    #expect(trial.run("[\(numbers)]") == "[1, 2, 3, ..., 999, 1000, 1001]")
    #expect(trial.run("[\(numbers.dropLast(6))]") == "[\(numbers.dropLast(6))]")
    let text = String(repeating: "x", count: 100_000)
    #expect(
      trial.run("t = \"\(text)\"\n[\(Array(repeating: "t", count: 900).joined(separator: ", "))]").utf8.count
        < 2_000_000)
  }
}
