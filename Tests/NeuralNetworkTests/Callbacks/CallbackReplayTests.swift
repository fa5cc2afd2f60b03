import Core
import Testing

@testable import NeuralNetwork

/// Recorded measurements, epoch after epoch: each callback does what Keras's does (see Fixtures/callbacks.py).
@Suite struct CallbackReplayTests {
  struct Fixture: Decodable {
    struct Options: Decodable {
      let patience, cooldown: Int?
      let minDelta, baseline, factor, minLr: Double?
      let restoreBestWeights: Bool?
    }
    struct Case: Decodable {
      let kind, monitor: String
      let options: Options
      let values: [Double]
      let learningRate: Float
      /// How many epochs there were, and the rate of each where it was noted.
      let epochs: Int
      let learningRates: [Double]
      let lines: [String]
      /// The epoch whose weights the model has in the end.
      let keptEpoch: Int
    }
    let file: String
    let cases: [Case]
  }

  private func callback(_ expected: Fixture.Case, path: String, saved: @escaping (Model) -> Void) throws
    -> any Callback
  {
    let options = expected.options
    switch expected.kind {
    case "early_stopping":
      return EarlyStopping(
        monitor: expected.monitor, patience: options.patience ?? 0, minDelta: options.minDelta ?? 0,
        baseline: options.baseline, restoresBestWeights: options.restoreBestWeights ?? false)
    case "reduce_lr":
      return ReduceLROnPlateau(
        monitor: expected.monitor, factor: try #require(options.factor),
        patience: try #require(options.patience), minDelta: try #require(options.minDelta),
        cooldown: try #require(options.cooldown), minimum: try #require(options.minLr))
    default:
      return Checkpoint(monitor: expected.monitor, path: path, save: saved)
    }
  }

  @Test(arguments: ["early_stopping", "reduce_lr", "checkpoint"])
  func replaysAsInKeras(kind: String) throws {
    let fixture = try fixture("callbacks", as: Fixture.self)
    let cases = fixture.cases.filter { $0.kind == kind }
    #expect(cases.count >= 10)
    for expected in cases {
      let model = try Model([1], [dense(6)])
      func weights(_ epoch: Int) -> [Float] { [Float](repeating: Float(epoch), count: 12) }
      var savedEpochs: [Int] = []
      var callback = try callback(expected, path: fixture.file) { savedEpochs.append(Int($0.parameters[0])) }
      var lines: [String] = []
      var learningRates: [Double] = []
      var state = FitState(model: model, epoch: 0, logs: [], learningRate: expected.learningRate)
      for (index, value) in expected.values.enumerated() {
        model.setParameters(weights(index + 1))
        state = FitState(
          model: model, epoch: index + 1, logs: [LogEntry(key: expected.monitor, value: value)],
          learningRate: state.learningRate)
        try callback.epochEnded(&state)
        lines += state.messages
        state.messages = []
        if let rate = state.logs["learning_rate"] { learningRates.append(rate) }
        if state.stopsTraining { break }
      }
      callback.trainingEnded(&state)
      lines += state.messages
      // Keras says twice that it saves.
      let (expectedSaves, expectedLines) = expected.lines.partitioned { $0.contains(": finished saving ") }
      #expect(lines == expectedLines)
      #expect(savedEpochs.map { "Epoch \($0): finished saving model to \(fixture.file)" } == expectedSaves)
      #expect(state.epoch == expected.epochs)
      #expect(learningRates == expected.learningRates)
      #expect(model.parameters == weights(expected.keptEpoch))
    }
  }
}

extension Array {
  fileprivate func partitioned(_ isFirst: (Element) -> Bool) -> (first: [Element], second: [Element]) {
    (filter(isFirst), filter { !isFirst($0) })
  }
}
