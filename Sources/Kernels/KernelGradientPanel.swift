/// The gradient of the kernels of up to sixteen filters, or of up to thirty-two in two panels.
///
/// The output gradients are transposed, so that the lanes hold sixteen filters of one image instead of sixteen images:
/// then nothing has to be summed across lanes, and a pixel of an image is one broadcast load. It is the matrix product
/// of a Dense layer's gradient, once for every row of the kernel.
///
/// Loop order: sixteen positions of the output (16 KiB, so that they stay in the first cache: a few rows, or a piece of one), ky,
/// block of up to six weights of a kernel row (twelve with AVX-512), y, x, image. The sums wait in `sums` meanwhile.
struct KernelGradientPanel {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  /// From the panel's first filter on.
  let outputGradient: UnsafePointer<Lanes>
  let filters: Int
  /// `[panel][ky][kx][c]` lanes of filters, zero to begin with.
  let sums: UnsafeMutablePointer<Lanes>
  /// `[panel][rowsAtOnce][columnsAtOnce][image]` lanes of filters.
  let panel: UnsafeMutablePointer<Lanes>

  private static func rowsAtOnce(_ g: ConvolutionGeometry) -> Int {
    max(1, min(g.outputHeight, 16 / max(1, g.outputWidth)))
  }

  private static func columnsAtOnce(_ g: ConvolutionGeometry) -> Int {
    let pieces = max(1, (g.outputWidth &+ 15) / 16)
    return (g.outputWidth &+ pieces &- 1) / pieces
  }

  /// The most filters at once.
  static let mostFilters = hasRegistersForTwoBlocks ? 2 &* laneCount : laneCount

  static func panelSize(_ g: ConvolutionGeometry) -> Int { rowsAtOnce(g) &* columnsAtOnce(g) &* laneCount }

  /// Adds what the output rows `rows` see.
  func add(_ rows: Range<Int>) {
    let g = geometry
    let (rowsAtOnce, columnsAtOnce) = (Self.rowsAtOnce(g), Self.columnsAtOnce(g))
    var y = rows.lowerBound
    while y < rows.upperBound {
      let few = y..<min(rows.upperBound, y &+ rowsAtOnce)
      var x = 0
      while x < g.outputWidth {
        let columns = x..<min(g.outputWidth, x &+ columnsAtOnce)
        transpose(few, columns)
        for ky in 0..<g.kernelHeight {
          KernelRow(
            pass: self, rows: g.outputRows(through: ky).clamped(to: few), firstRow: y, columns: columns,
            ky: ky
          )
          .runBlocks(of: g.kernelWidth &* g.inputChannels)
        }
        x = columns.upperBound
      }
      y = few.upperBound
    }
  }

  private func transpose(_ rows: Range<Int>, _ columns: Range<Int>) {
    let panelSize = Self.panelSize(geometry)
    var place = 0
    for y in rows {
      for x in columns {
        let pixel = outputGradient + (y &* geometry.outputWidth &+ x) &* geometry.outputChannels
        for p in 0..<groupCount(filters) {
          Kernels.transpose(
            pixel + p &* laneCount, count: min(laneCount, filters &- p &* laneCount),
            into: panel + (p &* panelSize &+ place))
        }
        place &+= laneCount
      }
    }
  }

  /// Writes the gradients.
  /// - Parameter gradient: from the panel's first filter on.
  func store(into gradient: UnsafeMutablePointer<Float>) {
    for p in 0..<groupCount(filters) { store(p, into: gradient) }
  }

  /// Writes the gradients of a panel's filters.
  private func store(_ p: Int, into gradient: UnsafeMutablePointer<Float>) {
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
    let columns: Range<Int>
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
        let first = row &+ columns.lowerBound &* g.strideX &* channels &+ start
        var pixel = UnsafeRawPointer(pass.input + first).assumingMemoryBound(to: Float.self)
        var outputGradients = UnsafePointer(pass.panel + (y &- firstRow) &* columns.count &* laneCount)
        for _ in 0..<columns.count {
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
