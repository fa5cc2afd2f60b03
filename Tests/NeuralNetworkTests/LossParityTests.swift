import Core
import Testing

@testable import NeuralNetwork

/// Twenty steps beside Keras (in float64) with every loss, its options, targets and class weights: see Fixtures/training.py.
@Suite struct LossParityTests {
  typealias Run = TrainingParityTests.LossRun

  @Test(arguments: TrainingParityTests.runs.losses)
  func lossesAreThoseOfKeras(run: Run) throws {
    let loss = try #require(Loss(named: run.loss))
    let activation = try #require(Activation(rawValue: run.activation))
    let model = try Model(
      [6, 5, 1], [flatten(), dense(7, activation: .tanh), dense(run.units, activation: activation)])
    let optimizer = optimizer(SGD.self, ["learning_rate": .number(0.1), "momentum": .number(0.5)])
    let result = try KerasRun(
      model, optimizer, loss, LossOptions(Options(run.options.mapValues(\.argument)), of: loss),
      steps: run.losses.count, classes: run.target == "numbers" ? 5 : max(2, run.units),
      imagesAreTargets: run.target == "images", classWeights: run.weights?.map { Float($0) })
    TrainingParityTests.expectClose(result.losses, run.losses)
    // Outputs of a linear layer may lie near 0: their errors are shares of the largest of them.
    let largest = try #require(run.outputs.map(abs).max())
    for (output, expected) in zip(result.outputs.joined(), run.outputs) {
      #expect(abs(Double(output) - expected) <= 2e-5 * largest)
    }
  }

  @Test func everyLossIsThere() {
    #expect(Set(TrainingParityTests.runs.losses.map(\.loss)) == Set(Loss.allCases.map(\.rawValue)))
  }

  /// The engine's gradient is that of the loss that it reports: a step against it, and the loss moves as it says.
  @Test(arguments: TrainingParityTests.runs.losses)
  func gradientsAreDifferences(run: Run) throws {
    guard run.target != "images" else { return }
    let loss = try #require(Loss(named: run.loss))
    let model = try Model(
      [6, 5, 1],
      [flatten(), dense(run.units, activation: try #require(Activation(rawValue: run.activation)))])
    model.compile(
      .init(
        optimizer: optimizer(SGD.self), loss: loss,
        lossOptions: try LossOptions(Options(run.options.mapValues(\.argument)), of: loss)))
    var random = RandomSequence(seed: 8, stream: 1)
    let images = Tensor(shape: [9, 6, 5, 1], floats: (0..<270).map { _ in random.uniform(-1, 1) })
    let labels = (0..<9).map { Int32($0 % max(2, run.units)) }
    let index = [4, run.units - 1]
    let step = try model.explainStep(
      images: images, labels: labels, layer: 1, index: index, pool: WorkerPool(count: 2))
    #expect(
      abs(step.difference.quotient - Double(step.gradient)) <= 2e-3 * max(0.05, abs(Double(step.gradient))))
  }

  @Test func threadsLeaveNoTrace() throws {
    for run in TrainingParityTests.runs.losses.prefix(8) {
      let loss = try #require(Loss(named: run.loss))
      let results = try [1, 2, 3, 7].map { threads in
        let model = try Model(
          [6, 5, 1],
          [flatten(), dense(run.units, activation: try #require(Activation(rawValue: run.activation)))])
        model.compile(.init(optimizer: optimizer(SGD.self), loss: loss))
        let images = Tensor(shape: [50, 6, 5, 1], floats: (0..<1500).map { Float($0 % 13) / 13 })
        let labels = (0..<50).map { Int32($0 % max(2, run.units)) }
        let isAutoencoder = run.target == "images"
        _ = try model.fit(
          images: images, labels: labels, targets: isAutoencoder ? images : nil,
          options: FitOptions(batchSize: 40, epochs: 2, seed: 3), validation: (images, labels),
          validationTargets: isAutoencoder ? images : nil, pool: WorkerPool(count: threads)
        ) { _ in true }
        return model.parameters
      }
      #expect(results.allSatisfy { $0 == results[0] })
    }
  }
}
