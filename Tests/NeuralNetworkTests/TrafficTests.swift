import Core
import Testing

@testable import NeuralNetwork

/// What passes move and take, by their plan.
@Suite struct TrafficTests {
  /// A Flatten passes its input through. Of Dense: its input and output, the activation, the weights once a group; back the output's
  /// gradient and the input, the activation's derivative, the weights and the group's part of their gradient; at the end of a step
  /// of one group that part, and the weights twice.
  @Test func aDenseLayerMovesWhatItsFormulaSays() throws {
    let model = try Model([4, 4, 1], [flatten(), dense(10, activation: .softmax)])
    let weights = 170
    #expect(model.inferenceTraffic(workers: 1).bytesPerImage == 4 * (16 + 10 + 20 + weights / 16))
    #expect(
      model.trainingTraffic(batchSize: 16, workers: 1).bytesPerImage
        == 4 * (16 + 10 + 20 + 10 + 16 + 30 + weights * 6 / 16))
  }

  /// A normalization reads its input three times on the way there, and on the way back its input and its output's gradient twice.
  @Test func aNormalizationReadsAgain() throws {
    func moved(_ layers: [any Layer]) throws -> Int {
      try Model([4, 4, 2], layers + [flatten(), dense(3)]).trainingTraffic(batchSize: 16, workers: 1)
        .bytesPerImage
    }
    let convolution = try conv2D(2, 1)
    let values = 4 * 4 * 2
    // The weights' share of a few numbers is rounded.
    let more = try moved([convolution, batchNormalization()]) - moved([convolution])
    #expect(abs(more - 4 * values * 9) < 20)
  }

  @Test func memoryGrowsWithTheBatchAndTheThreads() throws {
    let model = try Examples.quartersNetwork()
    func memory(_ batchSize: Int, _ workers: Int) -> Int {
      model.trainingTraffic(batchSize: batchSize, workers: workers).memory
    }
    #expect(memory(64, 1) > memory(16, 1))
    #expect(memory(64, 2) > memory(64, 1))
    #expect(model.inferenceTraffic(workers: 1).memory < memory(16, 1))
  }
}
