/// The gradient of a convolution's kernel from one group of images:
/// `gradient[ky, kx, c, f] = Σ_images Σ_y Σ_x outputGradient[f, y, x] · input[c, y·s + ky - p, x·s + kx - p]`.
///
/// Loop order: two filters, c, up to five kernel columns, a few rows, ky, then y and x: a few rows of output gradients
/// stay in the first cache for all kernel rows, whose sums wait there meanwhile. Each position loads two output
/// gradients and five inputs for ten multiply-adds of eight lanes: seven loads for ten, which two load ports
/// sustain. The lanes are done in two halves because ten sums of sixteen would not fit AVX2's registers;
/// they meet again in the order of `Lanes.laneSum`, so the halves do not show in the result.
///
/// - Parameters:
///   - input: `[inputChannels][inputHeight][paddedWidth]` lanes, padded left and right with zero columns:
///     see ``padColumns(_:_:into:)``.
///   - outputGradient: `[outputChannels][outputHeight][outputWidth]` lanes; zero in lanes without an image.
///   - gradient: Keras's `[ky][kx][c][f]`; overwritten.
///   - biasGradient: `[f]`; overwritten.
public func convolutionKernelGradient(
  _ geometry: ConvolutionGeometry, paddedInput input: UnsafePointer<Lanes>,
  outputGradient: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Float>,
  biasGradient: UnsafeMutablePointer<Float>
) {
  let g = geometry
  let plane = g.outputHeight &* g.outputWidth
  for f in 0..<g.outputChannels {
    biasGradient[f] = sum(outputGradient + f &* plane, count: plane)
  }
  var f = 0
  while f < g.outputChannels {
    let second = min(f &+ 1, g.outputChannels &- 1)
    let pass = KernelGradient(
      geometry: g, input: input, first: outputGradient + f &* plane,
      second: outputGradient + second &* plane, gradient: gradient, f: f, secondF: second)
    for c in 0..<g.inputChannels {
      var kx = 0
      while kx < g.kernelWidth {
        let width = min(5, g.kernelWidth &- kx)
        switch width {
        case 5: pass.run(ProductPair<ProductPair<TwoProducts, OneProduct>, TwoProducts>(), c, kx)
        case 4: pass.run(ProductPair<TwoProducts, TwoProducts>(), c, kx)
        case 3: pass.run(ProductPair<TwoProducts, OneProduct>(), c, kx)
        case 2: pass.run(TwoProducts(), c, kx)
        default: pass.run(OneProduct(), c, kx)
        }
        kx &+= width
      }
    }
    f &+= 2
  }
}

/// The sum of `count` lanes. Four sums side by side, because each addition has to wait for the one before it.
@inline(__always)
private func sum(_ values: UnsafePointer<Lanes>, count: Int) -> Float {
  var (a, b, c, d) = (Lanes(), Lanes(), Lanes(), Lanes())
  var k = 0
  while k &+ 4 <= count {
    a += values[k]
    b += values[k &+ 1]
    c += values[k &+ 2]
    d += values[k &+ 3]
    k &+= 4
  }
  while k < count {
    a += values[k]
    k &+= 1
  }
  return ((a + b) + (c + d)).laneSum
}

/// The width of the input with its padding: what the last kernel column of the last output column sees.
extension ConvolutionGeometry {
  public var paddedWidth: Int { max(inputWidth &+ padLeft, (outputWidth &- 1) &* strideX &+ kernelWidth) }
  /// Whether the kernel gradient needs a padded copy of the input.
  public var needsPadding: Bool { padLeft > 0 || paddedWidth > inputWidth }
}

/// Copies the input with zero columns left and right: `[inputChannels][inputHeight][paddedWidth]`.
public func padColumns(
  _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Lanes>, into padded: UnsafeMutablePointer<Lanes>
) {
  let g = geometry
  for row in 0..<g.inputChannels &* g.inputHeight {
    let target = padded + row &* g.paddedWidth
    for x in 0..<g.padLeft { target[x] = Lanes() }
    for x in 0..<g.inputWidth { target[g.padLeft &+ x] = input[row &* g.inputWidth &+ x] }
    for x in (g.padLeft &+ g.inputWidth)..<g.paddedWidth { target[x] = Lanes() }
  }
}

/// Copies the output gradient with `stride - 1` zeros between rows and columns, as
/// ``ConvolutionGeometry/inputGradient`` reads it: `[outputChannels][dilatedHeight][dilatedWidth]`.
public func dilate(
  _ geometry: ConvolutionGeometry, _ outputGradient: UnsafePointer<Lanes>,
  into dilated: UnsafeMutablePointer<Lanes>
) {
  let g = geometry
  let size = g.dilatedHeight &* g.dilatedWidth
  for k in 0..<g.outputChannels &* size { dilated[k] = Lanes() }
  for f in 0..<g.outputChannels {
    for y in 0..<g.outputHeight {
      for x in 0..<g.outputWidth {
        dilated[f &* size &+ y &* g.strideY &* g.dilatedWidth &+ x &* g.strideX] =
          outputGradient[(f &* g.outputHeight &+ y) &* g.outputWidth &+ x]
      }
    }
  }
}

private typealias Half = SIMD8<Float>

/// Sums of products of two output gradients with neighbouring inputs, held in registers.
private protocol Products {
  static var width: Int { get }
  init()
  mutating func add(_ first: Half, _ second: Half, _ input: UnsafePointer<Half>)
  /// Adds up the lanes of this half (low) and the other (high) and writes one weight gradient per column.
  func store(
    high: Self, _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ step: Int)
}

private struct OneProduct: Products {
  static var width: Int { @inline(__always) get { 1 } }
  var first = Half()
  var second = Half()

  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ first: Half, _ second: Half, _ input: UnsafePointer<Half>) {
    let input = input.pointee
    self.first = self.first.addingProduct(first, input)
    self.second = self.second.addingProduct(second, input)
  }

  @inline(__always)
  func store(
    high: Self, _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ step: Int
  ) {
    first.pointee = Lanes(lowHalf: self.first, highHalf: high.first).laneSum
    second.pointee = Lanes(lowHalf: self.second, highHalf: high.second).laneSum
  }
}

private struct ProductPair<Left: Products, Right: Products>: Products {
  static var width: Int { @inline(__always) get { Left.width &+ Right.width } }
  var left = Left()
  var right = Right()

  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ first: Half, _ second: Half, _ input: UnsafePointer<Half>) {
    left.add(first, second, input)
    right.add(first, second, input + 2 &* Left.width)  // a neighbour is two halves further on
  }

  @inline(__always)
  func store(
    high: Self, _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ step: Int
  ) {
    left.store(high: high.left, first, second, step)
    right.store(high: high.right, first + Left.width &* step, second + Left.width &* step, step)
  }
}

private typealias TwoProducts = ProductPair<OneProduct, OneProduct>

/// The gradients of the kernels of two filters for one input channel and up to five kernel columns.
private struct KernelGradient {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  let first, second: UnsafePointer<Lanes>
  let gradient: UnsafeMutablePointer<Float>
  let f, secondF: Int

  /// The rows of output gradients that are taken together: some 12 KiB of both filters.
  @inline(__always)
  private var rowsAtOnce: Int { max(1, 96 / max(1, geometry.outputWidth)) }

  @inline(__always)
  func run<P: Products>(_ zero: P, _ c: Int, _ kx: Int) {
    let g = geometry
    withUnsafeTemporaryAllocation(of: P.self, capacity: 2 &* g.kernelHeight) { sums in
      guard let sums = sums.baseAddress else { return }
      for k in 0..<2 &* g.kernelHeight { sums[k] = zero }
      var y = 0
      while y < g.outputHeight {
        let rows = y..<min(g.outputHeight, y &+ rowsAtOnce)
        for ky in 0..<g.kernelHeight {
          addRows(rows, sums + 2 &* ky, c, ky, kx, half: 0)
          addRows(rows, sums + (2 &* ky &+ 1), c, ky, kx, half: 1)
        }
        y = rows.upperBound
      }
      let step = g.inputChannels &* g.outputChannels
      for ky in 0..<g.kernelHeight {
        let cell = gradient + ((ky &* g.kernelWidth &+ kx) &* g.inputChannels &+ c) &* g.outputChannels
        sums[2 &* ky].store(high: sums[2 &* ky &+ 1], cell + f, cell + secondF, step)
      }
    }
  }

  @inline(__always)
  private func addRows<P: Products>(
    _ rows: Range<Int>, _ sums: UnsafeMutablePointer<P>, _ c: Int, _ ky: Int, _ kx: Int, half: Int
  ) {
    let g = geometry
    // The rows that see a row of the input through kernel row ky; from one to the next all pointers just go on.
    let low = max(rows.lowerBound, (g.padTop &- ky &+ g.strideY &- 1) / g.strideY)
    let last = g.inputHeight &- 1 &+ g.padTop &- ky
    let high = last < 0 ? 0 : min(rows.upperBound, last / g.strideY &+ 1)
    guard low < high else { return }
    let top = low &* g.strideY &+ ky &- g.padTop
    var pixel = halves(input + ((c &* g.inputHeight &+ top) &* g.paddedWidth &+ kx)) + half
    var a = halves(first + low &* g.outputWidth) + half
    var b = halves(second + low &* g.outputWidth) + half
    let stride = 2 &* g.strideX
    let toNextRow = 2 &* (g.strideY &* g.paddedWidth &- g.outputWidth &* g.strideX)
    var products = sums.pointee
    for _ in low..<high {
      for _ in 0..<g.outputWidth {
        products.add(a.pointee, b.pointee, pixel)
        pixel += stride
        a += 2
        b += 2
      }
      pixel += toNextRow
    }
    sums.pointee = products
  }

  @inline(__always)
  private func halves(_ lanes: UnsafePointer<Lanes>) -> UnsafePointer<Half> {
    UnsafeRawPointer(lanes).assumingMemoryBound(to: Half.self)
  }
}
