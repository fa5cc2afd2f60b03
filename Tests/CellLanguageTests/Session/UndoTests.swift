import Testing

/// `undo` takes the last change back.
@Suite struct UndoTests {
  @Test func anAssignment() {
    let trial = Trial()
    _ = trial.run("x = 1")
    _ = trial.run("x = 2\ny = 3")
    #expect(trial.run("undo") == "undone: y = 3\ny has no value any more")
    #expect(trial.run("undo") == "undone: x = 2\nx is a number again")
    #expect(trial.run("x") == "1")
    #expect(trial.run("undo") == "undone: x = 1\nx has no value any more")
    #expect(trial.run("undo").contains("there is nothing to undo"))
  }

  @Test func cellsThatChangeNothingAreNotCounted() {
    let trial = Trial()
    _ = trial.run("x = 1")
    _ = trial.run("print x")
    _ = trial.run("help fit")
    #expect(trial.run("undo").hasPrefix("undone: x = 1"))
  }

  @Test func aFitGivesItsWeightsBackAndCanBeRepeated() {
    let trial = Trial.withModel()
    let before = trial.run("evaluate net digits.test")
    let fit = trial.run("history = fit net digits.train")
    let after = trial.run("evaluate net digits.test")
    #expect(before != after)
    _ = trial.run("undo")
    #expect(trial.run("evaluate net digits.test") == before)
    #expect(trial.run("history = fit net digits.train") == fit)
    #expect(trial.run("evaluate net digits.test") == after)
  }

  @Test func aFitWithoutANameIsUndoneToo() {
    let trial = Trial.withModel()
    let before = trial.run("evaluate net digits.test")
    _ = trial.run("fit net digits.train")
    #expect(trial.run("undo") == "undone: fit net digits.train")
    #expect(trial.run("evaluate net digits.test") == before)
  }

  @Test func compileAndReset() {
    let trial = Trial.withModel()
    _ = trial.run("compile net optimizer=sgd loss=sparse_categorical_crossentropy")
    _ = trial.run("undo")
    #expect(trial.run("evaluate net digits.test").contains("accuracy"))
    _ = trial.run("reset")
    #expect(trial.run("summary net").contains("unknown name"))
    _ = trial.run("undo")
    #expect(trial.run("summary net").contains("net") || !trial.text.isEmpty)
  }

  @Test func aStatementThatFailsChangesNothing() {
    let trial = Trial()
    _ = trial.run("x = 1\ny = unknown")
    #expect(trial.run("undo").hasPrefix("undone: x = 1"))
  }

  @Test func aBlockIsNamedByItsFirstLine() {
    let trial = Trial()
    _ = trial.run("m = model input=4\n  Dense 1\nend")
    #expect(trial.run("undo") == "undone: m = model input=4 ...\nm has no value any more")
  }

  /// Whatever a verb changes, `undo` brings back and names the statement: nothing has to be declared.
  @Test(
    arguments: [
      "set_weights net layer=3 unit=0 bias=7", "freeze net", "freeze net layers=dense", "seed 9", "reset",
      "compile net optimizer=sgd loss=sparse_categorical_crossentropy", "fit net digits.train",
      "history = fit net digits.train", "net = 5", "x = [net, digits]", "y = shuffle digits.train",
      "shuffle digits.train",
      "set_weights models[0] layer=3 unit=0 bias=7",
    ])
  func whateverChangesIsSeen(statement: String) {
    let trial = Trial.withModel()
    _ = trial.run("x = 1\nmodels = [net]\nx = 2")
    func look() -> String {
      [
        "summary net", "evaluate net digits.test", "x", "print y", "print history",
        "predict net digits.test[0]",
        "other = model input=3\n  Dense 2\nend\nprint (predict other digits.test[0])",
      ].map { cell in
        let text = trial.run(cell)
        if cell.hasPrefix("other") { _ = trial.run("undo") }
        return text
      }.joined(separator: "\n")
    }
    let before = look()
    let run = trial.run(statement)
    let undone = trial.run("undo")
    #expect(undone.hasPrefix("undone: \(statement)"), "\(statement): \(run)\n\(undone)")
    #expect(look() == before)
    #expect(trial.run("undo").hasPrefix("undone: x = 2"))
  }

  @Test func unfreezing() {
    let trial = Trial.withModel()
    _ = trial.run("freeze net\nx = 2")
    let frozen = trial.run("summary net")
    _ = trial.run("unfreeze net")
    #expect(trial.run("summary net") != frozen)
    #expect(trial.run("undo") == "undone: unfreeze net")
    #expect(trial.run("summary net") == frozen)
  }
}
