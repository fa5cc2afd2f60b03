/// The gradients of ``WinogradConvolution``: its three steps `Aᵀ ((G g) ∘ (Bᵀ d))` turned round. For the gradients e of a
/// tile's outputs, that of the kernel's row g is `Gᵀ ((A e) ∘ (Bᵀ d))`, with the products added up over all images,
/// rows and tiles before `Gᵀ`, and that of the inputs d is `B ((G g) ∘ (A e))`, which neighbouring tiles add up.
///
/// Loop order: a few tiles, so that their values stay in the cache, and for them
/// 1. `A e` and `Bᵀ d`,
/// 2. at each point an ordinary ``convolutionKernelGradient(_:paddedInput:outputGradient:scratch:gradient:)``,
/// 3. at each point an ordinary input gradient, and tile after tile `B`;
///
/// in the end `Gᵀ`. The tiles are rows of what is convolved, and what lies below each other in the images lies side by side.
extension WinogradConvolution {
  /// Not for a kernel that leaves out rows.
  public var hasGradients: Bool { geometry.strideY == 1 }

  /// Lanes that ``computeGradients(input:outputGradient:weights:scratch:kernelGradient:inputGradient:)`` needs.
  public var gradientScratch: Int { GradientScratch(self).count }

  /// Tiles that are done at once.
  fileprivate var tilesAtOnce: Int {
    let column = column(tiles: 1)
    let lanes = Winograd.points &* (column.paddedInputSize &+ column.outputSize)
    return min(tiles, max(1, 4 &* lanesInCache / max(1, lanes)))
  }

  /// - Parameters:
  ///   - input: `[inputHeight][inputWidth][inputChannels]` lanes.
  ///   - outputGradient: `[outputHeight][outputWidth][outputChannels]` lanes; zero in lanes without an image.
  ///   - weights: packed by ``packInputGradient(row:_:into:)``.
  ///   - scratch: ``gradientScratch``.
  ///   - kernelGradient: Keras's `[ky][kx][c][f]`; overwritten.
  ///   - inputGradient: as `input`; overwritten. Nil where it is not wanted.
  public func computeGradients(
    input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, weights: UnsafePointer<Float>,
    scratch: UnsafeMutablePointer<Lanes>, kernelGradient: UnsafeMutablePointer<Float>,
    inputGradient: UnsafeMutablePointer<Lanes>?
  ) {
    let place = GradientScratch(self)
    let (inputValues, outputValues) = (scratch, scratch + place.outputValues)
    (scratch + place.sums).update(repeating: Lanes(), count: place.panel &- place.sums)
    inputGradient?.update(repeating: Lanes(), count: geometry.inputSize)
    for first in stride(from: 0, to: tiles, by: tilesAtOnce) {
      let tiles = first..<min(tiles, first &+ tilesAtOnce)
      let columns = column(tiles: tiles.count)
      transform(outputGradient: outputGradient, tiles, into: outputValues)
      transform(input: input, tiles, columns, into: inputValues)
      for point in 0..<Winograd.points {
        sums(columns, at: point, scratch).add(rows: 0..<tiles.count)
      }
      if let inputGradient {
        computeInputGradient(columns, tiles, outputValues, weights, inputValues, into: inputGradient)
      }
    }
    storeKernelGradient(scratch, into: kernelGradient)
  }

  /// Where the pieces of the scratch begin.
  private struct GradientScratch {
    /// After the inputs' values: the output gradients', the sums of the kernel's gradient at each point, transposed output
    /// gradients, the gradient of the kernel's values.
    let outputValues, sums, panel, weights: Int
    let count: Int

    init(_ winograd: WinogradConvolution) {
      let columns = winograd.column(tiles: winograd.tilesAtOnce)
      outputValues = Winograd.points &* columns.paddedInputSize
      sums = outputValues &+ Winograd.points &* columns.outputSize
      panel = sums &+ Winograd.points &* columns.kernelGradientSums
      weights = panel &+ columns.kernelGradientPanel
      count = weights &+ groupCount(winograd.packedCount)
    }
  }

  /// The gradient of the kernel's values at a point, of the tiles that are `columns`.
  private func sums(
    _ columns: ConvolutionGeometry, at point: Int, _ scratch: UnsafeMutablePointer<Lanes>
  ) -> ConvolutionKernelGradient {
    let place = GradientScratch(self)
    return ConvolutionKernelGradient(
      columns, paddedInput: scratch + point &* columns.paddedInputSize,
      outputGradient: scratch + (place.outputValues &+ point &* columns.outputSize),
      sums: scratch + (place.sums &+ point &* columns.kernelGradientSums), panel: scratch + place.panel)
  }

  /// `A e` of some tiles: `[point][tile][y][f]`.
  private func transform(
    outputGradient: UnsafePointer<Lanes>, _ tiles: Range<Int>, into values: UnsafeMutablePointer<Lanes>
  ) {
    let parts = geometry.outputChannels &* partCount
    let step = tiles.count &* geometry.outputHeight &* parts
    for (place, tile) in tiles.enumerated() {
      let x = tile &* self.tile
      let inside = min(self.tile, geometry.outputWidth &- x)
      for y in 0..<geometry.outputHeight {
        let row = (outputGradient + (y &* geometry.outputWidth &+ x) &* geometry.outputChannels).parts
        let values = (values + (place &* geometry.outputHeight &+ y) &* geometry.outputChannels).parts
        for k in 0..<parts {
          Winograd.evaluate(
            { $0 < inside ? row[$0 &* parts &+ k] : Part() }, count: self.tile,
            set: { values[$0 &* step &+ k] = $1 })
        }
      }
    }
  }

  /// `Bᵀ d` of some tiles: `[point][tile][y][c]`, with zeros above and below.
  private func transform(
    input: UnsafePointer<Lanes>, _ tiles: Range<Int>, _ columns: ConvolutionGeometry,
    into values: UnsafeMutablePointer<Lanes>
  ) {
    let channels = geometry.inputChannels
    let (above, row) = (columns.padLeft &* channels, columns.paddedWidth &* channels)
    let filled = above &+ columns.inputWidth &* channels
    for (place, tile) in tiles.enumerated() {
      let start = values + place &* row
      for point in 0..<Winograd.points {
        let column = start + point &* columns.paddedInputSize
        column.update(repeating: Lanes(), count: above)
        (column + filled).update(repeating: Lanes(), count: row &- filled)
      }
      transformInput(
        input, left: tile &* self.tile &- geometry.padLeft, into: start + above, step: columns.paddedInputSize
      )
    }
  }

  /// `Gᵀ` of the sums.
  private func storeKernelGradient(
    _ scratch: UnsafeMutablePointer<Lanes>, into gradient: UnsafeMutablePointer<Float>
  ) {
    let columns = column(tiles: tilesAtOnce)
    let weights = UnsafeMutableRawPointer(scratch + GradientScratch(self).weights).assumingMemoryBound(
      to: Float.self)
    let pointStep = packedCount / Winograd.points
    for point in 0..<Winograd.points {
      sums(columns, at: point, scratch).store(into: weights + point &* pointStep)
    }
    let pixel = geometry.inputChannels &* geometry.outputChannels
    for ky in 0..<geometry.kernelHeight {
      let weights = weights + ky &* pixel
      let row = gradient + ky &* geometry.kernelWidth &* pixel
      for k in stride(from: 0, to: pixel, by: partLanes) {
        let count = min(partLanes, pixel &- k)
        Winograd.transformKernelGradient(
          { Part(weights + ($0 &* pointStep &+ k), count: count) }, width: geometry.kernelWidth,
          set: { $1.store(to: row + ($0 &* pixel &+ k), count: count) })
      }
    }
  }

  /// Adds what some tiles give to the gradient of the input. `values` is overwritten.
  private func computeInputGradient(
    _ columns: ConvolutionGeometry, _ tiles: Range<Int>, _ outputValues: UnsafePointer<Lanes>,
    _ weights: UnsafePointer<Float>, _ values: UnsafeMutablePointer<Lanes>,
    into gradient: UnsafeMutablePointer<Lanes>
  ) {
    for point in 0..<Winograd.points {
      convolution(
        columns.inputGradient, input: outputValues + point &* columns.outputSize,
        weights: weights + point &* (packedCount / Winograd.points), bias: nil,
        output: values + point &* columns.inputSize)
    }
    let parts = geometry.inputChannels &* partCount
    for (place, tile) in tiles.enumerated() {
      let left = tile &* self.tile &- geometry.padLeft
      let inside = insideColumns(left)
      for y in 0..<geometry.inputHeight {
        let row = (gradient + (y &* geometry.inputWidth &+ left) &* geometry.inputChannels).parts
        let values = (values + (place &* geometry.inputHeight &+ y) &* geometry.inputChannels).parts
        for k in 0..<parts {
          Winograd.transformInputGradient(values + k, step: columns.inputSize &* partCount) { j, value in
            if inside.contains(j) { row[j &* parts &+ k] += value }
          }
        }
      }
    }
  }
}

extension ConvolutionGeometry {
  fileprivate var paddedInputSize: Int { inputHeight &* paddedWidth &* inputChannels }
}
