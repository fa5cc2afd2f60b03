/// `output[o] = bias[o] + Σ_i input[i] * weights[i, o]` for one group of images.
///
/// Loop order: some inputs, block of outputs, i. The weights are read in place, a block's width of each row. The rows of
/// some inputs stay in the cache until all blocks have had their part of them, however they are spaced; the sums wait in
/// the output meanwhile, where they keep every bit. Large weights come from memory, and come in time only from so few
/// pages at once that the processor sees how it goes on: 32 KiB take a third less time then than 256.
/// - Parameters:
///   - input: `[inputs]` lanes.
///   - weights: `[inputs][outputs]`, Keras's layout of a Dense kernel.
///   - bias: `[outputs]`.
///   - rectifies: whether relu is applied at once.
///   - output: `[outputs]` lanes.
public func dense(
  input: UnsafePointer<Lanes>, inputs: Int, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
  rectifies: Bool = false, output: UnsafeMutablePointer<Lanes>, outputs: Int
) {
  let rowsAtOnce = max(16, 8192 / max(1, outputs))
  var first = 0
  while first < inputs {
    let rows = first..<min(inputs, first &+ rowsAtOnce)
    DenseForward(
      input: input, rows: rows, isLast: rows.upperBound == inputs, rectifies: rectifies, weights: weights,
      bias: bias,
      output: output, outputs: outputs
    ).runBlocks(of: outputs)
    first = rows.upperBound
  }
}

private struct DenseForward: BlockLoop {
  let input: UnsafePointer<Lanes>
  let rows: Range<Int>
  let isLast, rectifies: Bool
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>
  let output: UnsafeMutablePointer<Lanes>
  let outputs: Int

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    var sums = zero
    if rows.lowerBound > 0 { sums.load(from: output + start, spread: 1) }
    var weight = weights + (rows.lowerBound &* outputs &+ start)
    for i in rows {
      sums.add(input[i], weight, spread: 1)
      weight += outputs
    }
    if isLast { sums.add(bias + start) }
    if isLast, rectifies { sums.rectify(at: zeroUnknownToCompiler[0]) }
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
