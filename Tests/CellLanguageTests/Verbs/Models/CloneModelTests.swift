import Testing

@testable import CellLanguage

/// `clone_model net`, and what models are called.
@Suite struct CloneModelTests {
  @Test func aCopyIsTrainedByItself() {
    let trial = Trial.withModel()
    _ = trial.run("fit net digits.train epochs=2\nother = clone_model net")
    let before = trial.run("evaluate net digits.test")
    #expect(trial.run("evaluate other digits.test") == before)
    // The optimizer goes on as that of the first does.
    let further = trial.run("seed 3\nh = fit other digits.train")
    #expect(trial.run("evaluate net digits.test") == before)
    #expect(trial.run("evaluate other digits.test") != before)
    #expect(trial.run("seed 3\nh = fit net digits.train") == further)
    #expect(trial.run("evaluate other digits.test") == trial.run("evaluate net digits.test"))
  }

  @Test func withoutItsWeightsItIsANewModel() {
    let trial = Trial.withModel()
    _ = trial.run("freeze net layers=dense\nother = clone_model net weights=false")
    #expect(trial.run("other.count_params == net.count_params") == "true")
    #expect(trial.run("evaluate other digits.test").contains("not compiled"))
    #expect(trial.run("(abs ((predict other digits.test) - (predict net digits.test))).max > 0") == "true")
    #expect(trial.run("summary other").contains("Trainable params: 0"))
    let first = trial.run("a = clone_model net weights=false seed=5\npredict a digits.test[0]")
    #expect(trial.run("b = clone_model net weights=false seed=5\npredict b digits.test[0]") == first)
  }

  @Test func aCopyIsUndone() {
    let trial = Trial.withModel()
    _ = trial.run("other = clone_model net")
    #expect(trial.run("undo") == "undone: other = clone_model net\nother has no value any more")
  }

  /// Titles and messages have the learner's name for a model that has no other; `summary` and files have Keras's.
  @Test func titlesNameTheVariable() {
    let trial = Trial.withModel()
    _ = trial.run("fit net digits.train\nsame = net")
    _ = trial.run("activations net digits.test")
    #expect(trial.charts.first?.title == "What the layers of net give")
    _ = trial.run("activations same digits.test")
    #expect(trial.charts.first?.title == "What the layers of net give")
    _ = trial.run("other = clone_model net\nactivations other digits.test")
    #expect(trial.charts.first?.title == "What the layers of other give")
    #expect(trial.run("summary net").contains("Model: \"sequential\""))
    #expect(trial.run("net.name") == "sequential")
    _ = trial.run(
      "lenet = model input=28x28x1 name=LeNet\n  Flatten\n  Dense 10\nend\nactivations lenet digits.test")
    #expect(trial.charts.first?.title == "What the layers of LeNet give")
  }
}
