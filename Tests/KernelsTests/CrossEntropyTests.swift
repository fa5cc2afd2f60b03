import Foundation
import Kernels
import Testing

/// Losses and their gradients against `Reference`, in groups of 1...16 images.
@Suite struct CrossEntropyTests {
  /// The losses and the gradient that a kernel makes of some images.
  private func run(
    _ images: [[Float]], labels: [Int32], scale: Float,
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
    let (losses, gradient) = run(logits, labels: labels, scale: 0.25) {
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

  @Test func lossOfHugeLogitsIsExact() {
    let (losses, _) = run([[1e4, -1e4, 0]], labels: [1], scale: 1) {
      softmaxCrossEntropy($0, classes: 3, labels: $1, images: 1, scale: 1, losses: $2)
    }
    #expect(losses == [2e4])
  }

  @Test(arguments: 0..<3)
  func logitThatIsNoNumberMakesTheLossNone(place: Int) {
    var logits: [Float] = [1, 2, 3]
    logits[place] = .nan
    for label in 0..<3 {
      let (losses, _) = run([logits], labels: [Int32(label)], scale: 1) {
        softmaxCrossEntropy($0, classes: 3, labels: $1, images: 1, scale: 1, losses: $2)
      }
      #expect(losses[0].isNaN)
    }
  }
}
