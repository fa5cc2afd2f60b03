/// `output[f, y, x] = bias[f] + Σ_c Σ_ky Σ_kx input[c, y·s + ky - p, x·s + kx - p] · weights[f, c, ky, kx]`
/// for one group of images.
///
/// Loop order: block of up to six filters, y, x, then the sum over c, ky, kx. One position of a block needs
/// one load of an input and six broadcasts for twelve multiply-adds (see ``WeightedSums``), and kernel rows
/// and columns that fall outside the input are skipped, so padding costs nothing. The packed weights of a
/// block are read front to back, the inputs a kernel row at a time; both stay in the first cache.
///
/// - Parameters:
///   - input: `[inputChannels][inputHeight][inputWidth]` lanes.
///   - weights: packed by ``packForward(_:_:into:)`` or ``packInputGradient(_:_:into:)``.
///   - bias: `[outputChannels]`, or nil for none.
///   - rectifies: whether relu is applied at once, while the sums are in registers.
///   - output: `[outputChannels][outputHeight][outputWidth]` lanes.
public func convolution(
  _ geometry: ConvolutionGeometry, input: UnsafePointer<Lanes>, weights: UnsafePointer<Float>,
  bias: UnsafePointer<Float>?, rectifies: Bool = false, output: UnsafeMutablePointer<Lanes>
) {
  Convolution(
    geometry: geometry, input: input, weights: weights, bias: bias, rectifies: rectifies, output: output
  )
  .runBlocks(of: geometry.outputChannels)
}

private struct Convolution: BlockLoop {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let rectifies: Bool
  let output: UnsafeMutablePointer<Lanes>

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    let g = geometry
    let plane = g.outputHeight &* g.outputWidth
    let kernelSize = g.kernelHeight &* g.kernelWidth
    let blockWeights = weights + start &* g.patchSize
    for y in 0..<g.outputHeight {
      let kernelRows = g.kernelRows(y)
      let firstRow = y &* g.strideY &- g.padTop
      for x in 0..<g.outputWidth {
        let kernelColumns = g.kernelColumns(x)
        let firstColumn = x &* g.strideX &- g.padLeft
        var sums = zero
        for c in 0..<g.inputChannels {
          for ky in kernelRows {
            let pixels =
              input + ((c &* g.inputHeight &+ firstRow &+ ky) &* g.inputWidth &+ firstColumn)
            var weight =
              blockWeights
              + (c &* kernelSize &+ ky &* g.kernelWidth &+ kernelColumns.lowerBound) &* Sums.width
            for kx in kernelColumns {
              sums.add(pixels[kx], weight, spread: 1)
              weight += Sums.width
            }
          }
        }
        if let bias { sums.add(bias + start) }
        if rectifies { sums.rectify() }
        sums.store(to: output + (start &* plane &+ y &* g.outputWidth &+ x), spread: plane)
      }
    }
  }
}

/// Packs a Conv2D kernel (Keras's `[ky][kx][c][f]`) for ``convolution(_:input:weights:bias:output:)``: block
/// after block of filters, and within a block `[c][ky][kx][filter]`. `packed` holds as many floats.
public func packForward(
  _ geometry: ConvolutionGeometry, _ kernel: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
) {
  let g = geometry
  Packing(
    rows: g.inputChannels, columns: g.outputChannels, height: g.kernelHeight, width: g.kernelWidth,
    packed: packed
  ) { c, ky, kx, f in kernel[((ky &* g.kernelWidth &+ kx) &* g.inputChannels &+ c) &* g.outputChannels &+ f]
  }.runBlocks(of: g.outputChannels)
}

/// Packs the same kernel, turned by 180 degrees and with filters and channels exchanged, for the
/// convolution ``ConvolutionGeometry/inputGradient``.
public func packInputGradient(
  _ geometry: ConvolutionGeometry, _ kernel: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
) {
  let g = geometry
  Packing(
    rows: g.outputChannels, columns: g.inputChannels, height: g.kernelHeight, width: g.kernelWidth,
    packed: packed
  ) { f, ky, kx, c in
    let turned = (g.kernelHeight &- 1 &- ky) &* g.kernelWidth &+ (g.kernelWidth &- 1 &- kx)
    return kernel[(turned &* g.inputChannels &+ c) &* g.outputChannels &+ f]
  }.runBlocks(of: g.inputChannels)
}

private struct Packing: BlockLoop {
  let rows, columns, height, width: Int
  let packed: UnsafeMutablePointer<Float>
  let weight: (_ row: Int, _ ky: Int, _ kx: Int, _ column: Int) -> Float

  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    var next = packed + start &* rows &* height &* width
    for row in 0..<rows {
      for ky in 0..<height {
        for kx in 0..<width {
          for b in 0..<Sums.width {
            next.pointee = weight(row, ky, kx, start &+ b)
            next += 1
          }
        }
      }
    }
  }
}
