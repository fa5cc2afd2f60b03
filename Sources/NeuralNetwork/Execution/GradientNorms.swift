import Core
import Kernels

/// The gradients of all weights, for a step that shortens them by their norms: those of all must be known before the first weight
/// changes.
///
/// A norm is the root of the squares' sum in Double: over blocks of a tensor, the blocks in order, the tensors in order. So it is
/// the same for any number of threads.
final class GradientNorms {
  /// Laid out as the model's parameters.
  let gradient: UnsafeMutablePointer<Float>
  private let clipping: StepRules.Clipping
  private let tensors: [Range<Int>]
  private let blocks: [Range<Int>]
  /// The tensor of each block.
  private let owners: [Int]
  /// The sum of squares of each block.
  private let sums: UnsafeMutablePointer<Double>
  /// What the gradient of each tensor is multiplied by.
  private let factors: UnsafeMutablePointer<Float>

  private static let blockSize = 8192

  /// Nil where nothing is clipped by a norm.
  init?(_ model: Model, _ clipping: StepRules.Clipping?) {
    guard let clipping, clipping.needsNorms else { return nil }
    self.clipping = clipping
    tensors = model.learnedRanges
    let cut = tensors.enumerated().flatMap { number, tensor in
      Self.blocks(of: tensor).map { (number, $0) }
    }
    (owners, blocks) = (cut.map(\.0), cut.map(\.1))
    gradient = allocateAligned(model.parameters.count, of: 0)
    sums = .allocate(capacity: max(1, blocks.count))
    factors = .allocate(capacity: max(1, tensors.count))
    factors.initialize(repeating: 1, count: tensors.count)
    sums.initialize(repeating: 0, count: blocks.count)
  }

  deinit {
    gradient.deallocate()
    sums.deallocate()
    factors.deallocate()
  }

  /// Shortens the gradients that are too long.
  func clip(_ pool: WorkerPool) {
    pool.forEach(blocks.count) { index, _ in
      let block = self.blocks[index]
      self.sums[index] = squareSum(self.gradient + block.lowerBound, count: block.count)
    }
    var block = 0
    var total = 0.0
    for number in tensors.indices {
      var sum = 0.0
      while block < blocks.count, owners[block] == number {
        sum += sums[block]
        block += 1
      }
      factors[number] = clipping.factor(norm: sum.squareRoot())
      total += sum
    }
    if case .globalNorm = clipping {
      let factor = clipping.factor(norm: total.squareRoot())
      for number in tensors.indices { factors[number] = factor }
    }
    pool.forEach(blocks.count) { index, _ in
      let block = self.blocks[index]
      let factor = self.factors[self.owners[index]]
      if factor != 1 { scale(self.gradient + block.lowerBound, count: block.count, by: factor) }
    }
  }

  /// The norm by which the gradient of the weight at `place` is clipped; nil where it is not clipped by one.
  static func norm(
    of gradient: [Float], at place: Int, in model: Model, _ clipping: StepRules.Clipping?
  ) -> Double? {
    guard let clipping, clipping.needsNorms else { return nil }
    func squares(_ tensor: Range<Int>) -> Double {
      gradient.withUnsafeBufferPointer { gradient in
        guard let gradient = gradient.baseAddress else { return 0 }
        return blocks(of: tensor).reduce(0) { $0 + squareSum(gradient + $1.lowerBound, count: $1.count) }
      }
    }
    let tensors = model.learnedRanges
    if case .globalNorm = clipping { return tensors.reduce(0) { $0 + squares($1) }.squareRoot() }
    return tensors.first { $0.contains(place) }.map { squares($0).squareRoot() }
  }

  private static func blocks(of tensor: Range<Int>) -> [Range<Int>] {
    stride(from: tensor.lowerBound, to: tensor.upperBound, by: blockSize).map {
      $0..<min(tensor.upperBound, $0 + blockSize)
    }
  }
}
