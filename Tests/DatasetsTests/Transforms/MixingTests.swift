import Core
import Testing

@testable import Datasets

/// MixUp and CutMix: images and targets are mixed in the same shares.
@Suite struct MixingTests {
  /// Image k is filled with k, and so is its only target: what is mixed of them can be read off.
  private func mixed(
    _ count: Int, size: Int = 12, threads: Int = 1, epoch: Int = 1, _ change: (inout Augmentation) -> Void
  )
    throws -> (images: Tensor, targets: Tensor)
  {
    var augmentation = Augmentation()
    change(&augmentation)
    let images = Tensor(
      shape: [count, size, size, 2],
      floats: (0..<count).flatMap { [Float](repeating: Float($0), count: size * size * 2) })
    let targets = Tensor(shape: [count, 1], floats: (0..<count).map(Float.init))
    return try WorkerPool(count: threads).serving {
      try augmentation.mixed(images, targets, seed: 7, epoch: epoch)
    }
  }

  @Test func aBlendIsTheSameOfPixelsAndTarget() throws {
    let (images, targets) = try mixed(200) { $0.mixUp = 0.4 }
    var changed = 0
    for k in 0..<200 {
      let pixels = images.floats(ofRow: k)
      #expect(pixels.allSatisfy { abs($0 - targets.floats(ofRow: k)[0]) < 1e-4 })
      if abs(pixels[0] - Float(k)) > 1e-3 { changed += 1 }
    }
    #expect(changed > 100)
  }

  /// The beta distribution with both parameters a has the mean 1/2 and the variance 1 / (4 (2a + 1)).
  @Test(arguments: [0.05, 0.2, 0.5, 1])
  func sharesAreOfTheBetaDistribution(alpha: Double) {
    var random = RandomSequence(seed: 3, stream: 8)
    let draws = (0..<20_000).map { _ in Double(random.beta(alpha)) }
    let mean = draws.reduce(0, +) / Double(draws.count)
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count)
    #expect(draws.allSatisfy { (0...1).contains($0) })
    #expect(abs(mean - 0.5) < 0.012)
    #expect(abs(variance - 1 / (4 * (2 * alpha + 1))) < 0.005)
  }

  @Test func aPartOfAnotherImageCountsByItsArea() throws {
    let size = 40
    let (images, targets) = try mixed(100, size: size) { $0.cutMix = Factor(1, 1) }
    var changed = 0
    for k in 0..<100 {
      let pixels = images.floats(ofRow: k)
      let others = pixels.filter { $0 != Float(k) }
      guard let other = others.first else { continue }
      changed += 1
      #expect(others.allSatisfy { $0 == other })
      // As the part was drawn: up to a row and a column of pixels more or less.
      let share = Double(targets.floats(ofRow: k)[0] - Float(k)) / Double(other - Float(k))
      #expect(abs(share - Double(others.count) / Double(pixels.count)) <= 2.1 / Double(size))
    }
    #expect(changed > 80)
  }

  @Test func threadsAndEpochs() throws {
    func both(_ threads: Int, _ epoch: Int) throws -> [Float] {
      let (images, targets) = try mixed(70, threads: threads, epoch: epoch) {
        $0.mixUp = 0.3
        $0.cutMix = Factor(0, 1)
      }
      return images.floats + targets.floats
    }
    let one = try both(1, 1)
    for threads in [2, 3, 7] { #expect(try both(threads, 1) == one) }
    #expect(try both(1, 2) != one)
  }

  @Test func vectorsAreNotMixed() {
    var augmentation = Augmentation()
    augmentation.mixUp = 0.2
    #expect(throws: DatasetError.self) {
      try augmentation.mixed(
        Tensor(shape: [3, 4], floats: [Float](repeating: 0, count: 12)),
        Tensor(shape: [3, 1], floats: [0, 1, 2]),
        seed: 1, epoch: 1)
    }
  }
}
