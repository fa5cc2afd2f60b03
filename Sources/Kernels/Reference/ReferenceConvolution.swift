extension Reference {
  /// Visits every product of a convolution: which output it belongs to, and which input and weight it multiplies.
  ///
  ///     output[y, x, f] = bias[f] + Σ_ky Σ_kx Σ_c input[y·s + ky - p, x·s + kx - p, c] · kernel[ky, kx, c, f]
  ///
  /// The formula is a list of triples (output, input, weight). The three functions below walk the same list; each
  /// computes one member from the other two.
  @inlinable
  static func forEachProduct(
    of g: ConvolutionGeometry, _ body: (_ output: Int, _ input: Int, _ weight: Int) -> Void
  ) {
    for y in 0..<g.outputHeight {
      for x in 0..<g.outputWidth {
        for ky in 0..<g.kernelHeight {
          for kx in 0..<g.kernelWidth {
            let row = y * g.strideY + ky - g.padTop
            let column = x * g.strideX + kx - g.padLeft
            // Outside the image the input is zero: nothing to add.
            guard (0..<g.inputHeight).contains(row), (0..<g.inputWidth).contains(column) else { continue }
            for c in 0..<g.inputChannels {
              for f in 0..<g.outputChannels {
                body(
                  index(y, x, f, width: g.outputWidth, channels: g.outputChannels),
                  index(row, column, c, width: g.inputWidth, channels: g.inputChannels),
                  index(ky, kx, c, width: g.kernelWidth, channels: g.inputChannels) * g.outputChannels + f)
              }
            }
          }
        }
      }
    }
  }

  /// output = bias + Σ input · kernel.
  @inlinable
  public static func convolution<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, input: [Number], kernel: [Number], bias: [Number]
  ) -> [Number] {
    var output = (0..<g.outputSize).map { bias[$0 % g.outputChannels] }
    forEachProduct(of: g) { o, i, w in output[o] += input[i] * kernel[w] }
    return output
  }

  /// ∂loss/∂kernel = Σ input · outputGradient, over the products that the weight takes part in.
  @inlinable
  public static func convolutionKernelGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, input: [Number], outputGradient: [Number]
  ) -> [Number] {
    var gradient = [Number](repeating: 0, count: g.patchSize * g.outputChannels)
    forEachProduct(of: g) { o, i, w in gradient[w] += input[i] * outputGradient[o] }
    return gradient
  }

  /// ∂loss/∂input = Σ kernel · outputGradient, over the products that the pixel takes part in.
  @inlinable
  public static func convolutionInputGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, kernel: [Number], outputGradient: [Number]
  ) -> [Number] {
    var gradient = [Number](repeating: 0, count: g.inputSize)
    forEachProduct(of: g) { o, i, w in gradient[i] += kernel[w] * outputGradient[o] }
    return gradient
  }

  /// ∂loss/∂bias[f] = Σ_y Σ_x outputGradient[y, x, f].
  @inlinable
  public static func convolutionBiasGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, outputGradient: [Number]
  ) -> [Number] {
    var gradient = [Number](repeating: 0, count: g.outputChannels)
    for o in 0..<g.outputSize { gradient[o % g.outputChannels] += outputGradient[o] }
    return gradient
  }
}
