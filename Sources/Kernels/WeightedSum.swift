/// Several weighted sums of the same inputs, held in registers: the heart of every forward pass.
///
/// Blocking: one load of an input (two 256-bit registers) feeds up to six sums, each with one broadcast
/// load of its weight, so that twelve multiply-adds share eight loads and the multipliers, not the loads,
/// are the limit. Six sums of 16 lanes fill twelve of AVX2's sixteen registers. AVX-512 has thirty-two, of sixteen floats
/// each, and needs eight sums side by side to keep its multipliers busy: blocks are wider there, see ``BlockLoop``, and two of
/// them share the loads of the weights, see ``SumBlocks``.
/// A block is a tree of pairs, which the compiler flattens into registers. Each sum is added up in the
/// order of the calls, so that the blocking never shows in a result.
protocol WeightedSums {
  static var width: Int { get }
  init()
  /// Adds `input * weights[b * spread]` to sum b.
  mutating func add(_ input: Lanes, _ weights: UnsafePointer<Float>, spread: Int)
  /// Adds `inputs.0 * weights[b * spread]` to sum b of the first block, the product with `inputs.1` to that of the second.
  static func add(
    _ inputs: (Lanes, Lanes), _ weights: UnsafePointer<Float>, spread: Int, to first: inout Self,
    _ second: inout Self)
  /// Adds `values[b]` to sum b.
  mutating func add(_ values: UnsafePointer<Float>)
  /// Replaces sums below `zero` by it: relu. See ``zeroUnknownToCompiler``.
  mutating func rectify(at zero: Lanes)
  /// Adds `others[b]` to sum b.
  mutating func add(lanes others: UnsafePointer<Lanes>)
  /// Takes `others[b]` where it is greater.
  mutating func raise(to others: UnsafePointer<Lanes>)
  mutating func scale(by factor: Lanes)
  /// Reads sum b from `input[b * spread]`.
  mutating func load(from input: UnsafePointer<Lanes>, spread: Int)
  /// Writes sum b to `output[b * spread]`.
  func store(to output: UnsafeMutablePointer<Lanes>, spread: Int)
  /// Writes sum b as sixteen floats from `rows[b * spread]` on, wherever a float may lie.
  func storeRows(to rows: UnsafeMutablePointer<Float>, spread: Int)
}

struct OneSum: WeightedSums {
  static var width: Int { @inline(__always) get { 1 } }
  var sum = Lanes()

  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ input: Lanes, _ weights: UnsafePointer<Float>, spread: Int) {
    sum = sum.addingProduct(input, Lanes(repeating: weights[0]))
  }

  @inline(__always)
  static func add(
    _ inputs: (Lanes, Lanes), _ weights: UnsafePointer<Float>, spread: Int, to first: inout Self,
    _ second: inout Self
  ) {
    let weight = Lanes(repeating: weights[0])
    first.sum = first.sum.addingProduct(inputs.0, weight)
    second.sum = second.sum.addingProduct(inputs.1, weight)
  }

  @inline(__always)
  mutating func add(_ values: UnsafePointer<Float>) { sum += Lanes(repeating: values[0]) }

  @inline(__always)
  mutating func rectify(at zero: Lanes) { sum = sum.replacing(with: zero, where: zero .> sum) }

  @inline(__always)
  mutating func add(lanes others: UnsafePointer<Lanes>) { sum += others[0] }

  @inline(__always)
  mutating func raise(to others: UnsafePointer<Lanes>) { sum = greater(sum, others[0]) }

  @inline(__always)
  mutating func scale(by factor: Lanes) { sum *= factor }

  @inline(__always)
  mutating func load(from input: UnsafePointer<Lanes>, spread: Int) { sum = input[0] }

  @inline(__always)
  func store(to output: UnsafeMutablePointer<Lanes>, spread: Int) { output[0] = sum }

  @inline(__always)
  func storeRows(to rows: UnsafeMutablePointer<Float>, spread: Int) {
    UnsafeMutableRawPointer(rows).storeBytes(of: sum, as: Lanes.self)
  }
}

struct SumPair<First: WeightedSums, Second: WeightedSums>: WeightedSums {
  static var width: Int { @inline(__always) get { First.width &+ Second.width } }
  var first = First()
  var second = Second()

  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ input: Lanes, _ weights: UnsafePointer<Float>, spread: Int) {
    first.add(input, weights, spread: spread)
    second.add(input, weights + First.width &* spread, spread: spread)
  }

  @inline(__always)
  static func add(
    _ inputs: (Lanes, Lanes), _ weights: UnsafePointer<Float>, spread: Int, to first: inout Self,
    _ second: inout Self
  ) {
    First.add(inputs, weights, spread: spread, to: &first.first, &second.first)
    Second.add(inputs, weights + First.width &* spread, spread: spread, to: &first.second, &second.second)
  }

  @inline(__always)
  mutating func add(_ values: UnsafePointer<Float>) {
    first.add(values)
    second.add(values + First.width)
  }

  @inline(__always)
  mutating func rectify(at zero: Lanes) {
    first.rectify(at: zero)
    second.rectify(at: zero)
  }

  @inline(__always)
  mutating func add(lanes others: UnsafePointer<Lanes>) {
    first.add(lanes: others)
    second.add(lanes: others + First.width)
  }

  @inline(__always)
  mutating func raise(to others: UnsafePointer<Lanes>) {
    first.raise(to: others)
    second.raise(to: others + First.width)
  }

  @inline(__always)
  mutating func scale(by factor: Lanes) {
    first.scale(by: factor)
    second.scale(by: factor)
  }

  @inline(__always)
  mutating func load(from input: UnsafePointer<Lanes>, spread: Int) {
    first.load(from: input, spread: spread)
    second.load(from: input + First.width &* spread, spread: spread)
  }

  @inline(__always)
  func store(to output: UnsafeMutablePointer<Lanes>, spread: Int) {
    first.store(to: output, spread: spread)
    second.store(to: output + First.width &* spread, spread: spread)
  }

  @inline(__always)
  func storeRows(to rows: UnsafeMutablePointer<Float>, spread: Int) {
    first.storeRows(to: rows, spread: spread)
    second.storeRows(to: rows + First.width &* spread, spread: spread)
  }
}

/// A bound, read from memory. A comparison with a number that the compiler sees becomes two or three instructions where the
/// processor's maximum or minimum is one; and relu follows every sum of a convolution. Nothing writes to it.
nonisolated(unsafe) let zeroUnknownToCompiler = unknownToCompiler(0)

private func unknownToCompiler(_ value: Float) -> UnsafePointer<Lanes> {
  UnsafePointer(allocateAligned(1, of: Lanes(repeating: value)))
}
