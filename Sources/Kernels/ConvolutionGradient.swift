/// The gradient of a convolution's kernel from one group of images:
/// `gradient[ky, kx, c, f] = Σ_y Σ_x Σ_images outputGradient[y, x, f] · input[y·s + ky - p, x·s + kx - p, c]`.
///
/// Sixteen filters at a time are done by ``KernelGradientPanel``, few that are left over by ``KernelGradientPair``.
///
/// - Parameters:
///   - input: `[inputHeight][paddedWidth][inputChannels]` lanes, padded left and right with zero columns:
///     see ``padColumns(_:_:into:)``.
///   - outputGradient: `[outputHeight][outputWidth][outputChannels]` lanes; zero in lanes without an image.
///   - scratch: ``ConvolutionGeometry/kernelGradientScratch`` lanes.
///   - gradient: Keras's `[ky][kx][c][f]`; overwritten.
public func convolutionKernelGradient(
  _ geometry: ConvolutionGeometry, paddedInput input: UnsafePointer<Lanes>,
  outputGradient: UnsafePointer<Lanes>, scratch: UnsafeMutablePointer<Lanes>,
  gradient: UnsafeMutablePointer<Float>
) {
  let filters = geometry.outputChannels
  var f = 0
  while filters &- f >= fewestFiltersOfPanel {
    // A second panel, too, has to be worth its while.
    let left = filters &- f
    let most = left &- laneCount < fewestFiltersOfPanel ? laneCount : KernelGradientPanel.mostFilters
    let count = min(most, left)
    KernelGradientPanel(
      geometry: geometry, input: input, outputGradient: outputGradient + f, filters: count, sums: scratch,
      panel: scratch + geometry.kernelGradientSums, gradient: gradient + f
    ).run()
    f &+= count
  }
  while f < filters {
    let second = min(f &+ 1, filters &- 1)
    KernelGradientPair(
      geometry: geometry, input: input, first: outputGradient + f, second: outputGradient + second,
      firstGradient: gradient + f, secondGradient: gradient + second
    ).run()
    f &+= 2
  }
}

/// A panel of sixteen costs as much as six pairs of filters.
private let fewestFiltersOfPanel = 12

extension ConvolutionGeometry {
  /// What ``convolutionKernelGradient(_:paddedInput:outputGradient:scratch:gradient:)`` needs.
  public var kernelGradientScratch: Int {
    outputChannels < fewestFiltersOfPanel
      ? 0 : kernelGradientSums + mostPanels * KernelGradientPanel.panelSize(self)
  }

  private var mostPanels: Int { min(groupCount(outputChannels), KernelGradientPanel.mostFilters / laneCount) }
  fileprivate var kernelGradientSums: Int { mostPanels * patchSize }

  /// The rows of the output that see a row of the input through kernel row `ky`.
  @inline(__always)
  func outputRows(through ky: Int) -> Range<Int> {
    let low = max(0, (padTop &- ky &+ strideY &- 1) / strideY)
    let last = inputHeight &- 1 &+ padTop &- ky
    let high = last < 0 ? 0 : min(outputHeight, last / strideY &+ 1)
    return low..<max(low, high)
  }
}

/// The gradient of a convolution's bias from one group of images: the sum of each filter's output gradients.
/// - Parameter gradient: `[f]`; overwritten.
public func convolutionBiasGradient(
  _ geometry: ConvolutionGeometry, outputGradient: UnsafePointer<Lanes>,
  gradient: UnsafeMutablePointer<Float>
) {
  for f in 0..<geometry.outputChannels {
    gradient[f] = sum(
      outputGradient + f, count: geometry.outputHeight &* geometry.outputWidth,
      step: geometry.outputChannels)
  }
}

/// The sum of `count` lanes that lie `step` apart. Four sums side by side, because each addition has to wait for the
/// one before it.
@inline(__always)
private func sum(_ values: UnsafePointer<Lanes>, count: Int, step: Int) -> Float {
  var (a, b, c, d) = (Lanes(), Lanes(), Lanes(), Lanes())
  var next = values
  for _ in 0..<count / 4 {
    a += next[0]
    b += next[step]
    c += next[2 &* step]
    d += next[3 &* step]
    next += 4 &* step
  }
  for _ in 0..<count % 4 {
    a += next[0]
    next += step
  }
  return ((a + b) + (c + d)).laneSum
}

/// The width of the input with its padding: what the last kernel column of the last output column sees.
extension ConvolutionGeometry {
  public var paddedWidth: Int { max(inputWidth &+ padLeft, (outputWidth &- 1) &* strideX &+ kernelWidth) }
  /// Whether the kernel gradient needs a padded copy of the input.
  public var needsPadding: Bool { padLeft > 0 || paddedWidth > inputWidth }
}

/// Copies the input with zero columns left and right: `[inputHeight][paddedWidth][inputChannels]`.
public func padColumns(
  _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Lanes>, into padded: UnsafeMutablePointer<Lanes>
) {
  let g = geometry
  let row = g.inputWidth &* g.inputChannels
  let left = g.padLeft &* g.inputChannels
  let paddedRow = g.paddedWidth &* g.inputChannels
  for y in 0..<g.inputHeight {
    let target = padded + y &* paddedRow
    target.update(repeating: Lanes(), count: left)
    (target + left).update(from: input + y &* row, count: row)
    (target + (left &+ row)).update(repeating: Lanes(), count: paddedRow &- left &- row)
  }
}

/// Copies the output gradient with `stride - 1` zeros between rows and columns, as
/// ``ConvolutionGeometry/inputGradient`` reads it: `[dilatedHeight][dilatedWidth][outputChannels]`.
public func dilate(
  _ geometry: ConvolutionGeometry, _ outputGradient: UnsafePointer<Lanes>,
  into dilated: UnsafeMutablePointer<Lanes>
) {
  let g = geometry
  let channels = g.outputChannels
  dilated.update(repeating: Lanes(), count: g.dilatedHeight &* g.dilatedWidth &* channels)
  for y in 0..<g.outputHeight {
    for x in 0..<g.outputWidth {
      let target = y &* g.strideY &* g.dilatedWidth &+ x &* g.strideX
      (dilated + target &* channels).update(
        from: outputGradient + (y &* g.outputWidth &+ x) &* channels, count: channels)
    }
  }
}
