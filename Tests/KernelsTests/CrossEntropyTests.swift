import Core
import Foundation
import Kernels
import Testing

/// Losses and their gradients against `Reference`, in groups of 1...16 images.
@Suite struct CrossEntropyTests {
  /// The losses and the gradient that a kernel makes of some images.
  private func run(
    _ images: [[Float]], labels: [Int32],
    _ kernel: (UnsafeMutablePointer<Lanes>, UnsafePointer<Int32>, UnsafeMutablePointer<Float>) -> Void
  ) -> (losses: [Float], gradient: [Lanes]) {
    let classes = images[0].count
    var values = [Lanes](repeating: Lanes(), count: classes)
    for (n, image) in images.enumerated() { for k in 0..<classes { values[k][n] = image[k] } }
    var losses = unwrittenFloats(images.count)
    kernel(&values, labels, &losses)
    return (losses, values)
  }

  @Test(arguments: 1...16)
  func softmaxCrossEntropyEqualsItsFormula(count: Int) {
    var random = RandomSequence(seed: 9, stream: UInt64(count))
    let classes = random.integer(1...20)
    let logits = (0..<count).map { _ in random.numbers(classes).map { $0 * 10 } }
    let labels = (0..<count).map { _ in Int32(random.integer(0...classes - 1)) }
    let (losses, gradient) = run(logits, labels: labels) {
      softmaxCrossEntropy($0, classes: classes, labels: $1, images: count, scale: 0.25, losses: $2)
    }
    for n in 0..<count {
      let z = exact(logits[n])
      expectClose(
        [losses[n]], [Reference.softmaxCrossEntropy(logits: z, label: Int(labels[n]))], least: 1, "loss")
      expectClose(
        gradient.map { $0[n] },
        Reference.softmaxCrossEntropyGradient(logits: z, label: Int(labels[n])).map { $0 / 4 }, least: 1,
        "gradient")
    }
    for n in count..<16 { #expect(gradient.allSatisfy { $0[n] == 0 }) }
  }

  /// Outputs in 0..<1 and in -2..<2: below, within and above what is kept.
  @Test(arguments: [0...1, -2...2] as [ClosedRange<Float>])
  func crossEntropyOfOtherOutputsEqualsItsFormula(range: ClosedRange<Float>) {
    var random = RandomSequence(seed: 15, stream: 0)
    for count in 1...16 {
      let classes = random.integer(2...20)
      let outputs = (0..<count).map { _ in
        (0..<classes).map { _ in random.uniform(range.lowerBound, range.upperBound) }
      }
      let labels = (0..<count).map { _ in Int32(random.integer(0...classes - 1)) }
      let dense = run(outputs, labels: labels) {
        crossEntropy($0, classes: classes, labels: $1, images: count, scale: 1, losses: $2)
      }
      let sparse = run(outputs, labels: labels) {
        sparseCrossEntropy($0, classes: classes, labels: $1, images: count, scale: 1, losses: $2)
      }
      for n in 0..<count {
        let (p, label) = (exact(outputs[n]), Int(labels[n]))
        // Sums of numbers of both signs cancel: the label's share is as exact as their sum.
        let cancelled = abs(p.reduce(0, +)) < 0.05
        if !cancelled {
          expectClose(
            [dense.losses[n]], [Reference.crossEntropy(outputs: p, label: label)], tolerance: 1e-5, least: 1,
            "loss")
          expectClose(
            dense.gradient.map { $0[n] }, Reference.crossEntropyGradient(outputs: p, label: label),
            tolerance: 1e-4, least: 1, "gradient")
        }
        expectClose(
          [sparse.losses[n]], [Reference.sparseCrossEntropy(outputs: p, label: label)], least: 1,
          "sparse loss")
        expectClose(
          sparse.gradient.map { $0[n] }, Reference.sparseCrossEntropyGradient(outputs: p, label: label),
          least: 1, "sparse gradient")
      }
      for n in count..<16 {
        #expect(dense.gradient.allSatisfy { $0[n] == 0 } && sparse.gradient.allSatisfy { $0[n] == 0 })
      }
    }
  }

  @Test func lossOfHugeLogitsIsExact() {
    let (losses, _) = run([[1e4, -1e4, 0]], labels: [1]) {
      softmaxCrossEntropy($0, classes: 3, labels: $1, images: 1, scale: 1, losses: $2)
    }
    #expect(losses == [2e4])
  }

  @Test(arguments: 0..<3)
  func outputThatIsNoNumberMakesTheLossNone(place: Int) {
    var outputs: [Float] = [0.1, 0.2, 0.3]
    outputs[place] = .nan
    for label in 0..<3 {
      let losses = [
        run([outputs], labels: [Int32(label)]) {
          softmaxCrossEntropy($0, classes: 3, labels: $1, images: 1, scale: 1, losses: $2)
        },
        run([outputs], labels: [Int32(label)]) {
          crossEntropy($0, classes: 3, labels: $1, images: 1, scale: 1, losses: $2)
        },
        run([outputs], labels: [Int32(label)]) {
          sparseCrossEntropy($0, classes: 3, labels: $1, images: 1, scale: 1, losses: $2)
        },
      ].map { $0.losses[0] }
      #expect(losses.allSatisfy { $0.isNaN })
    }
  }
}
