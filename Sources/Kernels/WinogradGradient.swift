/// The gradients of ``WinogradConvolution``: its three steps `Aᵀ ((G g) ∘ (Bᵀ d))` turned round. For the gradients e of a
/// tile's outputs, that of the kernel's row g is `Gᵀ ((A e) ∘ (Bᵀ d))`, with the products added up over all images,
/// rows and tiles before `Gᵀ`, and that of the inputs d is `B ((G g) ∘ (A e))`, which neighbouring tiles add up.
///
/// Loop order: `A e` of all tiles and `Bᵀ d`; at each point an ordinary
/// ``convolutionKernelGradient(_:paddedInput:outputGradient:scratch:gradient:)`` over all tiles; `Gᵀ`. Then at each
/// point an ordinary input gradient of all tiles; tile after tile `B`. The tiles are rows of what is convolved, and what
/// lies below each other in the images lies side by side.
extension WinogradConvolution {
  /// Not for a kernel that leaves out rows.
  public var hasGradients: Bool { geometry.strideY == 1 }

  /// Lanes that ``computeGradients(input:outputGradient:weights:scratch:kernelGradient:inputGradient:)`` needs.
  public var gradientScratch: Int {
    let columns = column(tiles: tiles)
    return Winograd.points &* (columns.paddedInputSize &+ columns.outputSize) &+ weightLanes
      &+ columns.kernelGradientScratch
  }

  /// Lanes for the gradient of the kernel's values at the points.
  private var weightLanes: Int { (packedCount &+ laneCount &- 1) / laneCount }

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
    let columns = column(tiles: tiles)
    let outputValues = scratch + Winograd.points &* columns.paddedInputSize
    transform(outputGradient: outputGradient, into: outputValues)
    computeKernelGradient(columns, input, outputValues, scratch, into: kernelGradient)
    if let inputGradient {
      computeInputGradient(columns, outputValues, weights, scratch, into: inputGradient)
    }
  }

  /// `A e` of every tile: `[point][tile][y][f]`.
  private func transform(outputGradient: UnsafePointer<Lanes>, into values: UnsafeMutablePointer<Lanes>) {
    let parts = geometry.outputChannels &* partCount
    let step = tiles &* geometry.outputHeight &* parts
    for tile in 0..<tiles {
      let x = tile &* self.tile
      let inside = min(self.tile, geometry.outputWidth &- x)
      for y in 0..<geometry.outputHeight {
        let row = (outputGradient + (y &* geometry.outputWidth &+ x) &* geometry.outputChannels).parts
        let values = (values + (tile &* geometry.outputHeight &+ y) &* geometry.outputChannels).parts
        for k in 0..<parts {
          Winograd.evaluate(
            { $0 < inside ? row[$0 &* parts &+ k] : Part() }, count: self.tile,
            set: { values[$0 &* step &+ k] = $1 })
        }
      }
    }
  }

  private func computeKernelGradient(
    _ columns: ConvolutionGeometry, _ input: UnsafePointer<Lanes>, _ outputValues: UnsafePointer<Lanes>,
    _ scratch: UnsafeMutablePointer<Lanes>, into gradient: UnsafeMutablePointer<Float>
  ) {
    let size = columns.paddedInputSize
    // `[point][tile][y][c]`, with zeros above and below.
    if columns.needsPadding { scratch.update(repeating: Lanes(), count: Winograd.points &* size) }
    for tile in 0..<tiles {
      let place = tile &* columns.paddedWidth &+ columns.padLeft
      transformInput(
        input, left: tile &* self.tile &- geometry.padLeft,
        into: scratch + place &* geometry.inputChannels, step: size)
    }
    let rest = scratch + Winograd.points &* (size &+ columns.outputSize)
    let sums = UnsafeMutableRawPointer(rest).assumingMemoryBound(to: Float.self)
    let pointStep = packedCount / Winograd.points
    for point in 0..<Winograd.points {
      convolutionKernelGradient(
        columns, paddedInput: scratch + point &* size,
        outputGradient: outputValues + point &* columns.outputSize, scratch: rest + weightLanes,
        gradient: sums + point &* pointStep)
    }
    let pixel = geometry.inputChannels &* geometry.outputChannels
    for ky in 0..<geometry.kernelHeight {
      let sums = sums + ky &* pixel
      let row = gradient + ky &* geometry.kernelWidth &* pixel
      for k in stride(from: 0, to: pixel, by: partLanes) {
        let count = min(partLanes, pixel &- k)
        Winograd.transformKernelGradient(
          { Part(sums + ($0 &* pointStep &+ k), count: count) }, width: geometry.kernelWidth,
          set: { $1.store(to: row + ($0 &* pixel &+ k), count: count) })
      }
    }
  }

  private func computeInputGradient(
    _ columns: ConvolutionGeometry, _ outputValues: UnsafePointer<Lanes>, _ weights: UnsafePointer<Float>,
    _ scratch: UnsafeMutablePointer<Lanes>, into gradient: UnsafeMutablePointer<Lanes>
  ) {
    for point in 0..<Winograd.points {
      convolution(
        columns.inputGradient, input: outputValues + point &* columns.outputSize,
        weights: weights + point &* (packedCount / Winograd.points), bias: nil,
        output: scratch + point &* columns.inputSize)
    }
    gradient.update(repeating: Lanes(), count: geometry.inputSize)
    let parts = geometry.inputChannels &* partCount
    for tile in 0..<tiles {
      let left = tile &* self.tile &- geometry.padLeft
      let inside = insideColumns(left)
      for y in 0..<geometry.inputHeight {
        let row = (gradient + (y &* geometry.inputWidth &+ left) &* geometry.inputChannels).parts
        let values = (scratch + (tile &* geometry.inputHeight &+ y) &* geometry.inputChannels).parts
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
