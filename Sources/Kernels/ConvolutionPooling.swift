/// A convolution, its activation and the pooling after it in one, for a model that is used and not trained: the feature
/// maps before the pooling are never written to memory. The numbers are those of the three one after the other.
///
/// Loop order: block of up to six filters, y and x of the pooled map, then the positions of its window.
/// - Parameters:
///   - geometry, input, weights, bias, rectifies: as of
///     ``convolution(_:input:weights:bias:rectifies:output:rows:)``.
///   - activation: what is applied to the maps before they are pooled, where it is not relu.
///   - pooling: its windows must lie side by side on the maps: see ``ConvolutionGeometry/windowsLieSideBySide``.
///   - output: `[pooled height][pooled width][outputChannels]` lanes.
public func convolutionPooling(
  _ geometry: ConvolutionGeometry, input: UnsafePointer<Lanes>, weights: UnsafePointer<Float>,
  bias: UnsafePointer<Float>?, rectifies: Bool,
  activation: ((_ values: UnsafeMutablePointer<Lanes>, _ count: Int) -> Void)?,
  pooling: ConvolutionGeometry, kind: PoolingKind, output: UnsafeMutablePointer<Lanes>
) {
  let windowSize = pooling.kernelHeight &* pooling.kernelWidth
  withTemporaryLanes(windowSize &* widestBlock) { window in
    ConvolutionPooling(
      geometry: geometry, input: input, weights: weights, bias: bias, rectifies: rectifies,
      activation: activation, pooling: pooling, kind: kind, window: window, output: output,
      floor: zeroUnknownToCompiler[0],
      staysInside: geometry.kernelStaysInside
    ).runBlocks(of: geometry.outputChannels)
  }
}

public enum PoolingKind: Sendable { case average, maximum }

extension ConvolutionGeometry {
  /// Whether no two windows share a pixel, and all lie on the input.
  public var windowsLieSideBySide: Bool {
    strideY == kernelHeight && strideX == kernelWidth && padTop == 0 && padLeft == 0
      && outputHeight <= inputHeight / strideY && outputWidth <= inputWidth / strideX
  }
}

private struct ConvolutionPooling: BlockLoop {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let rectifies: Bool
  let activation: ((UnsafeMutablePointer<Lanes>, Int) -> Void)?
  let pooling: ConvolutionGeometry
  let kind: PoolingKind
  /// `[window row][window column][filter of the block]`.
  let window: UnsafeMutablePointer<Lanes>
  let output: UnsafeMutablePointer<Lanes>
  /// Where relu begins.
  let floor: Lanes
  let staysInside: Bool

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    if let activation {
      forEachPooledPixel(start) { top, left, position in
        poolActivated(zero, start: start, top: top, left: left, activation, into: position)
      }
    } else {
      forEachPooledPixel(start) { top, left, position in
        poolSums(zero, start: start, top: top, left: left, into: position)
      }
    }
  }

  @inline(__always)
  private func forEachPooledPixel(
    _ start: Int, _ body: (_ top: Int, _ left: Int, _ position: UnsafeMutablePointer<Lanes>) -> Void
  ) {
    var position = output + start
    for y in 0..<pooling.outputHeight {
      for x in 0..<pooling.outputWidth {
        body(y &* pooling.strideY, x &* pooling.strideX, position)
        position += geometry.outputChannels
      }
    }
  }

  private var windowSize: Int { pooling.kernelHeight &* pooling.kernelWidth }
  /// What a value counts in a mean over a window.
  private var share: Lanes { Lanes(repeating: 1 / Float(windowSize)) }

  /// The block's sums at a position of the feature maps, and at the next in its row for two, with their biases.
  @inline(__always)
  private func sums<Blocks: SumBlocks>(_ zero: Blocks, start: Int, y: Int, x: Int) -> Blocks {
    var blocks = geometry.patchSums(
      zero, step: geometry.columnStep, y: y, x: x, staysInside: staysInside, input: input,
      weights: weights + start &* geometry.patchSize)
    if let bias { blocks.add(bias + start) }
    return blocks
  }

  /// Whether the positions of the windows from column `left` on are done in pairs: those of two columns, where the same
  /// part of the kernel falls on the input.
  @inline(__always)
  private func hasPairs(_ left: Int) -> Bool {
    hasRegistersForTwoBlocks && pooling.kernelWidth == 2
      && (staysInside || geometry.kernelColumns(left) == geometry.kernelColumns(left &+ 1))
  }

  /// Row and column of position k of a window.
  @inline(__always)
  private func place(_ k: Int) -> (row: Int, column: Int) {
    // A division takes as long as a hundred multiply-adds.
    pooling.kernelWidth == 2 ? (k &>> 1, k & 1) : k.quotientAndRemainder(dividingBy: pooling.kernelWidth)
  }

  /// Pools while the sums are in registers; `window` holds what the positions so far have come to.
  @inline(__always)
  private func poolSums<Sums: WeightedSums>(
    _ zero: Sums, start: Int, top: Int, left: Int, into position: UnsafeMutablePointer<Lanes>
  ) {
    let last = windowSize &- 1
    if hasPairs(left) {
      for k in stride(from: 0, to: last, by: 2) {
        var both = sums(TwoBlocks<Sums>(), start: start, y: top &+ k &>> 1, x: left)
        if rectifies { both.rectify(at: floor) }
        if k > 0 {
          if kind == .average { both.first.add(lanes: window) } else { both.first.raise(to: window) }
        }
        both.first.store(to: window, spread: 1)
        if kind == .average { both.second.add(lanes: window) } else { both.second.raise(to: window) }
        if k &+ 1 == last, kind == .average { both.second.scale(by: share) }
        both.second.store(to: k &+ 1 == last ? position : window, spread: 1)
      }
      return
    }
    for k in 0...last {
      let (row, column) = place(k)
      var sums = sums(OneBlock<Sums>(), start: start, y: top &+ row, x: left &+ column).sums
      if rectifies { sums.rectify(at: floor) }
      if k > 0 { if kind == .average { sums.add(lanes: window) } else { sums.raise(to: window) } }
      if k == last, kind == .average { sums.scale(by: share) }
      sums.store(to: k == last ? position : window, spread: 1)
    }
  }

  /// Collects a whole window, on which the activation works at once, and pools it.
  @inline(__always)
  private func poolActivated<Sums: WeightedSums>(
    _ zero: Sums, start: Int, top: Int, left: Int,
    _ activation: (UnsafeMutablePointer<Lanes>, Int) -> Void, into position: UnsafeMutablePointer<Lanes>
  ) {
    let windowSize = windowSize
    if hasPairs(left) {
      for row in 0..<pooling.kernelHeight {
        sums(TwoBlocks<Sums>(), start: start, y: top &+ row, x: left)
          .store(to: window + 2 &* row &* Sums.width, step: Sums.width)
      }
    } else {
      for k in 0..<windowSize {
        let (row, column) = place(k)
        sums(OneBlock<Sums>(), start: start, y: top &+ row, x: left &+ column)
          .store(to: window + k &* Sums.width, step: 0)
      }
    }
    activation(window, windowSize &* Sums.width)
    var pooled = Sums()
    switch kind {
    case .average:
      for k in 0..<windowSize { pooled.add(lanes: window + k &* Sums.width) }
      pooled.scale(by: share)
    case .maximum:
      // From the last to the first: `raise` keeps what it is given unless the sums are greater.
      pooled.load(from: window + (windowSize &- 1) &* Sums.width, spread: 1)
      for k in (0..<windowSize &- 1).reversed() { pooled.raise(to: window + k &* Sums.width) }
    }
    pooled.store(to: position, spread: 1)
  }
}
