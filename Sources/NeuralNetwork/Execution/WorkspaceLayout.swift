import Core
import Kernels

extension Workspace {
  /// The memory of a workspace, piece by piece.
  struct Layout {
    let input: Buffer
    let inputGradient: Buffer?
    let stages: [Stage]
    let scratch, addend: UnsafeMutablePointer<Lanes>
    let scratchLanes, addendLanes: Int
    let penalties: UnsafeMutablePointer<SIMD16<Double>>
    let allocations: [UnsafeMutableRawPointer]
    /// What all pieces take.
    let bytes: Int

    /// - Parameter isTrial: whether the pieces are only counted; each is then a place of no length.
    init(_ plan: Plan, _ lifetimes: Lifetimes, groups: Int, workers: Int, isTrial: Bool) {
      var allocations: [UnsafeMutableRawPointer] = []
      var bytes = 0
      func allocate<T>(_ count: Int, of zero: T) -> UnsafeMutablePointer<T> {
        bytes += count * MemoryLayout<T>.stride
        let pointer = allocateAligned(isTrial ? 0 : count, of: zero)
        allocations.append(UnsafeMutableRawPointer(pointer))
        return pointer
      }
      /// Floats that begin where a vector may.
      func allocateFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(allocate(groupCount(count), of: Lanes())).assumingMemoryBound(to: Float.self)
      }
      let isForwardOnly = plan.purpose.isForwardOnly
      let groupsOfWorker = isForwardOnly ? groups : 1
      let places = lifetimes.places.map { place in
        allocate(place.count * (place.isKept ? groups : workers * groupsOfWorker), of: Lanes())
      }
      func buffer(_ place: Int, of value: Int) -> Buffer {
        Buffer(
          lanes: places[place], count: plan.values[value].count,
          pixelStride: plan.values[plan.host(of: value)].channels, stride: lifetimes.places[place].count,
          isKept: lifetimes.places[place].isKept, groupsOfWorker: groupsOfWorker)
      }
      func gradient(of value: Int) -> Buffer? { lifetimes.ofGradient[value].map { buffer($0, of: value) } }
      let none = Buffer(
        lanes: allocate(0, of: Lanes()), count: 0, pixelStride: 0, stride: 0, isKept: false, groupsOfWorker: 1
      )
      input = buffer(lifetimes.ofValue[0], of: 0)
      inputGradient = gradient(of: 0)
      stages = plan.steps.map { step in
        let operation = step.operation
        let gradientCount: Int
        switch operation.weightGradient {
        case .none: gradientCount = 0
        case .perGroup, .batchWide: gradientCount = step.node.range.count
        case .perBatch(_, let outputs, _): gradientCount = DensePanels.floatsPerGroup(outputs: outputs)
        }
        let batchWide = (operation as? any BatchWideOperation).map {
          BatchWide(
            operation: $0, ofBatch: allocateFloats($0.batchSums),
            groups: allocateFloats($0.groupSums * groups))
        }
        return Stage(
          step, inputs: step.inputs.map { buffer(lifetimes.ofValue[$0], of: $0) },
          output: buffer(lifetimes.ofValue[step.output], of: step.output),
          outputGradient: gradient(of: step.output) ?? none,
          goesBack: !isForwardOnly && plan.values[step.output].wantsGradient,
          inputGradients: zip(step.inputs, step.gradients).map { input, use in
            use.flatMap { use in gradient(of: input).map { ($0, use) } }
          },
          packed: allocateFloats(operation.packedCount),
          gradient: allocateFloats(isForwardOnly ? 0 : paddedToLanes(gradientCount) * groups),
          gradientStride: paddedToLanes(gradientCount), batchWide: batchWide)
      }
      scratchLanes = plan.steps.map(\.operation.scratchLanes).max() ?? 0
      scratch = allocate(scratchLanes * workers, of: Lanes())
      addendLanes =
        stages.flatMap(\.inputGradients).compactMap { $0?.use == .adds ? $0?.buffer.count : nil }.max() ?? 0
      addend = allocate(addendLanes * workers, of: Lanes())
      penalties = allocate(groups * (isForwardOnly ? workers : 1), of: SIMD16<Double>())
      self.allocations = allocations
      self.bytes = bytes
    }

    /// What the memory of a workspace would take.
    static func bytes(_ plan: Plan, _ lifetimes: Lifetimes, groups: Int, workers: Int) -> Int {
      let trial = Layout(plan, lifetimes, groups: groups, workers: workers, isTrial: true)
      for pointer in trial.allocations { pointer.deallocate() }
      return trial.bytes
    }
  }
}
