/// The gradient of a Dense kernel from a whole batch, for the inputs `rows`:
/// `gradient[i, o] = Σ_n input[n, i] · outputGradient[n, o]`.
///
/// Here the sum runs over the images, so the lanes hold sixteen outputs instead. Loop order: sixteen outputs,
/// block of up to six inputs, n. Each n costs one load of output gradients and six broadcasts.
///
/// - Parameters:
///   - input: `[groups][inputs]` lanes.
///   - outputGradient: `[groups * 16][paddedOutputs]`, an image a row: see ``transpose(_:count:into:stride:)``.
///   - paddedOutputs: `outputs` rounded up to 16.
///   - gradient: `[inputs][outputs]`; the rows in `rows` are overwritten.
public func denseKernelGradient(
  input: UnsafePointer<Lanes>, inputs: Int, outputGradient: UnsafePointer<Float>, outputs: Int,
  paddedOutputs: Int, groups: Int, rows: Range<Int>, gradient: UnsafeMutablePointer<Float>
) {
  let pixels = UnsafeRawPointer(input).assumingMemoryBound(to: Float.self)
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: widestBlock) { partial in
    guard let partial = partial.baseAddress else { return }
    var column = 0
    while column < outputs {
      DenseKernelGradient(
        input: pixels + rows.lowerBound &* laneCount, inputs: inputs,
        outputGradient: UnsafeRawPointer(outputGradient + column).assumingMemoryBound(to: Lanes.self),
        rowStep: paddedOutputs / laneCount, groups: groups,
        gradient: gradient + (rows.lowerBound &* outputs &+ column), outputs: outputs,
        columns: min(laneCount, outputs &- column), partial: partial
      ).runBlocks(of: rows.count)
      column &+= laneCount
    }
  }
}

private struct DenseKernelGradient: BlockLoop {
  let input: UnsafePointer<Float>
  let inputs: Int
  let outputGradient: UnsafePointer<Lanes>
  let rowStep: Int
  let groups: Int
  let gradient: UnsafeMutablePointer<Float>
  let outputs: Int
  let columns: Int
  let partial: UnsafeMutablePointer<Lanes>

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    var sums = zero
    var row = outputGradient
    for group in 0..<groups {
      var image = input + (group &* inputs &+ start) &* laneCount
      for _ in 0..<laneCount {
        sums.add(row.pointee, image, spread: laneCount)
        row += rowStep
        image += 1
      }
    }
    sums.store(to: partial, spread: 1)
    let rows = UnsafeRawPointer(partial).assumingMemoryBound(to: Float.self)
    for b in 0..<Sums.width {
      let target = gradient + (start &+ b) &* outputs
      if columns == laneCount {
        UnsafeMutableRawPointer(target).storeBytes(of: partial[b], as: Lanes.self)
      } else {
        target.update(from: rows + b &* laneCount, count: columns)
      }
    }
  }
}

/// The gradient of a Dense bias: `gradient[o] = Σ_n outputGradient[n, o]`, n in order.
public func denseBiasGradient(
  outputGradient: UnsafePointer<Float>, outputs: Int, paddedOutputs: Int, images: Int,
  gradient: UnsafeMutablePointer<Float>
) {
  for o in 0..<outputs {
    var sum: Float = 0
    for n in 0..<images { sum += outputGradient[n &* paddedOutputs &+ o] }
    gradient[o] = sum
  }
}

/// Turns `[count]` lanes into sixteen rows of `stride` floats, an image a row; the rest of a row is zero.
public func transpose(
  _ lanes: UnsafePointer<Lanes>, count: Int, into rows: UnsafeMutablePointer<Float>, stride: Int
) {
  let values = UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
  for n in 0..<laneCount {
    let row = rows + n &* stride
    for k in 0..<count { row[k] = values[k &* laneCount &+ n] }
    for k in count..<stride { row[k] = 0 }
  }
}
