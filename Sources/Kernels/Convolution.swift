/// `output[y, x, f] = bias[f] + Σ_ky Σ_kx Σ_c input[y·s + ky - p, x·s + kx - p, c] · weights[ky, kx, c, f]`
/// for one group of images.
///
/// Loop order: a band of rows, block of up to six filters, y, x, ky, then the kernel's columns and channels, which lie in one row of
/// the input and of the packed weights alike. One input needs one load and six broadcasts for twelve multiply-adds (see
/// ``WeightedSums``); with AVX-512 a block has up to twelve filters and is done at two positions at once, below each other or
/// side by side, where the same part of the kernel falls on the input. Kernel rows and columns that fall outside the input
/// are skipped: padding costs nothing, it saves.
/// The packed weights of a block are read front to back and stay in the first cache.
///
/// - Parameters:
///   - input: `[inputHeight][inputWidth][inputChannels]` lanes.
///   - weights: packed by ``packForward(_:_:into:)`` or ``packInputGradient(_:_:into:)``.
///   - bias: `[outputChannels]`, or nil for none.
///   - rectifies: whether relu is applied at once, while the sums are in registers.
///   - output: `[outputHeight][outputWidth][outputChannels]` lanes.
///   - rows: those of the output that are computed; nil for all.
public func convolution(
  _ geometry: ConvolutionGeometry, input: UnsafePointer<Lanes>, weights: UnsafePointer<Float>,
  bias: UnsafePointer<Float>?, rectifies: Bool = false, output: UnsafeMutablePointer<Lanes>,
  rows: Range<Int>? = nil
) {
  geometry.forEachBand(of: rows ?? 0..<geometry.outputHeight) {
    Convolution(
      geometry: geometry, input: input, weights: weights, bias: bias, rectifies: rectifies, output: output,
      rows: $0
    )
    .runBlocks(of: geometry.outputChannels)
  }
}

private struct Convolution: BlockLoop {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let rectifies: Bool
  let output: UnsafeMutablePointer<Lanes>
  let rows: Range<Int>

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    let g = geometry
    let floor = zeroUnknownToCompiler[0]
    let staysInside = g.kernelStaysInside
    let row = g.outputWidth &* g.outputChannels

    @inline(__always)
    func compute<Blocks: SumBlocks>(_ zero: Blocks, y: Int, x: Int, step: Int, outputStep: Int)
    where Blocks.Sums == Sums {
      var blocks = g.patchSums(
        zero, step: step, y: y, x: x, staysInside: staysInside, input: input,
        weights: weights + start &* g.patchSize)
      if let bias { blocks.add(bias + start) }
      if rectifies { blocks.rectify(at: floor) }
      blocks.store(to: output + (y &* row &+ x &* g.outputChannels &+ start), step: outputStep)
    }

    var y = rows.lowerBound
    while y < rows.upperBound {
      if hasRegistersForTwoBlocks, y &+ 1 < rows.upperBound,
        staysInside || g.kernelRows(y) == g.kernelRows(y &+ 1)
      {
        for x in 0..<g.outputWidth {
          compute(TwoBlocks<Sums>(), y: y, x: x, step: g.rowStep, outputStep: row)
        }
        y &+= 2
      } else {
        var x = 0
        while x < g.outputWidth {
          if hasRegistersForTwoBlocks, x &+ 1 < g.outputWidth,
            staysInside || g.kernelColumns(x) == g.kernelColumns(x &+ 1)
          {
            compute(TwoBlocks<Sums>(), y: y, x: x, step: g.columnStep, outputStep: g.outputChannels)
            x &+= 2
          } else {
            compute(OneBlock<Sums>(), y: y, x: x, step: 0, outputStep: 0)
            x &+= 1
          }
        }
        y &+= 1
      }
    }
  }
}

extension ConvolutionGeometry {
  /// Lanes of the input from an output position to the next in its column, and in its row.
  var rowStep: Int { strideY &* inputWidth &* inputChannels }
  var columnStep: Int { strideX &* inputChannels }

  /// A block's sums over the patch of the input that output position (y, x) sees.
  /// - Parameters:
  ///   - step: to the pixels of a second position.
  ///   - weights: of the block, packed.
  ///   - staysInside: ``kernelStaysInside``, which is asked once and not at every position.
  @inline(__always)
  func patchSums<Blocks: SumBlocks>(
    _: Blocks, step: Int, y: Int, x: Int, staysInside: Bool, input: UnsafePointer<Lanes>,
    weights: UnsafePointer<Float>
  ) -> Blocks {
    let kernelRows = staysInside ? 0..<kernelHeight : kernelRows(y)
    let kernelColumns = staysInside ? 0..<kernelWidth : kernelColumns(x)
    let top = y &* strideY &- padTop &+ kernelRows.lowerBound
    let left = x &* strideX &- padLeft &+ kernelColumns.lowerBound
    let firstWeight = kernelRows.lowerBound &* kernelWidth &+ kernelColumns.lowerBound
    let length = kernelColumns.count &* inputChannels
    let width = Blocks.Sums.width
    var sums = Blocks()
    var pixel = input + (top &* inputWidth &+ left) &* inputChannels
    var weight = weights + firstWeight &* inputChannels &* width
    let pixelStep = inputWidth &* inputChannels &- length
    let weightStep = (kernelWidth &* inputChannels &- length) &* width
    for _ in 0..<kernelRows.count {
      var left = length
      // With AVX-512 the many multiply-adds of a step leave time enough to count, and unrolled they take long to compile.
      #if !AVX512
        while left >= 5 {
          for k in 0..<5 { sums.add(pixel + k, step: step, weight + k &* width, spread: 1) }
          pixel += 5
          weight += 5 &* width
          left &-= 5
        }
      #endif
      for _ in 0..<left {
        sums.add(pixel, step: step, weight, spread: 1)
        pixel += 1
        weight += width
      }
      pixel += pixelStep
      weight += weightStep
    }
    return sums
  }
}

/// Packs a Conv2D kernel (Keras's `[ky][kx][c][f]`) for ``convolution(_:input:weights:bias:rectifies:output:rows:)``: block
/// after block of filters, and within a block `[ky][kx][c][filter]`. `packed` holds as many floats.
/// - Parameter only: the pixels of the kernel that are packed now; nil for all.
public func packForward(
  _ geometry: ConvolutionGeometry, only: Range<Int>? = nil, _ kernel: UnsafePointer<Float>,
  into packed: UnsafeMutablePointer<Float>
) {
  let g = geometry
  let pixels = g.kernelHeight &* g.kernelWidth
  Packing(
    kernel: kernel, pixels: pixels, now: only ?? 0..<pixels,
    pixelStep: g.inputChannels &* g.outputChannels, rows: g.inputChannels, rowStep: g.outputChannels,
    columnStep: 1, packed: packed
  ).runBlocks(of: g.outputChannels)
}

/// Packs the same kernel, turned by 180 degrees and with filters and channels exchanged, for the
/// convolution ``ConvolutionGeometry/inputGradient``.
public func packInputGradient(
  _ geometry: ConvolutionGeometry, only: Range<Int>? = nil, _ kernel: UnsafePointer<Float>,
  into packed: UnsafeMutablePointer<Float>
) {
  let g = geometry
  let pixels = g.kernelHeight &* g.kernelWidth
  let pixelStep = g.inputChannels &* g.outputChannels
  Packing(
    kernel: kernel + (pixels &- 1) &* pixelStep, pixels: pixels,
    now: only.map { pixels &- $0.upperBound..<pixels &- $0.lowerBound } ?? 0..<pixels,
    pixelStep: 0 &- pixelStep,
    rows: g.outputChannels, rowStep: 1, columnStep: g.outputChannels, packed: packed
  ).runBlocks(of: g.inputChannels)
}

private struct Packing: BlockLoop {
  let kernel: UnsafePointer<Float>
  let pixels: Int
  /// Which of them are packed.
  let now: Range<Int>
  let pixelStep: Int
  let rows, rowStep: Int
  let columnStep: Int
  let packed: UnsafeMutablePointer<Float>

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    var next = packed + (start &* pixels &+ now.lowerBound &* Sums.width) &* rows
    for pixel in now {
      for row in 0..<rows {
        let weights = kernel + (pixel &* pixelStep &+ row &* rowStep &+ start &* columnStep)
        for b in 0..<Sums.width { next[b] = weights[b &* columnStep] }
        next += Sums.width
      }
    }
  }
}
