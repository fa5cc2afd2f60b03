import Core
import Kernels

/// A convolution as several ordinary ones, each on a part of the map: of channels in groups, or with gaps in its kernel.
///
/// In groups, each group of filters sees a group of the channels. With a `dilation` of d, an output in row r sees rows that leave the
/// same rest when divided by d, and so do all outputs d rows apart: the rows of one rest, and the outputs that see them, are a map with
/// an ordinary convolution between them, a phase. The kernels that do the work know nothing of either.
///
/// Source: Yu, Koltun, "Multi-scale context aggregation by dilated convolutions", ICLR 2016; the parts are those of Holschneider
/// and others' algorithme à trous, 1989.
struct SlicedConvolution: LayerOperation {
  private let input, output: MapSize
  private let groups: Int
  /// Weights of a filter.
  private let patch: Int
  private let hasBias: Bool
  private var phases: [Phase]
  private var isForwardOnly = false

  private struct Phase {
    /// Its pixels, of all channels.
    let input, output: MapSlice
    /// Of one group.
    var operation: any LayerOperation
  }

  /// One axis of a phase: which pixels of the input and of the output, and the padding before the first of them.
  private struct Axis {
    let input, inputs, output, outputs, padding: Int

    init(_ phase: Int, dilation: Int, padding: Int, inputs length: Int, outputs: Int) {
      output = phase
      self.outputs = (outputs - phase + dilation - 1) / dilation
      // Rounded up: the first pixel of the input may lie behind those that the first window begins with.
      self.padding = max(0, (padding - phase + dilation - 1) / dilation)
      input = phase - padding + self.padding * dilation
      inputs = max(0, (length - input + dilation - 1) / dilation)
    }
  }

  /// - Parameters:
  ///   - geometry: of the whole; the kernel's sizes are those without gaps.
  ///   - groups: of the channels and filters.
  ///   - operation: the ordinary convolution of a phase and group, with its bias and activation.
  init(
    _ geometry: ConvolutionGeometry, dilation: ImageSize, groups: Int, hasBias: Bool,
    operation: (ConvolutionGeometry) -> any LayerOperation, weightsOfFilter patch: Int
  ) {
    (input, output) = (geometry.input, geometry.output)
    (self.groups, self.patch, self.hasBias) = (groups, patch, hasBias)
    var phases: [Phase] = []
    let isDilated = dilation != ImageSize(1, 1)
    for row in 0..<min(dilation.height, output.height) {
      let rows = Axis(
        row, dilation: dilation.height, padding: geometry.padTop, inputs: input.height,
        outputs: output.height)
      for column in 0..<min(dilation.width, output.width) {
        let columns = Axis(
          column, dilation: dilation.width, padding: geometry.padLeft, inputs: input.width,
          outputs: output.width)
        var part = geometry
        (part.inputChannels, part.outputChannels) = (input.channels / groups, output.channels / groups)
        if isDilated {
          (part.inputHeight, part.inputWidth) = (rows.inputs, columns.inputs)
          (part.outputHeight, part.outputWidth) = (rows.outputs, columns.outputs)
          (part.padTop, part.padLeft) = (rows.padding, columns.padding)
        }
        phases.append(
          Phase(
            input: MapSlice(
              map: input, row: rows.input, rowStep: dilation.height, rows: part.inputHeight,
              column: columns.input, columnStep: dilation.width, columns: part.inputWidth,
              channels: 0..<input.channels),
            output: MapSlice(
              map: output, row: row, rowStep: dilation.height, rows: part.outputHeight, column: column,
              columnStep: dilation.width, columns: part.outputWidth, channels: 0..<output.channels),
            operation: operation(part)))
      }
    }
    self.phases = phases
  }

  // MARK: - Sizes

  private var filters: Int { output.channels / groups }
  /// Weights of one group.
  private var groupWeights: Int { (patch + (hasBias ? 1 : 0)) * filters }
  private var groupPacked: Int { groupWeights + (phases.first?.operation.packedCount ?? 0) }
  private var inputLanes: Int { (phases.map(\.input.count).max() ?? 0) / groups }
  private var outputLanes: Int { (phases.map(\.output.count).max() ?? 0) / groups }

  /// A part of the input and of its gradient, a part of the output or of its gradient, and the gradient of a group's weights.
  var scratchLanes: Int {
    let inner = phases.map(\.operation.scratchLanes).max() ?? 0
    return inner + outputLanes + (isForwardOnly ? 1 : 2) * inputLanes
      + (isForwardOnly ? 0 : groupCount(groupWeights))
  }
  /// For each group its weights, and these as its convolution packs them.
  var packedCount: Int { groups * groupPacked }
  var packedParts: Int { groups }
  var weightGradient: WeightGradient { .perGroup }
  var backwardReadsOutput: Bool { false }
  var appliesActivation: Bool { phases.first?.operation.appliesActivation ?? false }

  var forInference: any LayerOperation {
    var sliced = changed(\.forInference)
    sliced.isForwardOnly = true
    return sliced
  }

  /// Where all phases would pack their weights alike.
  var withFewerProducts: any LayerOperation {
    guard phases.allSatisfy({ $0.input.count > 0 }) else { return self }
    let fewer = changed(\.withFewerProducts)
    let count = fewer.phases.first?.operation.packedCount
    return fewer.phases.allSatisfy { $0.operation.packedCount == count } ? fewer : self
  }

  private func changed(_ form: (any LayerOperation) -> any LayerOperation) -> SlicedConvolution {
    var sliced = self
    for k in phases.indices { sliced.phases[k].operation = form(phases[k].operation) }
    return sliced
  }

  // MARK: - Passes

  func prepare(part group: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    let own = packed + group * groupPacked
    forEachRow(of: group) { own.advanced(by: $1).update(from: weights + $0, count: filters) }
    guard let operation = phases.first?.operation else { return }
    for part in 0..<operation.packedParts {
      operation.prepare(part: part, weights: own, packed: own + groupWeights)
    }
  }

  /// The places of a group's weights of each row of the kernel matrix, and of its biases: among all, and among its own.
  private func forEachRow(of group: Int, _ body: (_ place: Int, _ placeInGroup: Int) -> Void) {
    for row in 0..<patch + (hasBias ? 1 : 0) {
      body(row * output.channels + group * filters, row * filters)
    }
  }

  /// Calls `body` with every phase of every group, and the part of its channels.
  private func forEachPart(
    _ body: (_ group: Int, _ input: MapSlice, _ output: MapSlice, _ operation: any LayerOperation) -> Void
  ) {
    let channels = input.channels / groups
    for phase in phases {
      for group in 0..<groups {
        var (input, output) = (phase.input, phase.output)
        input.channels = group * channels..<(group + 1) * channels
        output.channels = group * filters..<(group + 1) * filters
        body(group, input, output, phase.operation)
      }
    }
  }

  func forward(_ pass: LayerPass) {
    let (from, to) = (pass.scratch, pass.scratch + inputLanes)
    forEachPart { group, input, output, operation in
      input.gather(pass.input, into: from)
      var part = self.part(pass, group)
      (part.input, part.output, part.scratch) = (UnsafePointer(from), to, to + outputLanes)
      operation.forward(part)
      output.scatter(to, into: pass.output)
    }
  }

  func backward(_ pass: LayerPass) {
    let (from, above) = (pass.scratch, pass.scratch + inputLanes)
    let below = above + outputLanes
    let gradientLanes = below + inputLanes
    let gradient = UnsafeMutableRawPointer(gradientLanes).assumingMemoryBound(to: Float.self)
    pass.gradient.update(repeating: 0, count: groups * groupWeights)
    // A pixel that no output sees is in no phase.
    pass.inputGradient?.update(repeating: Lanes(), count: input.height * input.width * input.channels)
    forEachPart { group, input, output, operation in
      input.gather(pass.input, into: from)
      output.gather(pass.outputGradient, into: above)
      var part = self.part(pass, group)
      (part.input, part.outputGradient) = (UnsafePointer(from), above)
      (part.inputGradient, part.gradient) = (pass.inputGradient == nil ? nil : below, gradient)
      part.scratch = gradientLanes + groupCount(groupWeights)
      operation.backward(part)
      forEachRow(of: group) { place, own in
        for k in 0..<filters { pass.gradient[place + k] += gradient[own + k] }
      }
      if let inputGradient = pass.inputGradient { input.scatter(below, into: inputGradient) }
    }
  }

  /// The pass with the group's weights.
  private func part(_ pass: LayerPass, _ group: Int) -> LayerPass {
    var part = pass
    part.weights = pass.packed + group * groupPacked
    part.packed = part.weights + groupWeights
    return part
  }
}
