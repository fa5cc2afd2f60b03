extension Reference {
  /// Visits every pooling window: the output pixel it makes, and the input pixels in it that lie on the image.
  @inlinable
  static func forEachWindow(of g: ConvolutionGeometry, _ body: (_ output: Int, _ window: [Int]) -> Void) {
    for y in 0..<g.outputHeight {
      for x in 0..<g.outputWidth {
        let rows = (0..<g.kernelHeight).map { y * g.strideY + $0 - g.padTop }
        let columns = (0..<g.kernelWidth).map { x * g.strideX + $0 - g.padLeft }
        for c in 0..<g.inputChannels {
          var window: [Int] = []
          for row in rows where (0..<g.inputHeight).contains(row) {
            for column in columns where (0..<g.inputWidth).contains(column) {
              window.append(index(row, column, c, width: g.inputWidth, channels: g.inputChannels))
            }
          }
          body(index(y, x, c, width: g.outputWidth, channels: g.inputChannels), window)
        }
      }
    }
  }

  /// output = (1 / |window|) Σ window.
  @inlinable
  public static func averagePooling<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, input: [Number]
  ) -> [Number] {
    var output = [Number](repeating: 0, count: g.outputSize)
    forEachWindow(of: g) { o, window in
      for i in window { output[o] += input[i] }
      output[o] /= Number(window.count)
    }
    return output
  }

  /// Every pixel of a window changed the mean by 1 / |window|, so it receives that share of the gradient.
  @inlinable
  public static func averagePoolingGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, outputGradient: [Number]
  ) -> [Number] {
    var gradient = [Number](repeating: 0, count: g.inputSize)
    forEachWindow(of: g) { o, window in
      for i in window { gradient[i] += outputGradient[o] / Number(window.count) }
    }
    return gradient
  }

  /// output = max window.
  @inlinable
  public static func maxPooling<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, input: [Number]
  ) -> [Number] {
    var output = [Number](repeating: 0, count: g.outputSize)
    forEachWindow(of: g) { o, window in output[o] = window.map { input[$0] }.max() ?? 0 }
    return output
  }

  /// Only the winner changed the maximum, so it receives the whole gradient; of equals, the first.
  @inlinable
  public static func maxPoolingGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, input: [Number], outputGradient: [Number]
  ) -> [Number] {
    var gradient = [Number](repeating: 0, count: g.inputSize)
    forEachWindow(of: g) { o, window in
      let greatest = window.map { input[$0] }.max()
      if let winner = window.first(where: { input[$0] == greatest }) { gradient[winner] += outputGradient[o] }
    }
    return gradient
  }
}
