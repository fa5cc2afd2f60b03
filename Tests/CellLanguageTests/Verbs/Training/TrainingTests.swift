import CellLanguage
import Testing

/// Training at the prompt: what `fit`, `evaluate`, `predict`, `plot` and `show` say and draw.
@Suite struct TrainingTests {
  @Test func fitSaysWhatKerasSaysAndTellsTimesApart() throws {
    let trial = Trial.withModel()
    let lines = trial.run(
      "history = fit net (digits.train / 255) epochs=2 validation_data=(digits.test / 255)"
    ).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0] == "Epoch 1/2")
    let number = #/\d\.\d{4}/#
    #expect(
      lines[1].wholeMatch(
        of: #/2/2 - loss: \d\.\d{4} - accuracy: \d\.\d{4} - val_loss: \d\.\d{4} - val_accuracy: \d\.\d{4}/#)
        != nil)
    #expect(lines[1].matches(of: number).count == 4)
    let asides = trial.outputs.compactMap { if case .said(_, let aside?) = $0 { aside } else { nil } }
    #expect(asides.count == 2 && asides.allSatisfy { $0.contains("images/s") })
    #expect(trial.run("history.keys") == "['loss', 'accuracy', 'val_loss', 'val_accuracy']")
    #expect(trial.run("history.epochs") == "2")
  }

  @Test func evaluateAgreesWithTheLastValidation() {
    let trial = Trial.withModel()
    let fit = trial.run("history = fit net digits.train validation_data=digits.test")
    let evaluation = trial.run("score = evaluate net digits.test")
    #expect(evaluation.hasPrefix("1/1 - loss: "))
    #expect(
      fit.hasSuffix(
        evaluation.dropFirst("1/1 - ".count).replacing("loss", with: "val_loss").replacing(
          "accuracy", with: "val_accuracy")))
    #expect(trial.run("score.loss - history.val_loss[0]") == "0")
  }

  @Test func thesameCellsGiveTheSameBytes() {
    func bytes() -> String {
      let trial = Trial.withModel()
      return trial.run("history = fit net digits.train epochs=2\nplot history")
        + trial.charts.map(\.svg).joined()
    }
    #expect(bytes() == bytes())
  }

  @Test func anotherSeedGivesOtherWeights() {
    func firstEvaluation(_ seed: Int) -> String {
      let trial = Trial()
      _ = trial.run(
        "seed \(seed)\ndigits = load digits train=32 test=32\nm = model input=28x28x1\nFlatten\nDense 10 activation=softmax\nend\ncompile m loss=sparse_categorical_crossentropy"
      )
      return trial.run("evaluate m digits.test")
    }
    #expect(firstEvaluation(1) == firstEvaluation(1))
    #expect(firstEvaluation(1) != firstEvaluation(2))
  }

  @Test func anInterruptedFitKeepsTheModel() {
    let trial = Trial.withModel()
    let before = trial.run("predict net digits.test[0]")
    trial.interrupts = 1
    #expect(
      trial.run("h = fit net digits.train epochs=3")
        == "Epoch 1/3\ninterrupted in epoch 1 after batch 0; the model keeps what it learned")
    trial.interrupts = 0
    #expect(trial.run("predict net digits.test[0]") == before)
    #expect(trial.run("h.epochs") == "0")
  }

  @Test func predictGivesProbabilities() {
    let trial = Trial.withModel()
    #expect(trial.run("p = predict net digits.test\np.shape") == "(32, 10)")
    #expect(trial.run("p.min >= 0") == "true")
    #expect(trial.run("q = predict net digits.test[3]\nd = q - p[3:4]\nprint d.min d.max") == "0 0")
    #expect(trial.run("r = predict net digits.test[3].image\nd = q - r\nprint d.min d.max") == "0 0")
  }

  @Test func plotDrawsTrainingAsDotsAndValidationAsALine() throws {
    let trial = Trial.withModel()
    _ = trial.run("history = fit net digits.train epochs=3 validation_data=digits.test")
    #expect(
      trial.run(
        "plot history.accuracy history.val_accuracy title=\"Model <accuracy>\" xlabel=Epoche legend=[\"Train\", \"Validation\"]"
      ) == "")
    let chart = try #require(trial.charts.first)
    #expect(chart.name == "accuracy" && chart.title == "Model <accuracy>")
    for text in [
      "Model &lt;accuracy&gt;", "Epoche", ">Train<", ">Validation<", "class=\"s0 dots\"", "class=\"s1 line\"",
    ] {
      #expect(chart.svg.contains(text), "\(text)")
    }
    #expect(trial.run("plot history") == "")
    #expect(trial.charts.map(\.name) == ["loss", "accuracy"])
  }

  @Test func showMarksRightAndWrongPredictions() throws {
    let trial = Trial.withModel()
    #expect(trial.run("show digits.test predictions=(predict net digits.test) grid=4x8") == "")
    let chart = try #require(trial.charts.first)
    #expect(chart.name == "images")
    #expect(chart.svg.contains("not "))
    #expect(chart.svg.components(separatedBy: "data:image/png").count == 33)
    #expect(trial.run("show digits.train[3] digits.test[0:2]") == "")
    #expect(trial.charts.first?.svg.components(separatedBy: "data:image/png").count == 4)
  }

  @Test func showDrawsImagesWithInfiniteValues() {
    let trial = Trial.withModel()
    for factor in ["1e38", "-1e38"] {
      #expect(trial.run("show (digits.train * \(factor)) grid=2x2") == "")
      #expect(trial.charts.count == 1)
    }
  }
}
