import Core
import Foundation
import Testing

@testable import NeuralNetwork

/// Twenty steps beside Keras (in float64) with every optimizer and random options: see Fixtures/training.py.
@Suite struct TrainingParityTests {
  struct Run: Decodable, CustomTestStringConvertible {
    let optimizer: String
    let options: [String: Option]
    let losses, outputs: [Double]

    var given: Options { Options(options.mapValues(\.argument)) }
    var testDescription: String {
      "\(optimizer) \(options.map { "\($0)=\($1.argument.description)" }.sorted())"
    }
  }

  /// An option as JSON has it.
  enum Option: Decodable {
    case flag(Bool)
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    var argument: Argument {
      switch self {
      case .flag(let flag): .flag(flag)
      case .number(let number): .number(number)
      case .text(let text): .text(text)
      }
    }
  }

  struct Rates: Decodable, CustomTestStringConvertible {
    let words: String
    let steps: [Int]
    let rates: [Double]

    var testDescription: String { words }
  }

  struct LossRun: Decodable, CustomTestStringConvertible {
    let loss, activation, target: String
    let options: [String: Option]
    let units: Int
    let weights: [Double]?
    let losses, outputs: [Double]

    var testDescription: String {
      "\(loss) \(options.map { "\($0)=\($1.argument.description)" }.sorted()) \(units) \(activation) \(target)"
    }
  }

  struct MetricRun: Decodable, CustomTestStringConvertible {
    let loss, activation: String
    let units: Int
    let scores: [String: Double]

    var testDescription: String { "\(loss) \(units) \(activation)" }
  }

  struct Runs: Decodable {
    let metrics: [MetricRun]
    let losses: [LossRun]
    let optimizers, scheduled: [Run]
    let schedules: [Rates]
  }

  static let runs =
    (try? fixture("training", as: Runs.self))
    ?? Runs(metrics: [], losses: [], optimizers: [], scheduled: [], schedules: [])

  @Test(arguments: runs.optimizers + runs.scheduled)
  func optimizersTakeTheStepsOfKeras(run: Run) throws {
    let type = try #require(optimizerTypes.first { $0.declaration.name == run.optimizer })
    let model = try Model(
      [6, 5, 1],
      [
        conv2D(3, 3, activation: .tanh), flatten(), dense(7, activation: .tanh),
        dense(5, activation: .softmax),
      ])
    let result = try KerasRun(
      model, type.checked(run.given), .sparseCategoricalCrossentropy, steps: run.losses.count)
    Self.expectClose(result.losses, run.losses)
    Self.expectClose(result.outputs.joined().map(Double.init), run.outputs)
  }

  @Test func everyOptimizerIsThere() {
    #expect(
      Set(Self.runs.schedules.compactMap { $0.words.split(separator: " ").first.map(String.init) }).union([
        "constant"
      ]) == Set(Schedule.family.names))
    #expect(Set(Self.runs.optimizers.map(\.optimizer)) == Set(optimizerTypes.map { $0.declaration.name }))
  }

  static func expectClose(
    _ values: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(values.count == expected.count, sourceLocation: sourceLocation)
    let error = zip(values, expected).map { abs($0 - $1) / max(abs($1), 1e-3) }.max() ?? .infinity
    #expect(error <= 2e-5, sourceLocation: sourceLocation)
  }
}
