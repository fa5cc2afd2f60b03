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
}
