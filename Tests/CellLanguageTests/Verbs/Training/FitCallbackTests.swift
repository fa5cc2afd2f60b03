import CellLanguage
import Testing

/// The options of `fit` that watch a measurement, and `compile` with several metrics.
@Suite struct FitCallbackTests {
  @Test func earlyStoppingSaysWhatKerasSays() {
    let trial = Trial.withModel()
    // No loss falls by 100 more: the second epoch is one too many.
    let lines = trial.run(
      "history = fit net (digits.train / 255) epochs=9 validation_data=(digits.test / 255) early_stopping=val_loss "
        + "patience=1 min_delta=100 restore_best_weights=true"
    ).split(separator: "\n")
    #expect(lines.count == 6 && lines[2] == "Epoch 2/9")
    #expect(lines[3].hasPrefix("2/2 - loss: "))
    #expect(
      lines[4...] == [
        "Epoch 2: early stopping", "Restoring model weights from the end of the best epoch: 1.",
      ])
    #expect(trial.run("history.epochs") == "2")
  }

  @Test func aReducedLearningRateIsShownAsKerasShowsIt() {
    let trial = Trial.withModel()
    let lines = trial.run(
      "history = fit net (digits.train / 255) epochs=3 reduce_lr=accuracy reduce_lr_patience=1 reduce_lr_min_delta=2"
    ).split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[1].hasSuffix(" - learning_rate: 0.0010"))
    #expect(
      lines[3] == "Epoch 2: ReduceLROnPlateau reducing learning rate to 0.00010000000474974513.")
    #expect(lines[4].hasSuffix(" - learning_rate: 0.0010"))
    #expect(lines[7].hasSuffix(" - learning_rate: 1.0000e-04"))
    #expect(trial.run("history.keys") == "['loss', 'accuracy', 'learning_rate']")
    #expect(trial.run("history.learning_rate") == "[0.0010, 0.0010, 1.0000e-04]")
  }

  @Test func severalMetricsAreMeasured() {
    let trial = Trial.withModel()
    _ = trial.run(
      "compile net loss=sparse_categorical_crossentropy metrics=[accuracy, sparse_top_k_categorical_accuracy]"
    )
    let line = trial.run("score = evaluate net digits.test")
    #expect(
      line.wholeMatch(
        of: #/1/1 - loss: [\d.]+ - accuracy: [\d.e-]+ - sparse_top_k_categorical_accuracy: 0\.\d{4}/#) != nil)
    #expect("1/1 - " + trial.run("score") == line)
    #expect(trial.run("score.sparse_top_k_categorical_accuracy - score.accuracy >= 0") == "true")
    #expect(
      trial.run("fit net digits.train early_stopping=sparse_top_k_categorical_accuracy").hasPrefix(
        "Epoch 1/1"))
  }

  @Test func metricsAreThoseThatCompileNames() {
    let trial = Trial.withModel()
    _ = trial.run("compile net loss=sparse_categorical_crossentropy")
    #expect(trial.run("s = evaluate net digits.test").wholeMatch(of: #/1/1 - loss: \d+\.\d{4}/#) != nil)
    #expect(trial.run("s.accuracy").contains("a score has no 'accuracy'\n"))
  }

  @Test(arguments: [
    (
      "fit net digits.train early_stopping=val_loss",
      """
      line 1: val_loss is not measured in this fit, only loss, accuracy
        fit net digits.train early_stopping=val_loss
                                            ^^^^^^^^
        val_loss needs validation_data or validation_split
      """
    ),
    (
      "fit net digits.train reduce_lr=val_los",
      """
      line 1: reduce_lr cannot be 'val_los'; did you mean 'val_loss'?
        fit net digits.train reduce_lr=val_los
                                       ^^^^^^^
        expected one of loss, accuracy, top_k_categorical_accuracy, sparse_top_k_categorical_accuracy, \
      binary_accuracy, precision, recall, auc, f1_score, mean_squared_error, mse, mean_absolute_error and 14 more
      """
    ),
    (
      "fit net digits.train patience=3",
      """
      line 1: patience belongs to early_stopping, which is not given
        fit net digits.train patience=3
                                      ^
      """
    ),
    (
      "fit net digits.train reduce_lr=loss patience=3",
      """
      line 1: patience belongs to early_stopping, which is not given; that of reduce_lr is reduce_lr_patience
        fit net digits.train reduce_lr=loss patience=3
                                                     ^
      """
    ),
    (
      "fit net digits.train early_stopping=loss factor=0.5",
      """
      line 1: factor belongs to reduce_lr, which is not given
        fit net digits.train early_stopping=loss factor=0.5
                                                        ^^^
      """
    ),
    (
      "fit net digits.train reduce_lr=loss factor=1",
      """
      line 1: factor cannot be 1
        fit net digits.train reduce_lr=loss factor=1
                                                   ^
        expected a number from 0 to 0.999999
      """
    ),
    (
      "compile net loss=sparse_categorical_crossentropy metrics=[accuracy, accuracy]",
      """
      line 1: metrics names accuracy twice; did you mean 'metrics=accuracy'?
        compile net loss=sparse_categorical_crossentropy metrics=[accuracy, accuracy]
                                                                 ^^^^^^^^^^^^^^^^^^^^
      """
    ),
    (
      "compile net loss=sparse_categorical_crossentropy metrics=top_k_categorical_accuracy",
      """
      line 1: top_k_categorical_accuracy does not take the labels of sparse_categorical_crossentropy; use \
      sparse_top_k_categorical_accuracy
        compile net loss=sparse_categorical_crossentropy metrics=top_k_categorical_accuracy
                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^
      """
    ),
  ])
  func whatContradictsIsAnError(cell: String, message: String) {
    #expect(Trial.withModel().run(cell) == message)
  }

  /// A list stands for several values only where an option takes several.
  @Test func otherOptionsTakeNoList() {
    let message = Trial.withModel().run("fit net digits.train epochs=[1, 2]")
    #expect(message.contains("epochs cannot be a list"))
  }
}
