/// The gradient of the kernels of up to sixteen filters, or of up to thirty-two in two panels.
///
/// The output gradients are transposed, so that the lanes hold sixteen filters of one image instead of sixteen images:
/// then nothing has to be summed across lanes, and a pixel of an image is one broadcast load. It is the matrix product
/// of a Dense layer's gradient, once for every row of the kernel.
///
/// Loop order: a few rows of output gradients (16 KiB, so that they stay in the first cache), ky, block of up to six
/// weights of a kernel row (twelve with AVX-512), y, x, image. The sums wait in `sums` meanwhile.
struct KernelGradientPanel {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  /// From the panel's first filter on.
  let outputGradient: UnsafePointer<Lanes>
  let filters: Int
  /// `[panel][ky][kx][c]` lanes of filters.
  let sums: UnsafeMutablePointer<Lanes>
  /// `[panel][rowsAtOnce][outputWidth][image]` lanes of filters.
  let panel: UnsafeMutablePointer<Lanes>
  /// From the panel's first filter on.
  let gradient: UnsafeMutablePointer<Float>

  static func rowsAtOnce(_ g: ConvolutionGeometry) -> Int {
    max(1, min(g.outputHeight, 16 / max(1, g.outputWidth)))
  }

  /// The most filters at once.
  static let mostFilters = hasRegistersForTwoBlocks ? 2 &* laneCount : laneCount

  static func panelSize(_ g: ConvolutionGeometry) -> Int { rowsAtOnce(g) &* g.outputWidth &* laneCount }

  func run() {
    let g = geometry
    let panels = groupCount(filters)
    let panelSize = Self.panelSize(g)
    for k in 0..<panels &* g.patchSize { sums[k] = Lanes() }
    var y = 0
    while y < g.outputHeight {
      let rows = y..<min(g.outputHeight, y &+ Self.rowsAtOnce(g))
      for position in 0..<rows.count &* g.outputWidth {
        let pixel = outputGradient + (y &* g.outputWidth &+ position) &* g.outputChannels
        for p in 0..<panels {
          transpose(
            pixel + p &* laneCount, count: min(laneCount, filters &- p &* laneCount),
            into: panel + (p &* panelSize &+ position &* laneCount))
        }
      }
      for ky in 0..<g.kernelHeight {
        KernelRow(pass: self, rows: g.outputRows(through: ky).clamped(to: rows), firstRow: y, ky: ky)
          .runBlocks(of: g.kernelWidth &* g.inputChannels)
      }
      y = rows.upperBound
    }
    for p in 0..<panels { store(p) }
  }

  /// Writes the gradients of a panel's filters.
  private func store(_ p: Int) {
    let g = geometry
    let sums = sums + p &* g.patchSize
    let count = min(laneCount, filters &- p &* laneCount)
    let weights = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: Float.self)
    for k in 0..<g.patchSize {
      let row = gradient + (k &* g.outputChannels &+ p &* laneCount)
      if count == laneCount {
        UnsafeMutableRawPointer(row).storeBytes(of: sums[k], as: Lanes.self)
      } else {
        row.update(from: weights + k &* laneCount, count: count)
      }
    }
  }

  /// Adds what the output rows `rows` see through kernel row `ky`.
  private struct KernelRow: BlockLoop {
    let pass: KernelGradientPanel
    let rows: Range<Int>
    /// The output row with which the panel begins.
    let firstRow: Int
    let ky: Int
    /// Not a number that the compiler sees: it would take long over sixteen times the code.
    let images = laneCount

    @inline(__always)
    func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
      if hasRegistersForTwoBlocks, pass.filters > laneCount {
        add(to: TwoBlocks<Sums>(), start: start)
      } else {
        add(to: OneBlock<Sums>(), start: start)
      }
    }

    @inline(__always)
    private func add<Blocks: SumBlocks>(to zero: Blocks, start: Int) {
      let g = pass.geometry
      let channels = g.inputChannels
      let place = pass.sums + (ky &* g.kernelWidth &* channels &+ start)
      let panelSize = KernelGradientPanel.panelSize(g)
      var blocks = zero
      blocks.load(from: place, step: g.patchSize)
      for y in rows {
        let row = (y &* g.strideY &+ ky &- g.padTop) &* g.paddedWidth &* channels
        var pixel = UnsafeRawPointer(pass.input + (row &+ start)).assumingMemoryBound(to: Float.self)
        var outputGradients = UnsafePointer(pass.panel + (y &- firstRow) &* g.outputWidth &* laneCount)
        for _ in 0..<g.outputWidth {
          for image in 0..<images {
            blocks.add(outputGradients + image, step: panelSize, pixel + image, spread: laneCount)
          }
          outputGradients += laneCount
          pixel += g.strideX &* channels &* laneCount
        }
      }
      blocks.store(to: place, step: g.patchSize)
    }
  }
}
