extension Reference {
  /// output[o] = bias[o] + Σ_i input[i] · kernel[i, o].
  @inlinable
  public static func dense<Number: BinaryFloatingPoint>(
    input: [Number], kernel: [Number], bias: [Number]
  ) -> [Number] {
    var output = bias
    for i in input.indices {
      for o in bias.indices { output[o] += input[i] * kernel[i * bias.count + o] }
    }
    return output
  }

  /// ∂loss/∂kernel[i, o] = input[i] · outputGradient[o]; ∂loss/∂bias is the output gradient itself.
  @inlinable
  public static func denseKernelGradient<Number: BinaryFloatingPoint>(
    input: [Number], outputGradient: [Number]
  ) -> [Number] {
    input.flatMap { value in outputGradient.map { value * $0 } }
  }

  /// ∂loss/∂input[i] = Σ_o outputGradient[o] · kernel[i, o].
  @inlinable
  public static func denseInputGradient<Number: BinaryFloatingPoint>(
    kernel: [Number], outputGradient: [Number]
  ) -> [Number] {
    let outputs = outputGradient.count
    guard outputs > 0 else { return [] }
    var gradient = [Number](repeating: 0, count: kernel.count / outputs)
    for i in gradient.indices {
      for o in 0..<outputs { gradient[i] += outputGradient[o] * kernel[i * outputs + o] }
    }
    return gradient
  }
}
