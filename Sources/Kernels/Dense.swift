/// `output[o] = bias[o] + Σ_i input[i] * weights[i, o]` for one group of images.
///
/// Loop order: block of outputs, then i. The weights are read in place, a row of the block at a time.
/// - Parameters:
///   - input: `[inputs]` lanes.
///   - weights: `[inputs][outputs]`, Keras's layout of a Dense kernel.
///   - bias: `[outputs]`.
///   - output: `[outputs]` lanes.
public func dense(
  input: UnsafePointer<Lanes>, inputs: Int, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
  output: UnsafeMutablePointer<Lanes>, outputs: Int
) {
  DenseForward(
    input: input, inputs: inputs, weights: weights, bias: bias, output: output, outputs: outputs
  ).runBlocks(of: outputs)
}

private struct DenseForward: BlockLoop {
  let input: UnsafePointer<Lanes>
  let inputs: Int
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>
  let output: UnsafeMutablePointer<Lanes>
  let outputs: Int

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    var sums = zero
    var weight = weights + start
    for i in 0..<inputs {
      sums.add(input[i], weight, spread: 1)
      weight += outputs
    }
    sums.add(bias + start)
    sums.store(to: output + start, spread: 1)
  }
}

/// The gradient of a Dense layer's input: `inputGradient[i] = Σ_o outputGradient[o] * weights[i, o]`.
///
/// Loop order: block of inputs, then o. Shapes as in ``dense(input:inputs:weights:bias:output:outputs:)``.
public func denseInputGradient(
  outputGradient: UnsafePointer<Lanes>, outputs: Int, weights: UnsafePointer<Float>,
  inputGradient: UnsafeMutablePointer<Lanes>, inputs: Int
) {
  DenseInputGradient(
    outputGradient: outputGradient, outputs: outputs, weights: weights, inputGradient: inputGradient
  ).runBlocks(of: inputs)
}

private struct DenseInputGradient: BlockLoop {
  let outputGradient: UnsafePointer<Lanes>
  let outputs: Int
  let weights: UnsafePointer<Float>
  let inputGradient: UnsafeMutablePointer<Lanes>

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    var sums = zero
    let rows = weights + start &* outputs
    for o in 0..<outputs { sums.add(outputGradient[o], rows + o, spread: outputs) }
    sums.store(to: inputGradient + start, spread: 1)
  }
}
