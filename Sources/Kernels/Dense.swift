/// `output[o] = bias[o] + Σ_i input[i] * weights[i, o]` for one or more groups of images.
///
/// A sum of more than ``longestDenseSum`` products is one of sums, see ``denseSumLength(inputs:)``.
///
/// Loop order: some inputs, group, block of outputs, i. The weights are read in place, a block's width of each row. The rows of
/// some inputs stay in the cache until all blocks and groups have had their part of them, however they are spaced; the sums
/// wait in memory meanwhile, where they keep every bit. With AVX-512 two groups are done at once, see ``SumBlocks``.
/// - Parameters:
///   - input: `[groups][inputs]` lanes.
///   - weights: `[inputs][outputs]`, Keras's layout of a Dense kernel.
///   - bias: `[outputs]`, or nil for none.
///   - rectifies: whether relu is applied at once.
///   - output: `[groups][outputs]` lanes.
///   - columns: the outputs that are computed; nil for all.
public func dense(
  input: UnsafePointer<Lanes>, inputs: Int, groups: Int = 1, weights: UnsafePointer<Float>,
  bias: UnsafePointer<Float>?, rectifies: Bool = false, output: UnsafeMutablePointer<Lanes>, outputs: Int,
  columns: Range<Int>? = nil
) {
  let columns = columns ?? 0..<outputs
  let sumLength = denseSumLength(inputs: inputs)
  let rowsAtOnce = max(16, weightsAtOnce / max(1, outputs))
  let isLong = sumLength < inputs
  withTemporaryLanes(isLong ? groups &* outputs : 0) { partial in
    var first = 0
    while first < inputs {
      let sum = first / sumLength &* sumLength
      let rows = first..<min(inputs, sum &+ sumLength, first &+ rowsAtOnce)
      var group = 0
      while group < groups {
        let pair = hasRegistersForTwoBlocks && group &+ 1 < groups
        DenseForward(
          input: input + group &* inputs, inputs: inputs, isPair: pair, rows: rows,
          sum: sum..<min(inputs, sum &+ sumLength), rectifies: rectifies, weights: weights, bias: bias,
          partial: (isLong ? partial : output) + group &* outputs, output: output + group &* outputs,
          outputs: outputs, firstColumn: columns.lowerBound
        ).runBlocks(of: columns.count)
        group &+= pair ? 2 : 1
      }
      first = rows.upperBound
    }
  }
}

/// The most products that a Dense layer adds one after the other. In a longer sum each would be rounded to the last digits of a
/// sum that has become much larger than it.
public let longestDenseSum = 16_384

/// How many products a Dense layer of so many inputs adds up before it adds that to the sum of those before: 512 where there are more
/// than ``longestDenseSum``.
public func denseSumLength(inputs: Int) -> Int { inputs > longestDenseSum ? 512 : max(1, inputs) }

#if AVX512
  /// How many weights are read before the next outputs come: few pages would do, but the sums are done too fast then for
  /// what they wait in memory.
  private let weightsAtOnce = 65_536
#else
  /// How many weights are read before the next outputs come. Large weights come from memory, and come in time only from so
  /// few pages at once that the processor sees how it goes on: 32 KiB take a third less time then than 256.
  private let weightsAtOnce = 8192
#endif

private struct DenseForward: BlockLoop {
  let input: UnsafePointer<Lanes>
  let inputs: Int
  /// Whether the next group is done, too.
  let isPair: Bool
  let rows: Range<Int>
  /// The rows that are added up before they are added to what came before: all of them, unless they are very many.
  let sum: Range<Int>
  let rectifies: Bool
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  /// Where a sum waits for its next rows.
  let partial: UnsafeMutablePointer<Lanes>
  let output: UnsafeMutablePointer<Lanes>
  let outputs, firstColumn: Int

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    let column = firstColumn &+ start
    if hasRegistersForTwoBlocks, isPair {
      run(TwoBlocks<Sums>(), column: column)
    } else {
      run(OneBlock<Sums>(), column: column)
    }
  }

  @inline(__always)
  private func run<Blocks: SumBlocks>(_ zero: Blocks, column: Int) {
    var blocks = zero
    if rows.lowerBound > sum.lowerBound { blocks.load(from: partial + column, step: outputs) }
    var weight = weights + (rows.lowerBound &* outputs &+ column)
    for i in rows {
      blocks.add(input + i, step: inputs, weight, spread: 1)
      weight += outputs
    }
    guard rows.upperBound == sum.upperBound else {
      return blocks.store(to: partial + column, step: outputs)
    }
    if sum.lowerBound > 0 { blocks.add(lanes: output + column, step: outputs) }
    if rows.upperBound == inputs {
      if let bias { blocks.add(bias + column) }
      if rectifies { blocks.rectify(at: zeroUnknownToCompiler[0]) }
    }
    blocks.store(to: output + column, step: outputs)
  }
}

/// The gradient of a Dense layer's input: `inputGradient[i] = Σ_o outputGradient[o] * weights[i, o]`.
///
/// Loop order: block of inputs, group, then o. A weight of each input of the block is read from a row of its own: where two
/// groups are done at once, a wide block would need more addresses than there are registers for. Shapes as in
/// ``dense(input:inputs:groups:weights:bias:rectifies:output:outputs:columns:)``.
/// - Parameter rows: the inputs whose gradients are computed; nil for all.
public func denseInputGradient(
  outputGradient: UnsafePointer<Lanes>, outputs: Int, groups: Int = 1, weights: UnsafePointer<Float>,
  inputGradient: UnsafeMutablePointer<Lanes>, inputs: Int, rows: Range<Int>? = nil
) {
  let rows = rows ?? 0..<inputs
  DenseInputGradient(
    outputGradient: outputGradient, outputs: outputs, groups: groups, weights: weights,
    inputGradient: inputGradient, inputs: inputs, firstRow: rows.lowerBound
  ).runBlocks(of: rows.count, widest: hasRegistersForTwoBlocks && groups > 1 ? widestBlock / 2 : widestBlock)
}

private struct DenseInputGradient: BlockLoop {
  let outputGradient: UnsafePointer<Lanes>
  let outputs, groups: Int
  let weights: UnsafePointer<Float>
  let inputGradient: UnsafeMutablePointer<Lanes>
  let inputs, firstRow: Int

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    var group = 0
    while group < groups {
      if hasRegistersForTwoBlocks, group &+ 1 < groups {
        run(TwoBlocks<Sums>(), group: group, row: firstRow &+ start)
        group &+= 2
      } else {
        run(OneBlock<Sums>(), group: group, row: firstRow &+ start)
        group &+= 1
      }
    }
  }

  @inline(__always)
  private func run<Blocks: SumBlocks>(_ zero: Blocks, group: Int, row: Int) {
    var blocks = zero
    let outputGradient = outputGradient + group &* outputs
    let rows = weights + row &* outputs
    for o in 0..<outputs { blocks.add(outputGradient + o, step: outputs, rows + o, spread: outputs) }
    blocks.store(to: inputGradient + (group &* inputs &+ row), step: inputs)
  }
}
