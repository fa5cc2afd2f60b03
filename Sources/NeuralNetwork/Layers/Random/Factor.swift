import Core
import Kernels

/// What a random number lies between, in Keras's forms: one number f means -f to f, a list its least and its greatest.
struct Factor: Sendable, Equatable {
  let lower, upper: Double

  /// - Parameter range: of either number; a single one goes no lower than it does.
  init?(_ argument: Argument, _ range: ClosedRange<Double>) {
    if let number = Double(argument) {
      guard range.contains(number) else { return nil }
      (lower, upper) = (max(-abs(number), range.lowerBound), abs(number))
    } else if let numbers = argument.numbers, numbers.count == 2 {
      (lower, upper) = (min(numbers[0], numbers[1]), max(numbers[0], numbers[1]))
    } else {
      return nil
    }
    guard range.contains(lower), range.contains(upper) else { return nil }
  }

  /// The number at a share of the way, in 0..<1.
  func at(_ share: Float) -> Double { lower + (upper - lower) * Double(share) }

  /// `-0.1...0.1`
  var description: String { "\(shortNumber(lower))...\(shortNumber(upper))" }
}

extension Kind<Factor> {
  static func factor(_ range: ClosedRange<Double>) -> Kind {
    .form(
      "a number from \(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound)), or two such as [0.1, 0.2]"
    ) { Factor($0, range) }
  }
}

extension LayerPass {
  /// Four random numbers in 0..<1 of an image of the group: those of its place in the batch.
  func uniforms(ofImage n: Int) -> SIMD4<Float> { random.uniforms(at: group * laneCount + n) }
}

extension Philox {
  func uniforms(at place: Int) -> SIMD4<Float> {
    SIMD4<Float>(block(UInt64(truncatingIfNeeded: place)) &>> 8) * 0x1p-24
  }
}
