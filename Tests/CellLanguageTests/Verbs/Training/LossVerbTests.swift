import CellLanguage
import Testing

/// Losses other than those of ten classes: `compile`, `fit`, `evaluate`.
@Suite struct LossVerbTests {
  private func net(_ last: String, _ compile: String) -> (Trial, said: String) {
    let trial = Trial()
    _ = trial.run(
      """
      digits = load digits train=64 test=32
      small = resize (digits / 255) 7x7
      net = model input=7x7x1
        Flatten
        \(last)
      end
      """)
    return (trial, trial.run("compile net \(compile)"))
  }

  @Test(arguments: [
    (
      "Dense 10", "loss=sparse_categorical_crossentropy",
      "what dense gives are no probabilities: give it activation=softmax, or compile with from_logits=true"
    ),
    ("Dense 10", "loss=sparse_categorical_crossentropy from_logits=true", ""),
    (
      "Dense 1", "loss=binary_crossentropy",
      "what dense gives are no probabilities: give it activation=sigmoid, or compile with from_logits=true"
    ),
    ("Dense 1 activation=sigmoid", "loss=binary_crossentropy", ""),
    (
      "Dense 1 activation=softmax", "loss=binary_crossentropy",
      "the softmax of one unit is always 1: dense needs activation=sigmoid"
    ),
    (
      "Dense 1 activation=sigmoid", "loss=categorical_crossentropy",
      "one unit cannot tell classes apart: for two classes compile with loss=binary_crossentropy and give dense activation=sigmoid"
    ),
    ("Dense 10 activation=softmax", "loss=categorical_crossentropy label_smoothing=0.1", ""),
    ("Dense 10 activation=softmax", "loss=mse", ""),
    ("Dense 10 activation=softmax\nReshape 10", "loss=sparse_categorical_crossentropy", ""),
    ("Dense 49 activation=sigmoid\nReshape 7x7x1", "loss=binary_crossentropy", ""),
    (
      "Dense 10 activation=sigmoid", "loss=categorical_crossentropy",
      "categorical_crossentropy takes the softmax of what goes into the last sigmoid, as Keras's does; activation=softmax is what "
        + "categorical_crossentropy is made for"
    ),
  ])
  func aLastLayerThatDoesNotFitIsNamed(last: String, compile: String, said: String) {
    #expect(net(last, compile).said == said)
  }

  @Test(arguments: [
    (
      "loss=sparse_categorical_crossentropy label_smoothing=0.1",
      "sparse_categorical_crossentropy has no label_smoothing"
    ),
    ("loss=mse from_logits=true", "mean_squared_error has no from_logits"),
    ("loss=mae delta=2", "mean_absolute_error has no delta; huber has"),
  ])
  func optionsOfOtherLossesAreRefused(compile: String, message: String) {
    #expect(net("Dense 10 activation=softmax", compile).said.contains(message))
  }

  @Test func twoClassesHaveOneUnit() {
    let (trial, _) = net(
      "Dense 1 activation=sigmoid", "optimizer=adam loss=binary_crossentropy metrics=accuracy")
    let said = trial.run("fit net small.train")
    #expect(said.contains("is neither 0 nor 1: one output, of dense, tells two classes apart"), "\(said)")
  }

  @Test func anAutoencoderLearnsItsImages() {
    let (trial, said) = net("Dense 49 activation=sigmoid", "optimizer=adam loss=mse")
    #expect(said.isEmpty)
    func loss() -> Double {
      trial.run("evaluate net small.test target=images").split(separator: " ").last.flatMap { Double($0) }
        ?? .nan
    }
    let before = loss()
    let lines = trial.run("history = fit net small.train target=images validation_data=small.test epochs=3")
    #expect(lines.contains("val_loss"), "\(lines)")
    #expect(trial.run("history.keys") == "['loss', 'val_loss']")
    #expect(loss() < before)
    #expect(
      trial.run("fit net small.train target=small.test").contains("there are 64 images but 32 targets"))
    #expect(
      trial.run("compile net loss=mse metrics=accuracy\nfit net small.train target=images").contains(
        "accuracy counts classes, but the targets are numbers"))
  }

  @Test func classesCountAsTheyAreSaidTo() {
    let (trial, _) = net("Dense 10 activation=softmax", "optimizer=sgd loss=sparse_categorical_crossentropy")
    #expect(trial.run("fit net small.train class_weight=balanced").contains("loss: "))
    #expect(
      trial.run("fit net small.train class_weight=[1, 2]").contains("class_weight has no weight for class"))
    #expect(trial.run("fit net small.train class_weight=balance").contains("unknown name 'balance'"))
  }

  @Test func spareUnitsAreNamed() {
    let (trial, _) = net("Dense 12 activation=softmax", "loss=sparse_categorical_crossentropy")
    #expect(trial.run("fit net small.train").hasPrefix("dense has 12 units for 10 classes; 10 are enough\n"))
  }

  @Test func theLossOfAnImageIsExplained() {
    let (trial, _) = net("Dense 10 activation=softmax", "loss=categorical_crossentropy label_smoothing=0.1")
    #expect(trial.run("explain net small.train[0]").contains("categorical_crossentropy of all outputs"))
  }
}
