/// The gradient of a Dense kernel from a whole batch, for the inputs `rows`:
/// `gradient[i, o] = Σ_n input[n, i] · outputGradient[n, o]`.
///
/// Here the sum runs over the images, so the lanes hold sixteen outputs instead. Loop order: sixteen outputs,
/// block of up to six inputs, n. Each n costs one load of output gradients and six broadcasts.
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
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: widestBlock) { partial in
    guard let partial = partial.baseAddress else { return }
    for panel in 0..<groupCount(outputs) {
      let column = panel &* laneCount
      DenseKernelGradient(
        input: pixels, inputs: inputs, panels: outputGradient, panel: panel, groups: groups,
        gradient: gradient + column, outputs: outputs, columns: min(laneCount, outputs &- column),
        partial: partial
      ).runBlocks(of: rows.count)
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
  let panels: DensePanels
  let panel, groups: Int
  let gradient: UnsafeMutablePointer<Float>
  let outputs: Int
  let columns: Int
  let partial: UnsafeMutablePointer<Lanes>

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    var sums = zero
    for group in 0..<groups {
      let rows = panels.rows(group: group, panel: panel)
      let pixels = input + (group &* inputs &+ start) &* laneCount
      for image in 0..<laneCount { sums.add(rows[image], pixels + image, spread: laneCount) }
    }
    let target = gradient + start &* outputs
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
