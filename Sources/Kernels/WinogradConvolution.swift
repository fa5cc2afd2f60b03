/// A convolution with less than half the products: Winograd's F(m, r) along the rows. The m outputs of a tile under a
/// kernel of r columns take m + r - 1 = 8 products instead of m · r; four outputs of a kernel of five columns 8 instead
/// of 20, six of one of three columns 8 instead of 18.
///
/// It is the multiplication of two polynomials turned round. With m and with r coefficients their product has eight, and
/// eight of its values fix it: those at the points 0, 1, -1, 2, -2, 1/2, -1/2 and infinity, which stands for the
/// highest coefficient. Transposed, that becomes sums of products: `Aᵀ ((G g) ∘ (Bᵀ d))` for a kernel's row g and the
/// inputs d, where G evaluates at the points, Aᵀ is the transposed of evaluating, and Bᵀ that of interpolating.
///
/// Loop order: a band of rows, tile after tile of columns, and for each
/// 1. `Bᵀ d` of its eight input columns,
/// 2. at each point an ordinary ``convolution(_:input:weights:bias:rectifies:output:rows:)`` down the columns, with the
///    kernel's values at that point, over all rows and channels,
/// 3. `Aᵀ` of the eight results.
///
/// Only the columns are treated so: the second step adds up a whole column of the kernel in registers, and the
/// other two cost a tenth of it. The rounding errors are a few times those of the direct sums, and the sums have another
/// order: what is looked into keeps to the direct ones.
///
/// Sources: S. Winograd, Arithmetic Complexity of Computations (1980); A. Lavin, S. Gray, Fast Algorithms for
/// Convolutional Neural Networks, https://arxiv.org/abs/1509.09308
public struct WinogradConvolution: Sendable {
  public private(set) var geometry: ConvolutionGeometry
  /// Outputs of a row that come from one set of points, and how many such tiles a row has.
  let tile, tiles: Int

  /// Nil for a kernel that strides along the rows, or that has less than three columns or more than seven.
  public init?(_ g: ConvolutionGeometry) {
    guard g.strideX == 1, 3...7 ~= g.kernelWidth else { return nil }
    geometry = g
    tile = Winograd.points &+ 1 &- g.kernelWidth
    tiles = (g.outputWidth &+ tile &- 1) / tile
  }

  /// The convolution down the columns of `tiles` tiles at a point. A tile lies as a row here: the pixels under its kernel
  /// then follow each other.
  func column(tiles: Int) -> ConvolutionGeometry {
    let g = geometry
    return ConvolutionGeometry(
      inputHeight: tiles, inputWidth: g.inputHeight, inputChannels: g.inputChannels, outputHeight: tiles,
      outputWidth: g.outputHeight, outputChannels: g.outputChannels, kernelHeight: 1,
      kernelWidth: g.kernelHeight, strideY: 1, strideX: g.strideY, padTop: 0, padLeft: g.padTop)
  }

  /// Whether it takes less time than the direct sums, by a count of vector operations: with one channel, say, the
  /// transforms cost more than the products save.
  public var isFaster: Bool {
    let column = column(tiles: tiles)
    let products = column.outputSize &* column.patchSize
    // A value takes about 32 instructions in either transform.
    let transforms = (column.inputSize &+ column.outputSize) &* 32
    // The direct sums leave out what falls on padding.
    let taps = (0..<geometry.outputWidth).reduce(0) { $0 &+ geometry.kernelColumns($1).count }
    let direct = products / max(1, tiles) &* taps
    return Winograd.points &* products &+ transforms < direct / 4 &* 3
  }

  private var weightsPerPoint: Int {
    geometry.kernelHeight &* geometry.inputChannels &* geometry.outputChannels
  }
  /// Floats of the kernel's values at the points, in any layout.
  public var packedCount: Int { Winograd.points &* weightsPerPoint }
  /// Lanes for the values of a tile of a band.
  public var scratchLanes: Int {
    let g = geometry
    let inputRows = min(g.inputHeight, (rowsAtOnce &- 1) &* g.strideY &+ g.kernelHeight)
    return Winograd.points
      &* (inputRows &* g.inputChannels &+ min(g.outputHeight, rowsAtOnce) &* g.outputChannels)
  }

  /// Rows of the output that are done before the next: so many that the values of a tile stay in the second cache, and not so few
  /// that the rows between two bands, which both take in, count.
  public var rowsAtOnce: Int {
    let row = geometry.strideY &* geometry.inputChannels &+ geometry.outputChannels
    return max(16, lanesInCache / max(1, Winograd.points &* row))
  }

  /// Evaluates row `ky` of a Conv2D kernel (Keras's `[ky][kx][c][f]`) at the points.
  /// - Parameter values: `[point][ky][c][f]`: ``packedCount`` floats, of which those of this row are written.
  public func evaluate(
    row ky: Int, of kernel: UnsafePointer<Float>, into values: UnsafeMutablePointer<Float>
  ) {
    let pixel = geometry.inputChannels &* geometry.outputChannels
    let row = kernel + ky &* geometry.kernelWidth &* pixel
    for k in stride(from: 0, to: pixel, by: partLanes) {
      let count = min(partLanes, pixel &- k)
      Winograd.transformKernel(
        { Part(row + ($0 &* pixel &+ k), count: count) }, width: geometry.kernelWidth,
        set: { $1.store(to: values + ($0 &* weightsPerPoint &+ ky &* pixel &+ k), count: count) })
    }
  }

  /// Packs the values of row `ky` for ``convolve(input:weights:bias:rectifies:scratch:output:)``.
  public func packForward(
    row ky: Int, _ values: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) {
    let column = column(tiles: 1)
    for point in stride(from: 0, to: packedCount, by: weightsPerPoint) {
      Kernels.packForward(column, only: ky..<ky &+ 1, values + point, into: packed + point)
    }
  }

  /// Packs them for ``computeGradients(input:outputGradient:weights:scratch:kernelGradient:inputGradient:)``.
  public func packInputGradient(
    row ky: Int, _ values: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) {
    let column = column(tiles: 1)
    for point in stride(from: 0, to: packedCount, by: weightsPerPoint) {
      Kernels.packInputGradient(column, only: ky..<ky &+ 1, values + point, into: packed + point)
    }
  }

  /// - Parameters:
  ///   - input, bias, rectifies, output, rows: as of ``convolution(_:input:weights:bias:rectifies:output:rows:)``.
  ///   - weights: packed by ``packForward(row:_:into:)``.
  ///   - scratch: ``scratchLanes``.
  public func convolve(
    input: UnsafePointer<Lanes>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    rectifies: Bool, scratch: UnsafeMutablePointer<Lanes>, output: UnsafeMutablePointer<Lanes>,
    rows: Range<Int>? = nil
  ) {
    let rows = rows ?? 0..<geometry.outputHeight
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsAtOnce) {
      let band = first..<min(rows.upperBound, first &+ rowsAtOnce)
      let (part, inputRow) = geometry.band(band)
      var convolution = self
      convolution.geometry = part
      convolution.convolveBand(
        input: input + inputRow &* part.inputWidth &* part.inputChannels, weights: weights, bias: bias,
        rectifies: rectifies, scratch: scratch,
        output: output + first &* part.outputWidth &* part.outputChannels)
    }
  }

  private func convolveBand(
    input: UnsafePointer<Lanes>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    rectifies: Bool, scratch: UnsafeMutablePointer<Lanes>, output: UnsafeMutablePointer<Lanes>
  ) {
    let column = column(tiles: 1)
    let products = scratch + Winograd.points &* column.inputSize
    for x in stride(from: 0, to: geometry.outputWidth, by: tile) {
      transformInput(input, left: x &- geometry.padLeft, into: scratch, step: column.inputSize)
      for point in 0..<Winograd.points {
        convolution(
          column, input: scratch + point &* column.inputSize, weights: weights + point &* weightsPerPoint,
          bias: nil, output: products + point &* column.outputSize)
      }
      transformOutput(products, bias: bias, rectifies: rectifies, x: x, into: output)
    }
  }

  /// Step 1: `Bᵀ d` for the eight input columns from `left` on, of which those outside the input are zero.
  /// - Parameter values: `[inputHeight][inputChannels]` lanes for each point, `step` from one point to the next.
  func transformInput(
    _ input: UnsafePointer<Lanes>, left: Int, into values: UnsafeMutablePointer<Lanes>, step: Int
  ) {
    let parts = geometry.inputChannels &* partCount
    let inside = insideColumns(left)
    for y in 0..<geometry.inputHeight {
      let row = (input + (y &* geometry.inputWidth &+ left) &* geometry.inputChannels).parts
      let values = (values + y &* geometry.inputChannels).parts
      if inside.count == Winograd.points {
        for k in 0..<parts {
          Winograd.transformInput({ row[$0 &* parts &+ k] }, into: values + k, step: step &* partCount)
        }
      } else {
        for k in 0..<parts {
          Winograd.transformInput(
            { inside.contains($0) ? row[$0 &* parts &+ k] : Part() }, into: values + k,
            step: step &* partCount)
        }
      }
    }
  }

  /// Which of the eight columns from `left` on lie in the input.
  func insideColumns(_ left: Int) -> Range<Int> {
    max(0, 0 &- left)..<min(Winograd.points, geometry.inputWidth &- left)
  }

  /// Step 3: `Aᵀ` for the output columns from `x` on.
  /// - Parameter products: `[point][outputHeight][outputChannels]` lanes.
  private func transformOutput(
    _ products: UnsafePointer<Lanes>, bias: UnsafePointer<Float>?, rectifies: Bool, x: Int,
    into output: UnsafeMutablePointer<Lanes>
  ) {
    let parts = geometry.outputChannels &* partCount
    let columns = min(tile, geometry.outputWidth &- x)
    // What lies below is replaced: nothing does where there is no relu.
    let floor = Part(repeating: rectifies ? 0 : -.infinity)
    for y in 0..<geometry.outputHeight {
      let products = (products + y &* geometry.outputChannels).parts
      let output = (output + (y &* geometry.outputWidth &+ x) &* geometry.outputChannels).parts
      for k in 0..<parts {
        let bias = Part(repeating: bias?[k / partCount] ?? 0)
        Winograd.transformOutput(
          products + k, step: geometry.outputHeight &* parts, tile: tile, columns: columns
        ) { j, sum in
          let sum = sum + bias
          output[j &* parts &+ k] = sum.replacing(with: floor, where: floor .> sum)
        }
      }
    }
  }
}
