import CellLanguage
import Testing

/// Schedules in `compile`, and `lr_find`.
@Suite struct LearningRateTests {
  @Test func aScheduleIsShownAndDrawn() {
    let trial = Trial.withModel()
    _ = trial.run(
      "compile net optimizer=sgd learning_rate=\"ExponentialDecay 0.1 decay_steps=2 decay_rate=0.5\" loss=sparse_categorical_crossentropy"
    )
    let lines = trial.run("history = fit net (digits.train / 255) epochs=3").split(separator: "\n")
    #expect(lines[1].hasSuffix(" - learning_rate: 0.0500"))
    #expect(trial.run("history.learning_rate") == "[0.0500, 0.0250, 0.0125]")
    _ = trial.run("plot history.learning_rate")
    #expect(trial.charts.map(\.title) == ["Learning rate"])
    #expect(
      trial.run("explain net digits.train[0:2] layer=dense weight=3,7").contains("learning_rate 0.0125"))
  }

  @Test(arguments: [
    (
      "\"CosineDecay 0.1\"",
      "learning_rate: CosineDecay needs decay_steps, as \"CosineDecay 0.1 decay_steps=500\""
    ),
    ("\"CosineDekay 0.1\"", "learning_rate: there is no schedule 'CosineDekay'; did you mean 'CosineDecay'?"),
    (
      "\"PiecewiseConstantDecay boundaries=3 values=1\"",
      "PiecewiseConstantDecay has 1 boundaries and 1 values: it needs one value more than boundaries"
    ),
  ])
  func whatIsNoScheduleIsRefused(given: String, message: String) {
    let said = Trial.withModel().run(
      "compile net optimizer=sgd learning_rate=\(given) loss=sparse_categorical_crossentropy")
    #expect(said.contains(message), "\(said)")
  }

  @Test func aScheduleAndReduceLRAreNotBothToBeHad() {
    let trial = Trial.withModel()
    _ = trial.run(
      "compile net optimizer=sgd learning_rate=\"CosineDecay 0.1 decay_steps=5\" loss=sparse_categorical_crossentropy"
    )
    #expect(
      trial.run("fit net digits.train reduce_lr=loss").contains(
        "the learning rate follows CosineDecay, so reduce_lr cannot set it"))
  }

  @Test func lrFindNamesARateAndLearnsNothing() {
    let trial = Trial.withModel()
    let before = trial.run("evaluate net (digits.test / 255)")
    let said = trial.run("rate = lr_find net (digits.train / 255) start_lr=1e-5 num_it=60")
    #expect(said.hasSuffix(", a tenth of the rate at which the loss is least"), "\(said)")
    #expect(trial.charts.map(\.name) == ["lr_find"])
    #expect(trial.run("evaluate net (digits.test / 255)") == before)
    #expect(
      trial.run("compile net optimizer=adam learning_rate=rate loss=sparse_categorical_crossentropy").isEmpty)
    #expect(
      trial.run("lr_find net digits.train start_lr=1 end_lr=0.1").contains("end_lr must be above start_lr"))
  }

  @Test func bothAreOffered() {
    let session = Trial.withModel().session
    let words = session.completion(of: "compile net learning_rate=", at: 26).candidates.map(\.text)
    #expect(words.contains("\"CosineDecay 0.1 decay_steps=500\""))
  }
}
