import Core
import Testing

@testable import NeuralNetwork

/// Metrics beside Keras, on a network after twenty steps: see Fixtures/training.py. And curves beside their definitions.
@Suite struct MeasureParityTests {
  private static let metrics: [Metric] = [
    .binaryAccuracy, .precision, .recall, .auc, .f1Score, .mse, .mae, .accuracy,
  ]

  @Test(arguments: TrainingParityTests.runs.metrics)
  func metricsAreThoseOfKeras(run: TrainingParityTests.MetricRun) throws {
    let loss = try #require(Loss(named: run.loss))
    let model = try Model(
      [6, 5, 1],
      [
        flatten(), dense(7, activation: .tanh),
        dense(run.units, activation: try #require(Activation(rawValue: run.activation))),
      ])
    let optimizer = optimizer(SGD.self, ["learning_rate": .number(0.1), "momentum": .number(0.5)])
    let classes = max(2, run.units)
    let trained = try KerasRun(model, optimizer, loss, steps: 20, classes: classes)
    model.compile(.init(optimizer: optimizer, loss: loss, metrics: Self.metrics))
    for threads in [1, 3] {
      let score = try model.evaluate(
        images: trained.images, labels: trained.labels, pool: WorkerPool(count: threads))
      for (key, value) in run.scores {
        let found = try #require(score.logs[key])
        #expect(abs(found - value) <= 2e-5 * max(value, 1e-2), "\(key)")
      }
    }
    // An epoch of fit measures the same things, batch by batch.
    let result = try model.fit(
      images: trained.images, labels: trained.labels, options: FitOptions(batchSize: 37, epochs: 2, seed: 1),
      validation: (trained.images, trained.labels), pool: WorkerPool(count: 2)
    ) { _ in true }
    for metric in Self.metrics {
      let values = try #require(result.history[metric.rawValue])
      #expect(values.count == 2 && values.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test(arguments: 0..<20)
  func theAreaIsTheShareOfPairsInOrder(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed), stream: 2)
    let count = random.integer(2...40)
    // Few different scores: many tie.
    let scores = (0..<count).map { _ in Float(random.integer(0...9)) / 8 }
    let isOfClass = (0..<count).map { $0 == 0 || ($0 != 1 && random.integer(0...2) == 0) }
    let curve = try #require(RankingCurve(scores: scores, isOfClass: isOfClass))
    var (ordered, pairs) = (0.0, 0.0)
    for i in 0..<count where isOfClass[i] {
      for j in 0..<count where !isOfClass[j] {
        pairs += 1
        ordered += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
      }
    }
    #expect(abs(curve.area - ordered / pairs) < 1e-12)
    let rates = curve.rates
    #expect(rates.first?.truePositive == 0 && rates.last?.truePositive == 1)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0.truePositive <= $1.truePositive })
    for k in 0...20 {
      let share = Double(k) / 20
      #expect(
        (0...1).contains(curve.truePositiveRate(at: share)) && (0...1).contains(curve.precision(at: share)))
    }
    #expect((0...1).contains(curve.averagePrecision))
  }

  /// Worked out by hand: scores 4 3 2 1, of the class the first and the third.
  @Test func averagePrecisionIsThatOfScikitLearn() throws {
    let curve = try #require(RankingCurve(scores: [4, 3, 2, 1], isOfClass: [true, false, true, false]))
    #expect(abs(curve.averagePrecision - (0.5 * 1 + 0.5 * 2 / 3)) < 1e-15 && curve.area == 0.75)
    #expect(RankingCurve(scores: [1, 2], isOfClass: [true, true]) == nil)
  }
}
