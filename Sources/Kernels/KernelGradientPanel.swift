/// The gradient of the kernels of up to sixteen filters.
///
/// The output gradients are transposed, so that the lanes hold sixteen filters of one image instead of sixteen images:
/// then nothing has to be summed across lanes, and a pixel of an image is one broadcast load. It is the matrix product
/// of a Dense layer's gradient, once for every row of the kernel.
///
/// Loop order: a few rows of output gradients (16 KiB, so that they stay in the first cache), ky, block of up to six
/// weights of a kernel row, y, x, image. The sums wait in `sums` meanwhile.
struct KernelGradientPanel {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  /// From the panel's first filter on.
  let outputGradient: UnsafePointer<Lanes>
  let filters: Int
  /// `[ky][kx][c]` lanes of filters.
  let sums: UnsafeMutablePointer<Lanes>
  /// `[rowsAtOnce][outputWidth][image]` lanes of filters.
  let panel: UnsafeMutablePointer<Lanes>
  /// From the panel's first filter on.
  let gradient: UnsafeMutablePointer<Float>

  static func rowsAtOnce(_ g: ConvolutionGeometry) -> Int {
    max(1, min(g.outputHeight, 16 / max(1, g.outputWidth)))
  }

  func run() {
    let g = geometry
    for k in 0..<g.patchSize { sums[k] = Lanes() }
    var y = 0
    while y < g.outputHeight {
      let rows = y..<min(g.outputHeight, y &+ Self.rowsAtOnce(g))
      for position in 0..<rows.count &* g.outputWidth {
        transpose(
          outputGradient + (y &* g.outputWidth &+ position) &* g.outputChannels, count: filters,
          into: panel + position &* laneCount)
      }
      for ky in 0..<g.kernelHeight {
        KernelRow(pass: self, rows: g.outputRows(through: ky).clamped(to: rows), firstRow: y, ky: ky)
          .runBlocks(of: g.kernelWidth &* g.inputChannels)
      }
      y = rows.upperBound
    }
    let weights = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: Float.self)
    for k in 0..<g.patchSize {
      let row = gradient + k &* g.outputChannels
      if filters == laneCount {
        UnsafeMutableRawPointer(row).storeBytes(of: sums[k], as: Lanes.self)
      } else {
        row.update(from: weights + k &* laneCount, count: filters)
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

    @inline(__always)
    func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
      let g = pass.geometry
      let channels = g.inputChannels
      let place = pass.sums + (ky &* g.kernelWidth &* channels &+ start)
      var sums = zero
      sums.load(from: place, spread: 1)
      for y in rows {
        let row = (y &* g.strideY &+ ky &- g.padTop) &* g.paddedWidth &* channels
        var pixel = UnsafeRawPointer(pass.input + (row &+ start)).assumingMemoryBound(to: Float.self)
        var outputGradients = UnsafePointer(pass.panel + (y &- firstRow) &* g.outputWidth &* laneCount)
        for _ in 0..<g.outputWidth {
          for image in 0..<laneCount { sums.add(outputGradients[image], pixel + image, spread: laneCount) }
          outputGradients += laneCount
          pixel += g.strideX &* channels &* laneCount
        }
      }
      sums.store(to: place, spread: 1)
    }
  }
}
