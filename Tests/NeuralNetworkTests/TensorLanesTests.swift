import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// Rows of an array side by side in lanes.
@Suite struct TensorLanesTests {
  /// Random bytes as a tensor of bytes and as one of floats.
  private func pair(_ shape: Shape, seed: UInt64) -> (bytes: Tensor, floats: Tensor) {
    var random = RandomSequence(seed: seed, stream: 500)
    let bytes = (0..<shape.reduce(1, *)).map { _ in UInt8(random.integer(below: 256)) }
    return (Tensor(shape: shape, bytes: bytes), Tensor(shape: shape, floats: bytes.map(Float.init)))
  }

  @Test func lanesHoldTheChosenRowsSideBySide() {
    // Rows shorter than a square of sixteen, just as long, and longer.
    for shape in [[40, 3, 1, 1], [40, 4, 4, 1], [40, 3, 5, 3]] {
      let (bytes, floats) = pair(shape, seed: 7)
      // Codes of 8 bits, of 16, and floats.
      for all in [bytes.map { $0 / 255 }, bytes.channelMean(), floats] {
        let tensor = all.selecting((0..<40).reversed())
        for count in [1, 5, 16] {
          let rows = (0..<count).map { Int32($0 * 7 % 40) }
          var lanes = [Lanes](repeating: Lanes(repeating: .nan), count: tensor.rowSize)
          tensor.fill(&lanes, rows: rows, count: count)
          for n in 0..<16 {
            let row = lanes.map { $0[n] }
            let zeros = [Float](repeating: 0, count: tensor.rowSize)
            #expect(row == (n < count ? tensor.floats(ofRow: Int(rows[n])) : zeros))
          }
        }
      }
    }
  }
}
