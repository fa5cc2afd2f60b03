import CellLanguage
import Foundation
import NeuralNetwork
import Testing

/// Ctrl-C: the first ends what is running, the second the cell.
@Suite struct InterruptTests {
  private let trial = Trial.withModel()

  @Test func afterAFitTheCellGoesOn() {
    trial.interrupts = 1
    #expect(
      trial.run("h = fit net digits.train epochs=3\nprint h.epochs")
        == "Epoch 1/3\ninterrupted in epoch 1 after batch 0; the model keeps what it learned\n0")
  }

  @Test func theSecondEndsTheCell() {
    trial.interrupts = 2
    let text = trial.run("h = fit net digits.train epochs=3\nprint h.epochs")
    #expect(text.contains("line 2: interrupted before this was done"))
    trial.interrupts = 0
    #expect(trial.run("h.epochs") == "0")
  }

  @Test(arguments: [
    "score = evaluate net digits.test", "p = predict net digits.test", "more = load digits train=64 test=32",
    "more = load signs train=64 valid=32 test=32", "small = resize digits 14x14",
    "occlusion net digits.test[0] size=3", "maximize net class=1",
    "save net \"net.keras\"", "save net \"net.weights.h5\"", "write_csv \"labels.csv\" digits.test.labels",
  ])
  func otherWorkEndsAndGivesNothing(cell: String) {
    trial.interrupts = 1
    #expect(trial.run(cell + "\nprint \"never\"").contains("line 1: interrupted"))
    #expect((try? FileManager.default.contentsOfDirectory(atPath: trial.folder)) ?? [] == [])
    trial.interrupts = 0
    #expect(!trial.run(cell).contains("interrupted"))
  }

  @Test func workTellsHowFarItIs() {
    _ = trial.run("more = load digits train=2000 test=10")
    let progress = trial.outputs.compactMap { if case .progress(let state?) = $0 { state } else { nil } }
    #expect(progress.map(\.done) == [0, 1024, 2000, 0, 10])
    #expect(progress.first?.label == "load")
    guard case .progress(nil)? = trial.outputs.last else {
      Issue.record("it does not say that it is over")
      return
    }
  }

  @Test func aFitTellsHowMuchOfAllEpochsIsDone() {
    _ = trial.run("h = fit net digits.train batch_size=32 epochs=2 validation_data=digits.test")
    let progress = trial.outputs.compactMap { if case .progress(let state?) = $0 { state } else { nil } }
    #expect(progress.map(\.fraction) == [0.25, 0.5, 0.5, 0.5, 0.5, 0.75, 1, 1, 1, 1])
    #expect(progress.map(\.done) == [1, 2, 0, 32, 2, 1, 2, 0, 32, 2])
    #expect(progress.last?.images == 128)
    #expect(progress.map { $0.epoch?.number } == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
  }

  /// A front end draws the curve while it grows, from numbers.
  @Test func aFitGivesItsCurveInNumbers() throws {
    _ = trial.run("h = fit net digits.train batch_size=32 epochs=2 validation_data=digits.test")
    let epochs = trial.outputs.compactMap { output -> Logs? in
      guard case .progress(let state?) = output, state.stage == .epochEnded else { return nil }
      return state.logs
    }
    guard case .history(let history)? = trial.session.values["h"] else { throw CancellationError() }
    for key in ["loss", "accuracy", "val_loss", "val_accuracy"] {
      #expect(epochs.map { $0[key] } == history[key])
    }
  }

  @Test func aValueIsToldFromWhatAVerbSays() {
    _ = trial.run("print 1\n2 + 3")
    guard trial.outputs.count == 2, case .said("1", nil) = trial.outputs[0],
      case .value(.number(5)) = trial.outputs[1]
    else {
      Issue.record("\(trial.outputs)")
      return
    }
  }
}
