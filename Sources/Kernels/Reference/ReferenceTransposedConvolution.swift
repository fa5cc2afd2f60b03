/// The transposed convolution, to be read: it walks the products of a convolution `g` from its output to its input.
extension Reference {
  /// Each value of `g`'s output lays the kernel, times itself, on `g`'s input, and the bias is added.
  ///
  ///     output[i·s + k - p, f] = bias[f] + Σ_i Σ_k Σ_c input[i, c] · kernel[k, f, c]
  @inlinable
  public static func transposedConvolution<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, input: [Number], kernel: [Number], bias: [Number]
  ) -> [Number] {
    convolutionInputGradient(g, kernel: kernel, outputGradient: input).enumerated().map {
      $1 + bias[$0 % g.inputChannels]
    }
  }

  /// ∂loss/∂kernel = Σ input · outputGradient: what went in plays the part of `g`'s output.
  @inlinable
  public static func transposedKernelGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, input: [Number], outputGradient: [Number]
  ) -> [Number] {
    convolutionKernelGradient(g, input: outputGradient, outputGradient: input)
  }

  /// ∂loss/∂input = Σ kernel · outputGradient: the convolution itself.
  @inlinable
  public static func transposedInputGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, kernel: [Number], outputGradient: [Number]
  ) -> [Number] {
    convolution(
      g, input: outputGradient, kernel: kernel, bias: [Number](repeating: 0, count: g.outputChannels))
  }

  /// ∂loss/∂bias[f] = Σ_y Σ_x outputGradient[y, x, f].
  @inlinable
  public static func transposedBiasGradient<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, outputGradient: [Number]
  ) -> [Number] {
    convolutionBiasGradient(g.inputGradient, outputGradient: outputGradient)
  }
}
