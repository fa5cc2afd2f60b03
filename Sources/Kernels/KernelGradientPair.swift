/// Sums of products of two output gradients with neighbouring inputs, held in registers.
private protocol Products {
  static var width: Int { get }
  init()
  mutating func add(_ first: Part, _ second: Part, _ input: UnsafePointer<Part>)
  /// Adds up the lanes of a group, of which this is the first part and `last` the last, and writes one weight gradient per
  /// column.
  func store(
    last: Self, _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ step: Int)
}

private struct OneProduct: Products {
  static var width: Int { @inline(__always) get { 1 } }
  var first = Part()
  var second = Part()

  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ first: Part, _ second: Part, _ input: UnsafePointer<Part>) {
    let input = input.pointee
    self.first = self.first.addingProduct(first, input)
    self.second = self.second.addingProduct(second, input)
  }

  @inline(__always)
  func store(
    last: Self, _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ step: Int
  ) {
    first.pointee = Part.group(self.first, last.first).laneSum
    second.pointee = Part.group(self.second, last.second).laneSum
  }
}

private struct ProductPair<Left: Products, Right: Products>: Products {
  static var width: Int { @inline(__always) get { Left.width &+ Right.width } }
  var left = Left()
  var right = Right()

  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ first: Part, _ second: Part, _ input: UnsafePointer<Part>) {
    left.add(first, second, input)
    right.add(first, second, input + partCount &* Left.width)  // a neighbour is all parts further on
  }

  @inline(__always)
  func store(
    last: Self, _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ step: Int
  ) {
    left.store(last: last.left, first, second, step)
    right.store(last: last.right, first + Left.width &* step, second + Left.width &* step, step)
  }
}

private typealias TwoProducts = ProductPair<OneProduct, OneProduct>

/// The gradient of the kernels of two filters.
///
/// Loop order: ky's row of weights in pieces of up to five, a few rows, ky, then y and x: a few rows of output gradients
/// stay in the first cache for all kernel rows, whose sums wait there meanwhile. Each position loads two output
/// gradients and five inputs for ten multiply-adds of a part of the lanes: seven loads for ten, which two load ports
/// sustain. The lanes are done in two halves where ten sums of sixteen would not fit the registers, as with AVX2 (see ``Part``);
/// they meet again in the order of `Lanes.laneSum`, so the halves do not show in the result.
struct KernelGradientPair {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  let first, second: UnsafePointer<Lanes>
  /// `[piece][ky][part]`, each the sums of a piece: ``sumLanes(_:)``, zero to begin with.
  let sums: UnsafeMutablePointer<Lanes>

  static func sumLanes(_ g: ConvolutionGeometry) -> Int { 2 &* g.patchSize }

  private enum Work {
    case add(Range<Int>)
    case store(UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)
  }

  /// Adds what the output rows `rows` see.
  func add(_ rows: Range<Int>) { run(.add(rows)) }

  /// Writes the gradients of both filters.
  func store(_ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>) {
    run(.store(first, second))
  }

  private func run(_ work: Work) {
    let length = geometry.kernelWidth &* geometry.inputChannels
    var start = 0
    while start < length {
      let width = min(5, length &- start)
      switch width {
      case 5: run(ProductPair<ProductPair<TwoProducts, OneProduct>, TwoProducts>(), start, work)
      case 4: run(ProductPair<TwoProducts, TwoProducts>(), start, work)
      case 3: run(ProductPair<TwoProducts, OneProduct>(), start, work)
      case 2: run(TwoProducts(), start, work)
      default: run(OneProduct(), start, work)
      }
      start &+= width
    }
  }

  /// The rows of output gradients that are taken together: some 12 KiB of both filters.
  private var rowsAtOnce: Int { max(1, 96 / max(1, geometry.outputWidth)) }

  /// The weights from `start` on in each row of the kernel, as many as `zero` holds.
  @inline(__always)
  private func run<P: Products>(_ zero: P, _ start: Int, _ work: Work) {
    let g = geometry
    let sums = UnsafeMutableRawPointer(sums + 2 &* g.kernelHeight &* start).assumingMemoryBound(to: P.self)
    switch work {
    case .add(let rows):
      var y = rows.lowerBound
      while y < rows.upperBound {
        let few = y..<min(rows.upperBound, y &+ rowsAtOnce)
        for ky in 0..<g.kernelHeight {
          let seen = g.outputRows(through: ky).clamped(to: few)
          for part in 0..<partCount {
            addRows(seen, sums + (partCount &* ky &+ part), ky, start, part: part)
          }
        }
        y = few.upperBound
      }
    case .store(let first, let second):
      for ky in 0..<g.kernelHeight {
        let weight = (ky &* g.kernelWidth &* g.inputChannels &+ start) &* g.outputChannels
        let parts = sums + partCount &* ky
        parts[0].store(last: parts[partCount &- 1], first + weight, second + weight, g.outputChannels)
      }
    }
  }

  @inline(__always)
  private func addRows<P: Products>(
    _ rows: Range<Int>, _ sums: UnsafeMutablePointer<P>, _ ky: Int, _ start: Int, part: Int
  ) {
    let g = geometry
    let channels = g.inputChannels
    let top = rows.lowerBound &* g.strideY &+ ky &- g.padTop
    var pixel = (input + (top &* g.paddedWidth &* channels &+ start)).parts + part
    let position = rows.lowerBound &* g.outputWidth &* g.outputChannels
    var a = (first + position).parts + part
    var b = (second + position).parts + part
    let step = partCount &* g.outputChannels
    let stride = partCount &* g.strideX &* channels
    let toNextRow = partCount &* channels &* (g.strideY &* g.paddedWidth &- g.outputWidth &* g.strideX)
    var products = sums.pointee
    for _ in 0..<rows.count {
      for _ in 0..<g.outputWidth {
        products.add(a.pointee, b.pointee, pixel)
        pixel += stride
        a += step
        b += step
      }
      pixel += toNextRow
    }
    sums.pointee = products
  }
}
