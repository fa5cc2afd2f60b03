import Foundation
import Testing

@testable import CellLanguage

/// What the verbs that draw put into their charts.
@Suite struct ChartVerbTests {
  private func trained(_ fits: String...) -> Trial {
    let trial = Trial.withModel()
    for fit in fits { _ = trial.run(fit) }
    return trial
  }

  private func svg(_ trial: Trial, _ cell: String) throws -> String {
    #expect(trial.run(cell) == "")
    return try #require(trial.charts.first).svg
  }

  // MARK: - Curves

  @Test func aHistoryGivesAChartForEachThingMeasured() throws {
    let trial = trained(
      "compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=[accuracy, sparse_top_k_categorical_accuracy]",
      "h = fit net digits.train epochs=2 validation_data=digits.test reduce_lr=val_loss")
    #expect(trial.run("plot h") == "")
    #expect(
      trial.charts.map(\.title) == [
        "Training and validation loss", "Training and validation accuracy",
        "Training and validation sparse top k categorical accuracy", "Learning rate",
      ])
    #expect(trial.charts.map(\.svg).allSatisfy { $0.contains("Epoch") })
  }

  @Test func theBestEpochTheCheckpointsAndTheEarlyStopAreMarked() throws {
    let trial = trained(
      "h = fit net digits.train epochs=9 validation_data=digits.test checkpoint=\"b.h5\" early_stopping=val_loss min_delta=9"
    )
    let text = try svg(trial, "plot h.loss h.val_loss")
    for mark in ["Early stop: epoch", ">Best: epoch", "<title>checkpoint: epoch 1</title>"] {
      #expect(text.contains(mark), "\(mark)")
    }
    // A part of the epochs does not know which ones they were.
    #expect(!(try svg(trial, "plot h.val_loss[1:]")).contains("Early stop"))
    #expect(!(try svg(trial, "plot h.loss")).contains(">Best"))
  }

  @Test func severalRunsAreDrawnUnderTheirNames() throws {
    let trial = trained(
      "a = fit net digits.train epochs=2 validation_data=digits.test",
      "b = fit net digits.train epochs=2 validation_data=digits.test")
    let names = [">a, training<", ">a, validation<", ">b, training<", ">b, validation<"]
    let loss = try svg(trial, "plot a b")
    #expect(names.allSatisfy { loss.contains($0) })
    #expect(trial.charts.map(\.name) == ["loss", "accuracy"])
    // A run has one colour.
    for curve in ["s0 dots", "s0 line", "s1 dots", "s1 line"] {
      #expect(loss.contains("class=\"\(curve)\""), "\(curve)")
    }
    let validation = try svg(trial, "plot a.val_accuracy b.val_accuracy")
    #expect(validation.contains(">a<") && validation.contains(">b<"))
    #expect(trial.charts.map(\.title) == ["Validation accuracy"])
    #expect(try svg(trial, "plot a.loss b.val_accuracy").contains(">b, val_accuracy<"))
  }

  @Test func styleAndSmoothChangeHowCurvesAreDrawn() throws {
    let trial = trained("h = fit net digits.train epochs=3 validation_data=digits.test")
    #expect(try svg(trial, "plot h.loss h.val_loss style=lines").contains("class=\"s0 line\""))
    #expect(try svg(trial, "plot h.loss h.val_loss style=dots").contains("class=\"s1 dots\""))
    #expect(try svg(trial, "plot h.loss smooth=0.5").contains("class=\"s0 faint\""))
    #expect(trial.run("plot h.loss smooth=1").contains("smooth cannot be 1"))
    #expect(try svg(trial, "plot [1, 2, 9] ylim=[0, 2.5]").contains("▲ beyond the axis: 9 at epoch 3"))
    for wrong in ["[1]", "[2, 1]", "[1, 1]", "[1, 2, 3]"] {
      #expect(
        trial.run("plot h.loss ylim=\(wrong)").contains(
          "ylim must be two numbers, the lower one first, such as [0, 2.5]"), "\(wrong)")
    }
  }

  /// What a layer gives is drawn without being typed.
  @Test func anArrayOfOneAxisIsAListOfNumbers() throws {
    let trial = trained("given = predict net digits.test[0:2]")
    #expect(try svg(trial, "plot given[0] given[1] x=[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]").contains("s1 line"))
    #expect(trial.run("plot given").contains("series cannot be an array"))
  }

  // MARK: - Other charts

  @Test(arguments: ["true", "pred", "all"])
  func sharesOfAConfusionMatrixAddUpToOne(normalize: String) throws {
    let trial = Trial.withModel()
    let text = trial.run("m = confusion_matrix net digits.test normalize=\(normalize)")
    let shares = text.prefix { $0 != "o" && !$0.isLetter }.matches(of: #/[01]\.\d\d/#).compactMap {
      Double($0.output)
    }
    try #require(shares.count >= 100)
    let isColumn = normalize == "pred"
    let sums: [Double] = (0..<10).map { (k: Int) -> Double in
      let places = (0..<10).map { (i: Int) -> Int in isColumn ? i * 10 + k : k * 10 + i }
      return places.reduce(0.0) { $0 + shares[$1] }
    }
    if normalize == "all" {
      #expect(abs(sums.reduce(0, +) - 1) < 0.3)
    } else {
      // A class that was never predicted has no shares.
      #expect(sums.allSatisfy { $0 == 0 || abs($0 - 1) < 0.06 })
    }
    let svg = try #require(trial.charts.first).svg
    #expect(svg.contains("% of") && svg.contains("were taken for another class, most often:"))
  }

  @Test func countplotCountsEachPart() throws {
    let trial = Trial.withModel()
    let both = try svg(trial, "countplot digits")
    #expect(both.contains(">train<") && both.contains(">test<"))
    let counts = try svg(trial, "countplot digits.test").matches(
      of: #/<title>\d, digits.test: (\d+)</title>/#)
    #expect(counts.compactMap { Int($0.output.1) }.reduce(0, +) == 32)
    #expect(try svg(trial, "countplot digits.train digits.test stat=percent").contains("% of the images"))
    #expect(trial.run("countplot net").contains("data cannot be a model"))
  }

  @Test func plotModelShowsSizesKernelsAndParameters() throws {
    let trial = Trial()
    _ = trial.run(
      """
      LeNet = model input=28x28x1 name=LeNet
        Conv2D 6 5x5 activation=relu padding=same name=CONV1
        BatchNormalization
        AveragePooling2D 2x2 strides=1
        Dropout 0.25
        Flatten
        Dense 10 activation=softmax
      end
      """)
    let text = try svg(trial, "plot_model LeNet")
    for part in [
      "LeNet: 43,930 parameters", ">28×28×6<", ">CONV1<", ">Conv2D<", ">6 filters 5×5<", ">padding same<",
      ">156 params<", ">BatchNormalization<", ">24 params<", ">window 2×2<", ">strides 1×1<", ">27×27×6<",
      ">Dropout<", ">rate 0.25<", ">4374<", ">softmax<", ">43,750 params<",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func formatPNGGivesBothFilesOrNamesThePackage() {
    let trial = Trial()
    let text = trial.run("bar [\"a\", \"b\"] [1, 2] format=png")
    let pngs = trial.outputs.compactMap { output -> [UInt8]? in
      if case .chart(let chart) = output { chart.png } else { nil }
    }
    #expect(pngs.first.map { $0.count > 1000 } ?? text.contains("librsvg2-2"))
  }
}
