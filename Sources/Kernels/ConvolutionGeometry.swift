/// The sizes of a two-dimensional convolution or pooling, in pixels.
///
/// Output (y, x) sees the input rows `y * strideY - padTop + 0..<kernelHeight`, the columns alike; what
/// lies outside the input counts as zero (convolution) or as absent (pooling).
public struct ConvolutionGeometry: Sendable, Equatable {
  public var inputHeight, inputWidth, inputChannels: Int
  public var outputHeight, outputWidth, outputChannels: Int
  public var kernelHeight, kernelWidth: Int
  public var strideY, strideX: Int
  public var padTop, padLeft: Int

  public init(
    inputHeight: Int, inputWidth: Int, inputChannels: Int, outputHeight: Int, outputWidth: Int,
    outputChannels: Int, kernelHeight: Int, kernelWidth: Int, strideY: Int, strideX: Int, padTop: Int,
    padLeft: Int
  ) {
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.inputChannels = inputChannels
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
    self.outputChannels = outputChannels
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.strideY = strideY
    self.strideX = strideX
    self.padTop = padTop
    self.padLeft = padLeft
  }

  public var inputSize: Int { inputHeight &* inputWidth &* inputChannels }
  public var outputSize: Int { outputHeight &* outputWidth &* outputChannels }
  /// The number of weights of one filter.
  public var patchSize: Int { kernelHeight &* kernelWidth &* inputChannels }

  /// Whether the whole kernel falls on the input at every output position, as without padding.
  var kernelStaysInside: Bool {
    padTop == 0 && padLeft == 0 && (outputHeight &- 1) &* strideY &+ kernelHeight <= inputHeight
      && (outputWidth &- 1) &* strideX &+ kernelWidth <= inputWidth
  }

  /// The kernel rows that fall on the input for output row y.
  @inline(__always)
  func kernelRows(_ y: Int) -> Range<Int> {
    let top = y &* strideY &- padTop
    let low = max(0, 0 &- top)
    return low..<max(low, min(kernelHeight, inputHeight &- top))
  }

  /// The kernel columns that fall on the input for output column x.
  @inline(__always)
  func kernelColumns(_ x: Int) -> Range<Int> {
    let left = x &* strideX &- padLeft
    let low = max(0, 0 &- left)
    return low..<max(low, min(kernelWidth, inputWidth &- left))
  }

  /// The size of the output gradient once `stride - 1` zeros stand between its rows and columns.
  public var dilatedHeight: Int { (outputHeight &- 1) &* strideY &+ 1 }
  public var dilatedWidth: Int { (outputWidth &- 1) &* strideX &+ 1 }

  /// The convolution that turns the (dilated) output gradient into the input gradient: each input pixel
  /// gathers, through the kernel turned by 180 degrees, from all outputs that saw it.
  public var inputGradient: ConvolutionGeometry {
    ConvolutionGeometry(
      inputHeight: dilatedHeight, inputWidth: dilatedWidth, inputChannels: outputChannels,
      outputHeight: inputHeight, outputWidth: inputWidth, outputChannels: inputChannels,
      kernelHeight: kernelHeight, kernelWidth: kernelWidth, strideY: 1, strideX: 1,
      padTop: kernelHeight &- 1 &- padTop, padLeft: kernelWidth &- 1 &- padLeft)
  }
}

extension ConvolutionGeometry {
  /// Calls `body` with bands of the output's rows, so many that what they take and give stays in the second cache while one block
  /// of filters after the other is done; or more, where the weights would come more often for it than the rows.
  @inline(__always)
  func forEachBand(of rows: Range<Int>, _ body: (Range<Int>) -> Void) {
    let row = strideY &* inputWidth &* inputChannels &+ outputWidth &* outputChannels
    let lanes = max(lanesInCache, patchSize &* groupCount(outputChannels))
    // Two at least: positions below each other are done at once.
    let atOnce = max(2, lanes / max(1, row) & ~1)
    var first = rows.lowerBound
    while first < rows.upperBound {
      let band = first..<min(rows.upperBound, first &+ atOnce)
      body(band)
      first = band.upperBound
    }
  }
}

extension ConvolutionGeometry {
  /// The convolution that gives the output rows `rows` alone, and the row of the input with which its own begins.
  func band(_ rows: Range<Int>) -> (geometry: ConvolutionGeometry, inputRow: Int) {
    let top = rows.lowerBound &* strideY &- padTop
    let bottom = (rows.upperBound &- 1) &* strideY &- padTop &+ kernelHeight
    let first = min(inputHeight, max(0, top))
    var band = self
    (band.inputHeight, band.outputHeight) = (max(0, min(inputHeight, bottom) &- first), rows.count)
    band.padTop = first &- top
    return (band, first)
  }
}

/// About half of a processor's second cache, in lanes.
public let lanesInCache = 8192
