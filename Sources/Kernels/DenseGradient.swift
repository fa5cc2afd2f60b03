/// The gradient of a Dense kernel from a whole batch, for the inputs `rows`:
/// `gradient[i, o] = Σ_n input[n, i] · outputGradient[n, o]`.
///
/// Here the sum runs over the images, so the lanes hold sixteen outputs instead. Loop order: sixteen outputs,
/// block of up to six inputs, n. Each n costs one load of output gradients and six broadcasts. With AVX-512 there are
/// thirty-two outputs and up to twelve inputs.
///
/// - Parameters:
///   - input: `[groups][inputs]` lanes.
///   - outputGradient: panels of all groups, see ``DensePanels``.
///   - gradient: `[rows][outputs]`; overwritten.
public func denseKernelGradient(
  input: UnsafePointer<Lanes>, inputs: Int, outputGradient: DensePanels, groups: Int, rows: Range<Int>,
  gradient: UnsafeMutablePointer<Float>
) {
  let pixels = UnsafeRawPointer(input + rows.lowerBound).assumingMemoryBound(to: Float.self)
  let outputs = outputGradient.outputs
  let all = groupCount(outputs)
  withTemporaryLanes(widestBlock) { partial in
    var panel = 0
    while panel < all {
      let panels = hasRegistersForTwoBlocks ? min(2, all &- panel) : 1
      DenseKernelGradient(
        input: pixels, inputs: inputs, outputGradient: outputGradient, panel: panel, panels: panels,
        groups: groups, gradient: gradient, partial: partial
      ).runBlocks(of: rows.count)
      panel &+= panels
    }
  }
}

/// The output gradients of a Dense layer with the images as rows: `[group][panel][image]` lanes of sixteen outputs.
/// The outputs behind the last one are zero.
public struct DensePanels {
  private let lanes: UnsafeMutablePointer<Lanes>
  let outputs: Int

  /// - Parameter memory: ``floatsPerGroup(outputs:)`` for each group.
  public init(_ memory: UnsafeMutablePointer<Float>, outputs: Int) {
    lanes = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Lanes.self)
    self.outputs = outputs
  }

  /// The lanes of one group. Sixteen more than are used: groups that lay a power of two apart would all meet in a
  /// few sets of the cache.
  private var lanesPerGroup: Int { @inline(__always) get { (groupCount(outputs) &+ 1) &* laneCount } }

  public static func floatsPerGroup(outputs: Int) -> Int { (groupCount(outputs) + 1) * laneCount * laneCount }

  /// Puts in `outputs` lanes of a group.
  public func set(_ outputGradient: UnsafePointer<Lanes>, group: Int) {
    for panel in 0..<groupCount(outputs) {
      let first = panel &* laneCount
      transpose(
        outputGradient + first, count: min(laneCount, outputs &- first),
        into: lanes + (group &* lanesPerGroup &+ first))
    }
  }

  /// The sixteen images of a group in one panel.
  @inline(__always)
  func rows(group: Int, panel: Int) -> UnsafePointer<Lanes> {
    UnsafePointer(lanes + (group &* lanesPerGroup &+ panel &* laneCount))
  }
}

private struct DenseKernelGradient: BlockLoop {
  let input: UnsafePointer<Float>
  let inputs: Int
  let outputGradient: DensePanels
  /// The first of one or two panels.
  let panel, panels: Int
  let groups: Int
  /// Not a number that the compiler sees: it would take long over sixteen times the code.
  let images = laneCount
  let gradient: UnsafeMutablePointer<Float>
  let partial: UnsafeMutablePointer<Lanes>

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    if hasRegistersForTwoBlocks, panels > 1 {
      let blocks = sums(TwoBlocks<Sums>(), start: start)
      store(blocks.first, panel, start: start)
      store(blocks.second, panel &+ 1, start: start)
    } else {
      store(sums(OneBlock<Sums>(), start: start).sums, panel, start: start)
    }
  }

  @inline(__always)
  private func sums<Blocks: SumBlocks>(_ zero: Blocks, start: Int) -> Blocks {
    var blocks = zero
    for group in 0..<groups {
      let rows = outputGradient.rows(group: group, panel: panel)
      let pixels = input + (group &* inputs &+ start) &* laneCount
      for image in 0..<images {
        blocks.add(rows + image, step: laneCount, pixels + image, spread: laneCount)
      }
    }
    return blocks
  }

  @inline(__always)
  private func store<Sums: WeightedSums>(_ sums: Sums, _ panel: Int, start: Int) {
    let outputs = outputGradient.outputs
    let column = panel &* laneCount
    let target = gradient + (start &* outputs &+ column)
    let columns = min(laneCount, outputs &- column)
    guard columns < laneCount else { return sums.storeRows(to: target, spread: outputs) }
    sums.store(to: partial, spread: 1)
    let rows = UnsafeRawPointer(partial).assumingMemoryBound(to: Float.self)
    for b in 0..<Sums.width {
      (target + b &* outputs).update(from: rows + b &* laneCount, count: columns)
    }
  }
}

/// The gradient of a Dense bias: `gradient[o] = Σ_n outputGradient[n, o]`, n in order.
public func denseBiasGradient(
  outputGradient: DensePanels, groups: Int, gradient: UnsafeMutablePointer<Float>
) {
  for panel in 0..<groupCount(outputGradient.outputs) {
    var sum = Lanes()
    for group in 0..<groups {
      let rows = outputGradient.rows(group: group, panel: panel)
      for image in 0..<laneCount { sum += rows[image] }
    }
    for o in panel &* laneCount..<min(outputGradient.outputs, (panel &+ 1) &* laneCount) {
      gradient[o] = sum[o &- panel &* laneCount]
    }
  }
}
