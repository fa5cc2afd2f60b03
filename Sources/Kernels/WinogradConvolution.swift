/// The same convolution with less than half the products, for a model that is used and not trained: Winograd's F(m, r) along
/// the rows. The m outputs of a tile under a kernel of r columns take m + r - 1 = 8 products instead of m · r; four
/// outputs of a kernel of five columns 8 instead of 20, six of one of three columns 8 instead of 18.
///
/// It is the multiplication of two polynomials turned round. With m and with r coefficients their product has eight, and
/// eight of its values fix it: those at the points 0, 1, -1, 2, -2, 1/2, -1/2 and infinity, which stands for the
/// highest coefficient. Transposed, that becomes sums of products: `Aᵀ ((G g) ∘ (Bᵀ d))` for a kernel's row g and the
/// inputs d, where G evaluates at the points, Aᵀ is the transposed of evaluating, and Bᵀ that of interpolating.
///
/// Loop order: tile after tile of columns, and for each
/// 1. `Bᵀ d` of its eight input columns (``transformInput(_:left:into:)``),
/// 2. at each point an ordinary ``convolution(_:input:weights:bias:rectifies:output:)`` down the columns, with the
///    kernel's values at that point, over all rows and channels,
/// 3. `Aᵀ` of the eight results (``transformOutput(_:bias:rectifies:x:into:)``).
///
/// Only the columns are treated so: the second step adds up a whole column of the kernel in registers, and the
/// other two cost a tenth of it. The rounding errors are a few times those of the direct sums, and the sums have another
/// order: a layer that learns, or is looked into, keeps to the direct ones.
///
/// Sources: S. Winograd, Arithmetic Complexity of Computations (1980); A. Lavin, S. Gray, Fast Algorithms for
/// Convolutional Neural Networks, https://arxiv.org/abs/1509.09308
public struct WinogradConvolution: Sendable {
  let geometry: ConvolutionGeometry
  /// The convolution down a column, which lies as a row here: the pixels under its kernel then follow each other.
  let column: ConvolutionGeometry
  /// Outputs of a row that come from one set of points.
  let tile: Int

  static let points = 8
  /// The points but for infinity. Multiplying by any of them is exact.
  private static let finitePoints: [Float] = [0, 1, -1, 2, -2, 0.5, -0.5]
  /// What interpolation divides by, 1 / Π (a - b) over the other finite points b, up to a sign that `Bᵀ` has as well;
  /// taken into the kernel's values, which are computed once.
  private static let scale: [Float] = [1, -2 / 9, -2 / 9, 1 / 90, 1 / 90, 32 / 45, 32 / 45]

  /// Nil for a kernel that strides over columns, or that has less than three columns or more than seven.
  public init?(_ g: ConvolutionGeometry) {
    guard g.strideX == 1, 3...7 ~= g.kernelWidth else { return nil }
    geometry = g
    tile = Self.points &+ 1 &- g.kernelWidth
    column = ConvolutionGeometry(
      inputHeight: 1, inputWidth: g.inputHeight, inputChannels: g.inputChannels, outputHeight: 1,
      outputWidth: g.outputHeight, outputChannels: g.outputChannels, kernelHeight: 1,
      kernelWidth: g.kernelHeight, strideY: 1, strideX: g.strideY, padTop: 0, padLeft: g.padTop)
  }

  /// Whether it takes less time than the direct sums, by a count of vector operations: with one channel, say, the
  /// transforms cost more than the products save.
  public var isFaster: Bool {
    let tiles = (geometry.outputWidth &+ tile &- 1) / tile
    let products = column.outputSize &* column.patchSize
    // A value takes about 32 instructions in either transform.
    let transforms = (column.inputSize &+ column.outputSize) &* 32
    let direct = geometry.outputSize &* geometry.patchSize
    return tiles &* (Self.points &* products &+ transforms) < direct / 4 &* 3
  }

  private var weightsPerPoint: Int { column.patchSize &* column.outputChannels }
  /// Floats of the packed weights.
  public var packedCount: Int { Self.points &* weightsPerPoint }
  /// Lanes for the values of a tile.
  public var scratchLanes: Int { Self.points &* (column.inputSize &+ column.outputSize) }

  /// Evaluates a Conv2D kernel (Keras's `[ky][kx][c][f]`) at the points and packs each set of values for the convolution
  /// down the columns. `packed` holds ``packedCount`` floats.
  public func pack(_ kernel: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
    let pixel = geometry.inputChannels &* geometry.outputChannels
    let rowStep = geometry.kernelWidth &* pixel
    withUnsafeTemporaryAllocation(of: Float.self, capacity: weightsPerPoint) { values in
      guard let values = values.baseAddress else { return }
      for point in 0..<Self.points {
        for ky in 0..<geometry.kernelHeight {
          let row = kernel + ky &* rowStep
          let last = row + (geometry.kernelWidth &- 1) &* pixel
          let sums = values + ky &* pixel
          sums.update(from: last, count: pixel)
          guard point < Self.finitePoints.count else { continue }
          // Horner's rule, from the highest coefficient down.
          for kx in (0..<geometry.kernelWidth &- 1).reversed() {
            let weights = row + kx &* pixel
            for k in 0..<pixel { sums[k] = sums[k] * Self.finitePoints[point] + weights[k] }
          }
          for k in 0..<pixel { sums[k] *= Self.scale[point] }
        }
        packForward(column, values, into: packed + point &* weightsPerPoint)
      }
    }
  }

  /// - Parameters:
  ///   - input, bias, rectifies, output: as of ``convolution(_:input:weights:bias:rectifies:output:)``.
  ///   - weights: packed by ``pack(_:into:)``.
  ///   - scratch: ``scratchLanes``.
  public func convolve(
    input: UnsafePointer<Lanes>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    rectifies: Bool, scratch: UnsafeMutablePointer<Lanes>, output: UnsafeMutablePointer<Lanes>
  ) {
    let products = scratch + Self.points &* column.inputSize
    for x in stride(from: 0, to: geometry.outputWidth, by: tile) {
      transformInput(input, left: x &- geometry.padLeft, into: scratch)
      for point in 0..<Self.points {
        convolution(
          column, input: scratch + point &* column.inputSize, weights: weights + point &* weightsPerPoint,
          bias: nil, output: products + point &* column.outputSize)
      }
      transformOutput(products, bias: bias, rectifies: rectifies, x: x, into: output)
    }
  }

  /// Half of a group: the eight numbers of a transform, each of eight images, fit AVX2's registers.
  private typealias Half = SIMD8<Float>

  /// Step 1: `Bᵀ d` for the eight input columns from `left` on, of which those outside the input are zero.
  /// - Parameter values: `[point][inputHeight][inputChannels]` lanes.
  private func transformInput(
    _ input: UnsafePointer<Lanes>, left: Int, into values: UnsafeMutablePointer<Lanes>
  ) {
    let halves = geometry.inputChannels &* 2
    let pointStep = column.inputSize &* 2
    let inside = max(0, 0 &- left)..<min(Self.points, geometry.inputWidth &- left)
    for y in 0..<geometry.inputHeight {
      let row = (input + (y &* geometry.inputWidth &+ left) &* geometry.inputChannels).halves
      let values = (values + y &* geometry.inputChannels).halves
      if inside.count == Self.points {
        for k in 0..<halves {
          Self.transform({ row[$0 &* halves &+ k] }, into: values + k, step: pointStep)
        }
      } else {
        for k in 0..<halves {
          Self.transform(
            { inside.contains($0) ? row[$0 &* halves &+ k] : Half() }, into: values + k, step: pointStep)
        }
      }
    }
  }

  /// `Bᵀ d` of eight inputs. Points of opposite sign share their even and odd terms.
  @inline(__always)
  private static func transform(
    _ d: (Int) -> Half, into values: UnsafeMutablePointer<Half>, step: Int
  ) {
    let (d1, d2, d3, d4, d5, d6) = (d(1), d(2), d(3), d(4), d(5), d(6))
    values[0] = (d(0) - d6).addingProduct(d4 - d2, 5.25)
    values[7 &* step] = (d(7) - d1).addingProduct(d3 - d5, 5.25)
    @inline(__always)
    func set(_ point: Int, even: Half, odd: Half) {
      values[point &* step] = even + odd
      values[(point &+ 1) &* step] = even - odd
    }
    set(1, even: (d2 + d6).addingProduct(d4, -4.25), odd: (d1 + d5).addingProduct(d3, -4.25))
    set(
      3, even: d6.addingProduct(d2, 0.25).addingProduct(d4, -1.25),
      odd: (d5 * 2).addingProduct(d1, 0.5).addingProduct(d3, -2.5))
    set(
      5, even: d6.addingProduct(d2, 4).addingProduct(d4, -5),
      odd: (d5 * 0.5).addingProduct(d1, 2).addingProduct(d3, -2.5))
  }

  /// Step 3: `Aᵀ` for the output columns from `x` on. Output j is the sum of the products times the j-th powers of
  /// their points; the product at infinity belongs to the last output of the tile.
  /// - Parameter products: `[point][outputHeight][outputChannels]` lanes.
  private func transformOutput(
    _ products: UnsafePointer<Lanes>, bias: UnsafePointer<Float>, rectifies: Bool, x: Int,
    into output: UnsafeMutablePointer<Lanes>
  ) {
    let halves = geometry.outputChannels &* 2
    let step = column.outputSize &* 2
    let columns = min(tile, geometry.outputWidth &- x)
    let last = tile &- 1
    // What lies below is replaced: nothing does where there is no relu.
    let floor = Half(repeating: rectifies ? 0 : -.infinity)
    for y in 0..<geometry.outputHeight {
      let products = (products + y &* geometry.outputChannels).halves
      let output = (output + (y &* geometry.outputWidth &+ x) &* geometry.outputChannels).halves
      for k in 0..<halves {
        let m = products + k
        let bias = Half(repeating: bias[k &>> 1])
        let (even1, odd1) = (m[step] + m[2 &* step], m[step] - m[2 &* step])
        let (even2, odd2) = (m[3 &* step] + m[4 &* step], m[3 &* step] - m[4 &* step])
        let (evenHalf, oddHalf) = (m[5 &* step] + m[6 &* step], m[5 &* step] - m[6 &* step])
        @inline(__always)
        func set(_ j: Int, _ one: Half, _ two: Half, _ half: Half) {
          let power = Float(1 &<< j)
          var sum = one.addingProduct(two, power).addingProduct(half, 1 / power)
          if j == 0 { sum += m[0] }
          if j == last { sum += m[7 &* step] }
          sum += bias
          output[j &* halves &+ k] = sum.replacing(with: floor, where: floor .> sum)
        }
        set(0, even1, even2, evenHalf)
        if columns > 1 { set(1, odd1, odd2, oddHalf) }
        if columns > 2 { set(2, even1, even2, evenHalf) }
        if columns > 3 { set(3, odd1, odd2, oddHalf) }
        if columns > 4 { set(4, even1, even2, evenHalf) }
        if columns > 5 { set(5, odd1, odd2, oddHalf) }
      }
    }
  }
}

extension UnsafePointer<Lanes> {
  fileprivate var halves: UnsafePointer<SIMD8<Float>> {
    UnsafeRawPointer(self).assumingMemoryBound(to: SIMD8<Float>.self)
  }
}

extension UnsafeMutablePointer<Lanes> {
  fileprivate var halves: UnsafeMutablePointer<SIMD8<Float>> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: SIMD8<Float>.self)
  }
}
