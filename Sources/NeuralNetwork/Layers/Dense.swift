import Core
import Kernels

/// A fully connected layer: every output is a weighted sum of all inputs, plus a bias.
///
///     output[o] = bias[o] + Σ_i input[i] · kernel[i, o]
///
/// Input shape: a vector. Output shape: units. Source: https://keras.io/api/layers/core_layers/dense
public struct Dense: Layer {
  public static let declaration = Declaration(
    name: "Dense",
    summary: "connects every input with every unit",
    discussion: """
      A layer of `units` neurons has (inputs + 1) x units parameters. The last layer of a classifier has one unit \
      per class and activation=softmax, which turns its values into probabilities.
      """,
    parameters: [
      units, Activation.key, Bias.key, Initializer.kernelKey, Bias.initializer,
      Regularizer.kernelKey, Regularizer.biasKey, Regularizer.activityKey, Constraint.kernelKey,
      Constraint.biasKey,
    ],
    example: """
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let units = Required<Int>.positional("units", .count, "number of outputs")

  public let options: Options
  let units: Int
  let activation: Activation
  let hasBias: Bool

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    units = try options[Self.units]
    activation = options[Activation.key]
    hasBias = options[Bias.key]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    guard input.count == 1 else {
      throw ModelError("needs a vector, but its input is \(input.crossDescription); put Flatten before it")
    }
    let inputs = input[0]
    return BuiltLayer(
      output: [units],
      weights: [
        Weight(
          name: "kernel", shape: [inputs, units], initializer: options[Initializer.kernelKey],
          regularizer: options[Regularizer.kernelKey], constraint: options[Constraint.kernelKey])
      ] + Bias.weights(units, options), activation: activation,
      activityRegularizer: options[Regularizer.activityKey],
      operation: DenseOperation(
        inputs: inputs, outputs: units, hasBias: hasBias, appliesActivation: activation == .relu),
      reach: .all(MapSize(input)), working: DenseWorking(units: units, hasBias: hasBias),
      look: LayerLook(.dense),
      multiplyAdds: product(inputs, units))
  }
}

struct DenseOperation: ManyGroupsOperation {
  let inputs, outputs: Int
  let hasBias, appliesActivation: Bool

  var weightGradient: WeightGradient { .perBatch(inputs: inputs, outputs: outputs, hasBias: hasBias) }
  var backwardReadsOutput: Bool { false }

  /// A convolution knows no sums of sums.
  var forInference: any LayerOperation {
    guard inputs <= longestDenseSum else { return self }
    return PackedDenseOperation(
      inputs: inputs, outputs: outputs, hasBias: hasBias, appliesActivation: appliesActivation)
  }

  /// Small weights stay in the caches of all processors.
  var inParts: any LayerOperation {
    guard inputs * outputs >= 1 << 16 else { return self }
    return PartedDenseOperation(
      inputs: inputs, outputs: outputs, hasBias: hasBias, appliesActivation: appliesActivation)
  }

  func forward(groups: Int, _ first: LayerPass) {
    dense(
      input: first.input, inputs: inputs, groups: groups, weights: first.weights,
      bias: hasBias ? first.weights + inputs * outputs : nil,
      rectifies: appliesActivation, output: first.output, outputs: outputs)
  }

  func forward(_ pass: LayerPass) { forward(groups: 1, pass) }

  func backward(_ pass: LayerPass) {
    DensePanels(pass.gradient, outputs: outputs).set(pass.outputGradient, group: 0)
    guard let inputGradient = pass.inputGradient else { return }
    denseInputGradient(
      outputGradient: pass.outputGradient, outputs: outputs, weights: pass.weights,
      inputGradient: inputGradient, inputs: inputs)
  }
}

/// A fully connected layer for all groups of a batch at once: a part has some columns of the weights, and back some rows.
private struct PartedDenseOperation: PartedOperation {
  let inputs, outputs: Int
  let hasBias, appliesActivation: Bool

  var weightGradient: WeightGradient { .perBatch(inputs: inputs, outputs: outputs, hasBias: hasBias) }
  var backwardReadsOutput: Bool { false }

  func forward(part: Int, of parts: Int, groups: Int, _ first: LayerPass) {
    dense(
      input: first.input, inputs: inputs, groups: groups, weights: first.weights,
      bias: hasBias ? first.weights + inputs * outputs : nil, rectifies: appliesActivation,
      output: first.output, outputs: outputs, columns: share(part, of: parts, outputs))
  }

  func backward(part: Int, of parts: Int, groups: Int, _ first: LayerPass) {
    guard let inputGradient = first.inputGradient else { return }
    denseInputGradient(
      outputGradient: first.outputGradient, outputs: outputs, groups: groups, weights: first.weights,
      inputGradient: inputGradient, inputs: inputs, rows: share(part, of: parts, inputs))
  }

  /// A part of `count` in steps of sixteen, and as wide as can be: a processor that reads a row of weights fetches what comes
  /// next, too, and takes it from the one that changes it.
  private func share(_ part: Int, of parts: Int, _ count: Int) -> Range<Int> {
    let steps = groupCount(count)
    return min(count, steps * part / parts * laneCount)..<min(count, steps * (part + 1) / parts * laneCount)
  }

  /// Never called: ``forward(part:of:groups:_:)`` has done it.
  func forward(_ pass: LayerPass) {}

  func backward(_ pass: LayerPass) {
    DensePanels(pass.gradient, outputs: outputs).set(pass.outputGradient, group: 0)
  }
}

/// A fully connected layer as a convolution of one pixel with `inputs` channels: its packed weights are read front to back, which is
/// worth a seventh of the time where they fill the second cache, but not the packing at every step of a training.
private struct PackedDenseOperation: ManyGroupsOperation {
  let inputs, outputs: Int
  let hasBias, appliesActivation: Bool

  /// Groups lie below each other like the rows of an image.
  private func geometry(groups: Int) -> ConvolutionGeometry {
    ConvolutionGeometry(
      inputHeight: groups, inputWidth: 1, inputChannels: inputs, outputHeight: groups, outputWidth: 1,
      outputChannels: outputs, kernelHeight: 1, kernelWidth: 1, strideY: 1, strideX: 1, padTop: 0,
      padLeft: 0)
  }

  var packedCount: Int { inputs * outputs }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    packForward(geometry(groups: 1), weights, into: packed)
  }

  func forward(groups: Int, _ first: LayerPass) {
    convolution(
      geometry(groups: groups), input: first.input, weights: first.packed,
      bias: hasBias ? first.weights + inputs * outputs : nil, rectifies: appliesActivation,
      output: first.output)
  }

  func forward(_ pass: LayerPass) { forward(groups: 1, pass) }

  /// Never called: this form is not trained.
  func backward(_ pass: LayerPass) {}
}

/// `count` rounded up to a multiple of 16.
func paddedToLanes(_ count: Int) -> Int { groupCount(count) * laneCount }
