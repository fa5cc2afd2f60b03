/// A block of sums, or two that take the same weights and share their loads: of two positions of a convolution's output,
/// say. See ``hasRegistersForTwoBlocks``.
protocol SumBlocks {
  associatedtype Sums: WeightedSums
  init()
  /// Adds `inputs[0] * weights[b * spread]` to sum b, the product with `inputs[step]` to that of the second block.
  mutating func add(
    _ inputs: UnsafePointer<Lanes>, step: Int, _ weights: UnsafePointer<Float>, spread: Int)
  /// Adds `values[b]` to sum b of each block.
  mutating func add(_ values: UnsafePointer<Float>)
  /// Adds sums of a block, which lie side by side, those of the second `step` further on.
  mutating func add(lanes others: UnsafePointer<Lanes>, step: Int)
  mutating func rectify(at zero: Lanes)
  /// Reads the sums of a block, which lie side by side, those of the second `step` further on.
  mutating func load(from input: UnsafePointer<Lanes>, step: Int)
  func store(to output: UnsafeMutablePointer<Lanes>, step: Int)
}

struct OneBlock<Sums: WeightedSums>: SumBlocks {
  var sums = Sums()

  @inline(__always) init() {}

  @inline(__always)
  mutating func add(
    _ inputs: UnsafePointer<Lanes>, step: Int, _ weights: UnsafePointer<Float>, spread: Int
  ) {
    sums.add(inputs[0], weights, spread: spread)
  }

  @inline(__always)
  mutating func add(_ values: UnsafePointer<Float>) { sums.add(values) }

  @inline(__always)
  mutating func add(lanes others: UnsafePointer<Lanes>, step: Int) { sums.add(lanes: others) }

  @inline(__always)
  mutating func rectify(at zero: Lanes) { sums.rectify(at: zero) }

  @inline(__always)
  mutating func load(from input: UnsafePointer<Lanes>, step: Int) { sums.load(from: input, spread: 1) }

  @inline(__always)
  func store(to output: UnsafeMutablePointer<Lanes>, step: Int) { sums.store(to: output, spread: 1) }
}

struct TwoBlocks<Sums: WeightedSums>: SumBlocks {
  var first = Sums()
  var second = Sums()

  @inline(__always) init() {}

  @inline(__always)
  mutating func add(
    _ inputs: UnsafePointer<Lanes>, step: Int, _ weights: UnsafePointer<Float>, spread: Int
  ) {
    Sums.add((inputs[0], inputs[step]), weights, spread: spread, to: &first, &second)
  }

  @inline(__always)
  mutating func add(_ values: UnsafePointer<Float>) {
    first.add(values)
    second.add(values)
  }

  @inline(__always)
  mutating func add(lanes others: UnsafePointer<Lanes>, step: Int) {
    first.add(lanes: others)
    second.add(lanes: others + step)
  }

  @inline(__always)
  mutating func rectify(at zero: Lanes) {
    first.rectify(at: zero)
    second.rectify(at: zero)
  }

  @inline(__always)
  mutating func load(from input: UnsafePointer<Lanes>, step: Int) {
    first.load(from: input, spread: 1)
    second.load(from: input + step, spread: 1)
  }

  @inline(__always)
  func store(to output: UnsafeMutablePointer<Lanes>, step: Int) {
    first.store(to: output, spread: 1)
    second.store(to: output + step, spread: 1)
  }
}
