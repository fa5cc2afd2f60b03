/// The gradient of a convolution's kernel from one group of images:
/// `gradient[ky, kx, c, f] = Σ_y Σ_x Σ_images outputGradient[y, x, f] · input[y·s + ky - p, x·s + kx - p, c]`.
///
/// Sixteen filters at a time are done by ``KernelGradientPanel``, few that are left over by ``KernelGradientPair``, and all of them
/// on some rows before the next rows come.
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
  let sums = ConvolutionKernelGradient(
    geometry, paddedInput: input, outputGradient: outputGradient, sums: scratch,
    panel: scratch + geometry.kernelGradientSums)
  sums.clear()
  sums.add(rows: 0..<geometry.outputHeight)
  sums.store(into: gradient)
}

/// The gradient of a convolution's kernel, in bands of rows: what a band takes is in the cache then for all filters.
public struct ConvolutionKernelGradient {
  private let geometry: ConvolutionGeometry
  private let input, outputGradient: UnsafePointer<Lanes>
  private let sums, panel: UnsafeMutablePointer<Lanes>

  /// - Parameters:
  ///   - sums: ``ConvolutionGeometry/kernelGradientSums`` lanes, in which the sums so far wait. They may belong to another part of the same
  ///     map.
  ///   - panel: ``ConvolutionGeometry/kernelGradientPanel`` lanes.
  public init(
    _ geometry: ConvolutionGeometry, paddedInput input: UnsafePointer<Lanes>,
    outputGradient: UnsafePointer<Lanes>, sums: UnsafeMutablePointer<Lanes>,
    panel: UnsafeMutablePointer<Lanes>
  ) {
    (self.geometry, self.input, self.outputGradient) = (geometry, input, outputGradient)
    (self.sums, self.panel) = (sums, panel)
  }

  public func clear() { sums.update(repeating: Lanes(), count: geometry.kernelGradientSums) }

  /// Adds what the output rows `rows` see, which come in order.
  public func add(rows: Range<Int>) {
    geometry.forEachBand(of: rows) { band in
      forEachPart {
        $1.add(band)
      } pair: {
        $2.add(band)
      }
    }
  }

  /// Writes Keras's `[ky][kx][c][f]`.
  public func store(into gradient: UnsafeMutablePointer<Float>) {
    forEachPart {
      $1.store(into: gradient + $0)
    } pair: {
      $2.store(gradient + $0, gradient + $1)
    }
  }

  /// Calls `panel` and `pair` with the first filter of each, and the second.
  @inline(__always)
  private func forEachPart(
    panel: (Int, KernelGradientPanel) -> Void, pair: (Int, Int, KernelGradientPair) -> Void
  ) {
    let filters = geometry.outputChannels
    var sums = sums
    var f = 0
    while filters &- f >= fewestFiltersOfPanel {
      // A second panel, too, has to be worth its while.
      let left = filters &- f
      let most = left &- laneCount < fewestFiltersOfPanel ? laneCount : KernelGradientPanel.mostFilters
      let count = min(most, left)
      panel(
        f,
        KernelGradientPanel(
          geometry: geometry, input: input, outputGradient: outputGradient + f, filters: count, sums: sums,
          panel: self.panel))
      sums += groupCount(count) &* geometry.patchSize
      f &+= count
    }
    while f < filters {
      let second = min(f &+ 1, filters &- 1)
      pair(
        f, second,
        KernelGradientPair(
          geometry: geometry, input: input, first: outputGradient + f, second: outputGradient + second,
          sums: sums))
      sums += KernelGradientPair.sumLanes(geometry)
      f &+= 2
    }
  }
}

/// A panel of sixteen costs as much as six pairs of filters.
private let fewestFiltersOfPanel = 12

extension ConvolutionGeometry {
  /// What ``convolutionKernelGradient(_:paddedInput:outputGradient:scratch:gradient:)`` needs.
  public var kernelGradientScratch: Int { kernelGradientSums &+ kernelGradientPanel }

  /// Lanes for the sums of all filters: a lane a filter in panels, a group's lanes a filter in pairs.
  public var kernelGradientSums: Int {
    let (whole, rest) = outputChannels.quotientAndRemainder(dividingBy: laneCount)
    let pairs = rest < fewestFiltersOfPanel ? (rest &+ 1) / 2 : 0
    let panels = rest < fewestFiltersOfPanel ? whole : whole &+ 1
    return panels &* patchSize &+ pairs &* KernelGradientPair.sumLanes(self)
  }

  /// Lanes for transposed output gradients.
  var kernelGradientPanel: Int {
    guard outputChannels >= fewestFiltersOfPanel else { return 0 }
    let panels = min(groupCount(outputChannels), KernelGradientPanel.mostFilters / laneCount)
    return panels &* KernelGradientPanel.panelSize(self)
  }

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
  withTemporaryLanes(ConvolutionBiasGradient.sumLanes(geometry)) { sums in
    let biases = ConvolutionBiasGradient(geometry, outputGradient: outputGradient, sums: sums)
    biases.clear()
    biases.add(rows: 0..<geometry.outputHeight)
    biases.store(into: gradient)
  }
}

/// The gradient of a convolution's bias, in bands of rows. Each filter has four sums, to which its values are added in turn, for each addition has to wait for
/// the one before it.
public struct ConvolutionBiasGradient {
  private let geometry: ConvolutionGeometry
  private let outputGradient: UnsafePointer<Lanes>
  private let sums: UnsafeMutablePointer<Lanes>

  public static func sumLanes(_ geometry: ConvolutionGeometry) -> Int { 4 &* geometry.outputChannels }

  /// Positions whose values stay in the cache until all filters have had theirs.
  private static let positionsAtOnce = 64

  /// - Parameter sums: ``sumLanes(_:)``, in which the sums so far wait.
  public init(
    _ geometry: ConvolutionGeometry, outputGradient: UnsafePointer<Lanes>, sums: UnsafeMutablePointer<Lanes>
  ) {
    (self.geometry, self.outputGradient, self.sums) = (geometry, outputGradient, sums)
  }

  public func clear() { sums.update(repeating: Lanes(), count: Self.sumLanes(geometry)) }

  /// Adds the output rows `rows`, which come in order.
  public func add(rows: Range<Int>) {
    let positions = rows.lowerBound &* geometry.outputWidth..<rows.upperBound &* geometry.outputWidth
    // What is left of four at the end goes to the first sums.
    let whole = geometry.outputHeight &* geometry.outputWidth / 4 &* 4
    let begin = min(positions.upperBound, (positions.lowerBound &+ 3) / 4 &* 4)
    let end = max(begin, positions.upperBound / 4 &* 4)
    for position in positions.lowerBound..<begin { addOne(position, to: position < whole ? position & 3 : 0) }
    var first = begin
    while first < end {
      let last = min(end, first &+ Self.positionsAtOnce)
      addFours(first..<last)
      first = last
    }
    for position in end..<positions.upperBound { addOne(position, to: position < whole ? position & 3 : 0) }
  }

  private func addOne(_ position: Int, to sum: Int) {
    let filters = geometry.outputChannels
    let values = outputGradient + position &* filters
    for f in 0..<filters { sums[4 &* f &+ sum] += values[f] }
  }

  private func addFours(_ positions: Range<Int>) {
    let filters = geometry.outputChannels
    for f in 0..<filters {
      let sum = sums + 4 &* f
      var (a, b, c, d) = (sum[0], sum[1], sum[2], sum[3])
      var next = outputGradient + (positions.lowerBound &* filters &+ f)
      for _ in 0..<positions.count / 4 {
        a += next[0]
        b += next[filters]
        c += next[2 &* filters]
        d += next[3 &* filters]
        next += 4 &* filters
      }
      (sum[0], sum[1], sum[2], sum[3]) = (a, b, c, d)
    }
  }

  /// - Parameter gradient: `[f]`; overwritten.
  public func store(into gradient: UnsafeMutablePointer<Float>) {
    for f in 0..<geometry.outputChannels {
      let sum = sums + 4 &* f
      gradient[f] = ((sum[0] + sum[1]) + (sum[2] + sum[3])).laneSum
    }
  }
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
