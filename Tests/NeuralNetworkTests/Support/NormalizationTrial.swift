import Core
import Kernels

@testable import NeuralNetwork

/// One BatchNormalization layer on memory of its own, called group by group as the trainer does.
final class NormalizationTrial {
  private let shape: Shape
  private let operation: BatchNormalizationOperation
  /// gamma, beta, moving mean and moving variance.
  private let weights: UnsafeMutablePointer<Float>

  init(_ layer: BatchNormalization, _ shape: Shape, gamma: [Float], beta: [Float]) {
    self.shape = shape
    let channels = gamma.count
    operation = BatchNormalizationOperation(
      places: .init(channels: channels, hasGamma: true, hasBeta: true), plane: shape.reduce(1, *) / channels,
      momentum: layer.momentum,
      epsilon: layer.epsilon)
    weights = .allocate(capacity: 4 * channels)
    let start = gamma + beta + [Float](repeating: 0, count: channels) + [Float](repeating: 1, count: channels)
    weights.initialize(from: start, count: 4 * channels)
  }

  deinit { weights.deallocate() }

  var movingAverages: [Float] {
    Array(UnsafeBufferPointer(start: weights + 2 * operation.channels, count: 2 * operation.channels))
  }

  /// By its moving averages, or, while training, by those of the batch: the layer's outputs for images, channels last; while training also the gradients, which `outputGradient` makes.
  func run(
    _ images: [[Float]], outputGradient: [[Float]], isTraining: Bool
  ) -> (output: [[Float]], inputGradient: [[Float]], gradient: [Float]) {
    var allocations: [UnsafeMutableRawPointer] = []
    defer { for pointer in allocations { pointer.deallocate() } }
    func memory<T>(_ values: [T]) -> UnsafeMutablePointer<T> {
      let pointer = UnsafeMutablePointer<T>.allocate(capacity: values.count)
      pointer.initialize(from: values, count: values.count)
      allocations.append(UnsafeMutableRawPointer(pointer))
      return pointer
    }
    let (size, groups) = (shape.reduce(1, *), groupCount(images.count))
    let unwritten = [Lanes](repeating: Lanes(repeating: .nan), count: size * groups)
    let (input, above) = (memory(lanes(images)), memory(lanes(outputGradient)))
    let (output, below) = (memory(unwritten), memory(unwritten))
    let scratch = memory([Lanes](repeating: Lanes(), count: operation.scratchLanes))
    let gradient = memory([Float](repeating: .nan, count: 2 * operation.channels))
    let groupSums = memory([Float](repeating: .nan, count: operation.groupSums * groups))
    let batchSums = memory([Float](repeating: .nan, count: operation.batchSums))
    let used = operation.frozen
    let packed = memory([Float](repeating: .nan, count: used.packedCount))
    used.prepare(part: 0, weights: weights, packed: packed)
    let passes = (0..<groups).map { group in
      LayerPass(
        input: UnsafePointer(input + size * group), inputStride: operation.channels,
        output: output + size * group,
        weights: UnsafePointer(weights), packed: UnsafePointer(packed), scratch: scratch,
        outputGradient: above + size * group, inputGradient: below + size * group,
        addsInputGradient: false, gradient: gradient,
        group: group, images: min(laneCount, images.count - group * laneCount), isTraining: isTraining,
        random: Philox(seed: 0, stream: 0), groupSums: groupSums + operation.groupSums * group,
        batchSums: batchSums)
    }
    let sums = BatchSums(
      ofBatch: batchSums, groupSums: groupSums, stride: operation.groupSums, images: images.count)
    if isTraining {
      for pass in passes { operation.gatherForward(pass) }
      operation.combineForward(sums, weights: weights)
    }
    for pass in passes { isTraining ? operation.forward(pass) : used.forward(pass) }
    if isTraining {
      for pass in passes { operation.gatherBackward(pass) }
      operation.combineBackward(sums, weights: weights, gradient: gradient)
      for pass in passes { operation.backward(pass) }
    }
    return (
      rows(output, images.count), rows(below, images.count),
      Array(UnsafeBufferPointer(start: gradient, count: 2 * operation.channels))
    )
  }

  private func lanes(_ images: [[Float]]) -> [Lanes] {
    let size = shape.reduce(1, *)
    var lanes = [Lanes](repeating: Lanes(), count: size * groupCount(images.count))
    for (n, image) in images.enumerated() {
      for k in 0..<size { lanes[n / laneCount * size + k][n % laneCount] = image[k] }
    }
    return lanes
  }

  private func rows(_ lanes: UnsafeMutablePointer<Lanes>, _ count: Int) -> [[Float]] {
    let size = shape.reduce(1, *)
    return (0..<count).map { n in
      (0..<size).map { lanes[n / laneCount * size + $0][n % laneCount] }
    }
  }
}
