import Core
import Foundation
import NeuralNetwork

/// What is timed.
enum BenchWork: String, CaseIterable {
  /// `fit`: shuffle, forward, backward, update.
  case training
  /// `evaluate`: forward, loss and accuracy.
  case inference

  /// Floating-point operations for one image: two per multiply-add, those of Conv2D and Dense layers alone.
  /// Training adds the gradients of all kernels, and of all inputs but the first layer's. Padding counts as if its
  /// zeros were multiplied, and Winograd's convolution as if it took all products of the formula.
  func operations(_ model: Model) -> Int {
    let products = model.nodes.map(\.built.multiplyAdds).filter { $0 > 0 }
    let forward = products.reduce(0, +)
    switch self {
    case .training: return 2 * (3 * forward - (products.first ?? 0))
    case .inference: return 2 * forward
    }
  }
}

/// Random pixels from 0 to 1 with random labels: as much work as real ones.
struct BenchData {
  /// More than a processor's caches hold, and no more of large images than need be: a multiple of every batch size.
  private static func imageCount(pixels: Int) -> Int { pixels > 1024 ? 3_200 : 16_000 }

  let images: Tensor
  let labels: [Int32]

  init(for model: Model) {
    var random = RandomSequence(seed: 0, stream: 0)
    let pixels = model.inputShape.reduce(1, *)
    let count = Self.imageCount(pixels: pixels)
    images = Tensor(
      shape: [count] + model.inputShape, floats: (0..<count * pixels).map { _ in random.uniform() })
    let classes = UInt32(model.outputCount)
    labels = (0..<count).map { _ in Int32(random.integer(below: classes)) }
  }
}

/// One kind of work with one model on some threads, timed again and again.
struct BenchTrial {
  let work: BenchWork
  let pool: WorkerPool
  private let model: Model
  private let batchSize: Int
  private let images: Tensor
  private let labels: [Int32]
  /// How often all images are gone through.
  private let passes: Int
  /// Images per second of each repeat.
  private(set) var rates: [Double] = []

  /// Steps of a repeat, at least: the memory of a large model is new with each `fit`, which is not what is asked.
  private static let leastSteps = 5

  /// Warms up, and chooses as many images as take about `seconds`.
  init(
    _ work: BenchWork, _ model: Model, batchSize: Int, data: BenchData, pool: WorkerPool, seconds: Double
  ) throws {
    var images = batchSize
    var trial = BenchTrial(work, model, batchSize: batchSize, data: data, images: images, pool: pool)
    while try trial.seconds() < seconds / 8 {
      images *= 2
      trial = BenchTrial(work, model, batchSize: batchSize, data: data, images: images, pool: pool)
    }
    let wanted = Double(images) * seconds / (try trial.seconds())
    let batches = max(Self.leastSteps, Int(clamping: (wanted / Double(batchSize)).rounded(.up)))
    self.init(work, model, batchSize: batchSize, data: data, images: batches * batchSize, pool: pool)
  }

  private init(
    _ work: BenchWork, _ model: Model, batchSize: Int, data: BenchData, images: Int, pool: WorkerPool
  ) {
    self.work = work
    self.model = model
    self.batchSize = batchSize
    self.pool = pool
    passes = (images + data.images.count - 1) / data.images.count
    let count = min(images, data.images.count)
    self.images = data.images.selecting(0..<count)
    labels = Array(data.labels[..<count])
  }

  mutating func repeatOnce() throws {
    rates.append(Double(images.count * passes) / (try seconds()))
  }

  private func seconds() throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    switch work {
    case .training:
      let options = FitOptions(batchSize: batchSize, epochs: passes, seed: 0)
      _ = try model.fit(images: images, labels: labels, options: options, validation: nil, pool: pool) { _ in
        true
      }
    case .inference:
      for _ in 0..<passes { _ = try model.evaluate(images: images, labels: labels, pool: pool) }
    }
    return (clock.now - start) / .seconds(1)
  }
}

extension [Double] {
  /// The middle one, or the mean of the two in the middle; 0 where there is none.
  var median: Double {
    let sorted = sorted()
    guard let last = sorted.indices.last else { return 0 }
    return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
  }
}
