/// `output[c, y, x]` = the mean of the window's pixels that lie on the input, for one group of images.
/// Shapes: `[c][height][width]` lanes. (TensorFlow's rule for `same` padding: absent pixels do not count.)
public func averagePooling(
  _ g: ConvolutionGeometry, input: UnsafePointer<Lanes>, output: UnsafeMutablePointer<Lanes>
) {
  forEachWindow(g) { position, window in
    var sum = Lanes()
    window.forEachPixel { sum += input[$0] }
    output[position] = sum * Lanes(repeating: 1 / Float(window.count))
  }
}

/// Each pixel of a window receives its share of the output's gradient. `inputGradient` is overwritten.
public func averagePoolingGradient(
  _ g: ConvolutionGeometry, outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>
) {
  for k in 0..<g.inputSize { inputGradient[k] = Lanes() }
  forEachWindow(g) { position, window in
    let share = outputGradient[position] * Lanes(repeating: 1 / Float(window.count))
    window.forEachPixel { inputGradient[$0] += share }
  }
}

/// `output[c, y, x]` = the greatest of the window's pixels that lie on the input, for one group of images.
public func maxPooling(
  _ g: ConvolutionGeometry, input: UnsafePointer<Lanes>, output: UnsafeMutablePointer<Lanes>
) {
  forEachWindow(g) { position, window in
    var greatest = input[window.first]
    window.forEachPixel {
      // A NaN is taken, and nothing is greater than it: a diverged model has to show.
      let pixel = input[$0]
      greatest.replace(with: pixel, where: (pixel .> greatest) .| (pixel .!= pixel))
    }
    output[position] = greatest
  }
}

/// The first pixel of a window that has the greatest value receives the output's gradient.
/// `inputGradient` is overwritten.
public func maxPoolingGradient(
  _ g: ConvolutionGeometry, input: UnsafePointer<Lanes>, output: UnsafePointer<Lanes>,
  outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>
) {
  for k in 0..<g.inputSize { inputGradient[k] = Lanes() }
  forEachWindow(g) { position, window in
    var left = outputGradient[position]
    let greatest = output[position]
    window.forEachPixel { pixel in
      let winner = input[pixel] .== greatest
      inputGradient[pixel] += Lanes().replacing(with: left, where: winner)
      left.replace(with: Lanes(), where: winner)
    }
  }
}

/// The pixels of one pooling window that lie on the input.
struct PoolingWindow {
  let first: Int
  let rows: Int
  let columns: Int
  let width: Int

  var count: Int { @inline(__always) get { rows &* columns } }

  @inline(__always)
  func forEachPixel(_ body: (Int) -> Void) {
    for row in 0..<rows {
      for column in 0..<columns { body(first &+ row &* width &+ column) }
    }
  }
}

@inline(__always)
private func forEachWindow(_ g: ConvolutionGeometry, _ body: (_ position: Int, PoolingWindow) -> Void) {
  var position = 0
  for c in 0..<g.inputChannels {
    for y in 0..<g.outputHeight {
      let rows = g.kernelRows(y)
      let top = c &* g.inputHeight &+ y &* g.strideY &- g.padTop &+ rows.lowerBound
      for x in 0..<g.outputWidth {
        let columns = g.kernelColumns(x)
        let left = x &* g.strideX &- g.padLeft &+ columns.lowerBound
        body(
          position,
          PoolingWindow(
            first: top &* g.inputWidth &+ left, rows: rows.count, columns: columns.count,
            width: g.inputWidth))
        position &+= 1
      }
    }
  }
}
