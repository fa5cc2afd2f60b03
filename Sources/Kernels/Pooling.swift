/// Pooling of one group of images, each channel for itself. Shapes: `[height][width][channels]` lanes. Pixels of a window
/// that lie outside the input are absent: they do not count (TensorFlow's rule for `same` padding).

/// `output[y, x, c]` = the mean of the window's pixels.
/// - Parameter rows: those of the output that are computed; nil for all.
public func averagePooling(
  _ g: ConvolutionGeometry, input: UnsafePointer<Lanes>, output: UnsafeMutablePointer<Lanes>,
  rows: Range<Int>? = nil
) {
  forEachWindow(g, rows ?? 0..<g.outputHeight) { position, window in
    let share = Lanes(repeating: 1 / Float(window.count))
    for c in 0..<g.inputChannels {
      var sum = Lanes()
      window.forEachPixel { sum += input[$0 &+ c] }
      output[position &+ c] = sum * share
    }
  }
}

/// Each pixel of a window receives its share of the output's gradient. `inputGradient` is overwritten.
/// - Parameter rows: of the output: nil for all, or some where ``ConvolutionGeometry/windowsLieSideBySide``. Then the rows of the input
///   are written that are ``ConvolutionGeometry/rows(below:)`` them.
public func averagePoolingGradient(
  _ g: ConvolutionGeometry, outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>,
  rows: Range<Int>? = nil
) {
  let rows = rows ?? 0..<g.outputHeight
  let tiles = g.windowsTileInput
  if !tiles { g.clear(inputGradient, below: rows) }
  forEachWindow(g, rows) { position, window in
    let part = Lanes(repeating: 1 / Float(window.count))
    for c in 0..<g.inputChannels {
      let share = outputGradient[position &+ c] * part
      if tiles {
        window.forEachPixel { inputGradient[$0 &+ c] = share }
      } else {
        window.forEachPixel { inputGradient[$0 &+ c] += share }
      }
    }
  }
}

/// `output[y, x, c]` = the greatest of the window's pixels.
/// - Parameter rows: those of the output that are computed; nil for all.
public func maxPooling(
  _ g: ConvolutionGeometry, input: UnsafePointer<Lanes>, output: UnsafeMutablePointer<Lanes>,
  rows: Range<Int>? = nil
) {
  forEachWindow(g, rows ?? 0..<g.outputHeight) { position, window in
    for c in 0..<g.inputChannels {
      var greatest = input[window.first &+ c]
      window.forEachPixel { greatest = greater(input[$0 &+ c], greatest) }
      output[position &+ c] = greatest
    }
  }
}

/// The greater of two. A NaN is taken, and nothing is greater than it: a diverged model has to show.
@inline(__always)
func greater(_ pixel: Lanes, _ greatest: Lanes) -> Lanes {
  greatest.replacing(with: pixel, where: (pixel .> greatest) .| (pixel .!= pixel))
}

/// The first pixel of a window that has the greatest value receives the output's gradient.
/// `inputGradient` is overwritten.
/// - Parameter rows: as of ``averagePoolingGradient(_:outputGradient:inputGradient:rows:)``.
public func maxPoolingGradient(
  _ g: ConvolutionGeometry, input: UnsafePointer<Lanes>, output: UnsafePointer<Lanes>,
  outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>, rows: Range<Int>? = nil
) {
  let rows = rows ?? 0..<g.outputHeight
  let tiles = g.windowsTileInput
  if !tiles { g.clear(inputGradient, below: rows) }
  forEachWindow(g, rows) { position, window in
    for c in 0..<g.inputChannels {
      var left = outputGradient[position &+ c]
      let greatest = output[position &+ c]
      window.forEachPixel { pixel in
        let winner = input[pixel &+ c] .== greatest
        let won = Lanes().replacing(with: left, where: winner)
        inputGradient[pixel &+ c] = tiles ? won : inputGradient[pixel &+ c] + won
        left.replace(with: Lanes(), where: winner)
      }
    }
  }
}

/// The pixels of one pooling window that lie on the input.
private struct PoolingWindow {
  /// The first channel of the first pixel.
  let first: Int
  let rows, columns: Int
  /// From a row of the input to the next, from a pixel to the next.
  let rowStep, pixelStep: Int

  var count: Int { @inline(__always) get { rows &* columns } }

  /// Calls `body` with the first channel of each pixel. The usual window of 2x2 goes without loops.
  @inline(__always)
  func forEachPixel(_ body: (Int) -> Void) {
    if rows == 2, columns == 2 {
      body(first)
      body(first &+ pixelStep)
      body(first &+ rowStep)
      body(first &+ rowStep &+ pixelStep)
      return
    }
    for row in 0..<rows {
      for column in 0..<columns { body(first &+ row &* rowStep &+ column &* pixelStep) }
    }
  }
}

extension ConvolutionGeometry {
  /// Whether each pixel of the input lies in one window and one only.
  fileprivate var windowsTileInput: Bool {
    windowsLieSideBySide && outputHeight &* strideY == inputHeight && outputWidth &* strideX == inputWidth
  }

  /// The rows of the input that belong to some of the output: all to all.
  public func rows(below rows: Range<Int>) -> Range<Int> {
    let end = rows.upperBound == outputHeight ? inputHeight : rows.upperBound &* strideY
    return rows.lowerBound &* strideY..<end
  }

  fileprivate func clear(_ input: UnsafeMutablePointer<Lanes>, below rows: Range<Int>) {
    let (row, rows) = (inputWidth &* inputChannels, self.rows(below: rows))
    (input + rows.lowerBound &* row).update(repeating: Lanes(), count: rows.count &* row)
  }
}

/// Calls `body` with the first channel of each output pixel of some rows and its window.
@inline(__always)
private func forEachWindow(
  _ g: ConvolutionGeometry, _ rows: Range<Int>, _ body: (_ position: Int, PoolingWindow) -> Void
) {
  let channels = g.inputChannels
  var position = rows.lowerBound &* g.outputWidth &* channels
  for y in rows {
    let rows = g.kernelRows(y)
    let top = y &* g.strideY &- g.padTop &+ rows.lowerBound
    for x in 0..<g.outputWidth {
      let columns = g.kernelColumns(x)
      let left = x &* g.strideX &- g.padLeft &+ columns.lowerBound
      body(
        position,
        PoolingWindow(
          first: (top &* g.inputWidth &+ left) &* channels, rows: rows.count, columns: columns.count,
          rowStep: g.inputWidth &* channels, pixelStep: channels))
      position &+= channels
    }
  }
}
