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

  /// The callback with the options that the case has.
  private func callback(_ expected: Fixture.Case, path: String) throws -> any Callback {
    let options = expected.options
    let monitor = Argument.text(expected.monitor)
    var given: [String: Argument] =
      switch expected.kind {
      case "early_stopping": ["early_stopping": monitor]
      case "reduce_lr": ["reduce_lr": monitor]
      default: ["checkpoint": .text(path), "checkpoint_monitor": monitor]
      }
    let prefix = expected.kind == "reduce_lr" ? "reduce_lr_" : ""
    given["\(prefix)patience"] = options.patience.map(Argument.integer)
    given["\(prefix)min_delta"] = options.minDelta.map(Argument.number)
    given["baseline"] = options.baseline.map(Argument.number)
    given["restore_best_weights"] = options.restoreBestWeights.map(Argument.flag)
    given["factor"] = options.factor.map(Argument.number)
    given["cooldown"] = options.cooldown.map(Argument.integer)
    given["min_lr"] = options.minLr.map(Argument.number)
    let type = try #require(callbackTypes.first { $0.declaration.name == expected.kind })
    return try type.init(Options(given))
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
      var callback = try callback(expected, path: fixture.file)
      let save: SaveModel = { model, _ in savedEpochs.append(Int(model.parameters[0])) }
      var lines: [String] = []
      var learningRates: [Double] = []
      var state = FitState(
        model: model, epoch: 0, logs: [], learningRate: expected.learningRate, save: save)
      for (index, value) in expected.values.enumerated() {
        model.setParameters(weights(index + 1))
        state = FitState(
          model: model, epoch: index + 1, logs: [LogEntry(key: expected.monitor, value: value)],
          learningRate: state.learningRate, save: save)
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
