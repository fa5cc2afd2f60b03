import Core

/// The convolution of each channel by itself, to be read.
extension Reference {
  /// Calls `body` with every output, kernel and input position that belong together.
  private static func forEachProduct(
    _ g: ConvolutionGeometry, multiplier: Int, _ body: (_ output: Int, _ weight: Int, _ input: Int) -> Void
  ) {
    for y in 0..<g.outputHeight {
      for x in 0..<g.outputWidth {
        for channel in 0..<g.outputChannels {
          for ky in 0..<g.kernelHeight {
            for kx in 0..<g.kernelWidth {
              let (row, column) = (y * g.strideY + ky - g.padTop, x * g.strideX + kx - g.padLeft)
              guard (0..<g.inputHeight).contains(row), (0..<g.inputWidth).contains(column) else { continue }
              body(
                index(y, x, channel, width: g.outputWidth, channels: g.outputChannels),
                (ky * g.kernelWidth + kx) * g.outputChannels + channel,
                index(row, column, channel / multiplier, width: g.inputWidth, channels: g.inputChannels))
            }
          }
        }
      }
    }
  }

  public static func depthwiseConvolution<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, multiplier: Int, input: [Number], kernel: [Number], bias: [Number]?
  ) -> [Number] {
    var output = [Number](repeating: 0, count: g.outputSize)
    forEachProduct(g, multiplier: multiplier) { output[$0] += input[$2] * kernel[$1] }
    guard let bias else { return output }
    return output.enumerated().map { $1 + bias[$0 % g.outputChannels] }
  }

  public static func depthwiseInputGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, multiplier: Int, outputGradient: [Number], kernel: [Number]
  ) -> [Number] {
    var gradient = [Number](repeating: 0, count: g.inputSize)
    forEachProduct(g, multiplier: multiplier) { gradient[$2] += outputGradient[$0] * kernel[$1] }
    return gradient
  }

  public static func depthwiseKernelGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, multiplier: Int, input: [Number], outputGradient: [Number]
  ) -> [Number] {
    var gradient = [Number](repeating: 0, count: g.kernelHeight * g.kernelWidth * g.outputChannels)
    forEachProduct(g, multiplier: multiplier) { gradient[$1] += outputGradient[$0] * input[$2] }
    return gradient
  }
}
