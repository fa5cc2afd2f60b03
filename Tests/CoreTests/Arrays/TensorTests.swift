import Core
import Testing

/// Bytes with a table of values must be the floats that they stand for, bit for bit, over random data.
@Suite struct TensorTests {
  /// Random bytes as a tensor of bytes and as one of floats.
  private func pair(_ shape: Shape, seed: UInt64) -> (bytes: Tensor, floats: Tensor) {
    var random = RandomSequence(seed: seed, stream: 500)
    let bytes = (0..<shape.reduce(1, *)).map { _ in UInt8(random.integer(below: 256)) }
    return (Tensor(shape: shape, bytes: bytes), Tensor(shape: shape, floats: bytes.map(Float.init)))
  }

  private func expectSame(
    _ a: Tensor, _ b: Tensor, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(a.shape == b.shape, sourceLocation: sourceLocation)
    #expect(a.floats.map(\.bitPattern) == b.floats.map(\.bitPattern), sourceLocation: sourceLocation)
    #expect(a.range == b.range, sourceLocation: sourceLocation)
    for i in 0..<min(a.count, 3) {
      #expect(a.floats(ofRow: i) == b.floats(ofRow: i), sourceLocation: sourceLocation)
      #expect(a.row(i).floats == b.row(i).floats, sourceLocation: sourceLocation)
    }
  }

  static let functions: [@Sendable (Float) -> Float] = [
    { ($0 - 128) / 128 }, { $0 / 255 }, { $0 * 0.1 + 7 }, { 1 / $0 }, { -$0 },
  ]

  @Test(arguments: functions.indices)
  func arithmeticOnTheTableIsArithmeticOnEveryElement(function: Int) {
    let (bytes, floats) = pair([9, 5, 4, 3], seed: 1)
    let f = Self.functions[function]
    expectSame(bytes.map(f), floats.map(f))
    expectSame(bytes.map(f).map { $0 + 1 }, floats.map(f).map { $0 + 1 })
    #expect(bytes.dtype == .uint8 && bytes.map(f).dtype == .float32)
  }

  @Test(arguments: 1...5)
  func channelMeanIsTheExactSumDividedOnce(channels: Int) {
    let (bytes, floats) = pair([6, 3, 4, channels], seed: 2)
    let mean = bytes.channelMean()
    #expect(mean.shape == [6, 3, 4, 1])
    let values = floats.floats
    let expected = stride(from: 0, to: values.count, by: channels).map {
      Float(values[$0..<$0 + channels].map { Int($0) }.reduce(0, +)) / Float(channels)
    }
    #expect(mean.floats == expected)
    expectSame(mean, floats.channelMean())
    expectSame(mean.map { ($0 - 128) / 128 }, floats.channelMean().map { ($0 - 128) / 128 })
  }

  @Test func channelMeanOfAVectorIsItsMean() {
    let (bytes, floats) = pair([8], seed: 3)
    let few = bytes.selecting([1, 6, 2])
    #expect(few.channelMean().shape == [1])
    expectSame(few.channelMean(), floats.selecting([1, 6, 2]).channelMean())
  }

  @Test func chosenRowsAreThoseRows() {
    let (bytes, floats) = pair([50, 4, 3, 2], seed: 4)
    var random = RandomSequence(seed: 5, stream: 0)
    let order = random.permutation(50)
    let all = floats.floats
    for tensor in [bytes, floats, bytes.map { $0 / 255 }.map { $0 * 255 }.map { $0.rounded() }] {
      let shuffled = tensor.selecting(order)
      for (i, row) in order.enumerated() {
        let start = Int(row) * 24
        #expect(shuffled.floats(ofRow: i) == Array(all[start..<start + 24]))
      }
      // A slice of a shuffle, and a choice of that.
      let slice = shuffled.selecting(10..<20)
      #expect(slice.shape == [10, 4, 3, 2])
      #expect(slice.floats(ofRow: 3) == shuffled.floats(ofRow: 13))
      #expect(slice.selecting([9, 0, 9]).floats(ofRow: 2) == shuffled.floats(ofRow: 19))
      #expect(slice.selecting(0..<0).floats.isEmpty && slice.selecting(0..<0).range == nil)
    }
  }

  @Test func reshapingKeepsElementsAndRows() throws {
    let (bytes, floats) = pair([12, 4, 3], seed: 6)
    for tensor in [bytes, floats].map({ $0.selecting([7, 3, 3, 11, 0, 5]) }) {
      for shape in [[6, 4, 3, 1], [6, 12], [6, 2, 2, 3], [3, 24], [72], [1, 72]] {
        let other = try #require(tensor.reshaped(shape))
        #expect(other.shape == shape && other.dtype == tensor.dtype)
        #expect(other.floats == tensor.floats)
        expectSame(other.map { $0 / 255 }, try #require(tensor.map { $0 / 255 }.reshaped(shape)))
      }
      #expect(tensor.reshaped([6, 13]) == nil)
      #expect(tensor.reshaped([-6, -12]) == nil)
      #expect(tensor.reshaped([.max, .max]) == nil)
      #expect(tensor.reshaped([]) == nil)
    }
    let few = bytes.selecting([7, 3, 11])
    expectSame(
      few.channelMean(), try #require(few.reshaped([3, 4, 3, 1])?.reshaped([3, 4, 3])).channelMean())
  }

  @Test func shapesCountTheirElements() {
    #expect(Shape([60_000, 28, 28, 1]).elementCount == 47_040_000)
    #expect(Shape([]).elementCount == 1)
    #expect(Shape([3, 0]).elementCount == 0)
    #expect(Shape([3, -1]).elementCount == nil)
    #expect(Shape([.max, 2]).elementCount == nil)
    #expect(Shape([10]).tupleDescription == "(10,)")
    #expect(Shape([2, 3]).tupleDescription == "(2, 3)")
    #expect(Shape([28, 28, 1]).crossDescription == "28x28x1")
  }
}
