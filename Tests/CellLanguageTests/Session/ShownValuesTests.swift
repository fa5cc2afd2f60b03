import CellLanguage
import Testing

/// `_` and `Out[4]`: what cells have shown.
@Suite struct ShownValuesTests {
  @Test func theLastValueAndThoseOfCellsAreThere() throws {
    let trial = Trial()
    var number = 0
    func run(_ cell: String) -> String {
      number += 1
      return trial.run(cell, number: number)
    }
    #expect(run("1 + 2") == "3")
    #expect(run("x = 40") == "")
    #expect(run("_ * 10") == "30")
    #expect(run("_ + Out[1]") == "33")
    #expect(run("y = Out[3] / 2\ny") == "15")
    #expect(run("Out[2]").contains("cell 2 has shown no value"))
    #expect(run("Out[2]").contains("these have: 1, 3, 4, 5"))
    // A name of the learner's own goes first.
    #expect(run("Out = [7, 8]\nOut[1]") == "8")
    #expect(run("_ = 5\nprint _") == "5")
  }

  @Test func nothingHasBeenShownYet() {
    #expect(Trial().run("_").contains("unknown name '_'"))
    #expect(Trial().run("Out[1]").contains("no cell has yet"))
  }

  @Test func largeValuesMakeRoom() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=1 test=1", number: 1)
    _ = trial.run("7", number: 2)
    for number in 3..<1100 { _ = trial.run("\(number)", number: number) }
    #expect(trial.run("Out[2]", number: 2000).contains("cell 2 has shown no value"))
    #expect(trial.run("Out[1099]", number: 2001) == "1099")
  }
}
