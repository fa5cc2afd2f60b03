import Core
import Kernels

/// A convolution of each channel by itself, and one of 1x1 behind it that mixes the channels, as one layer:
///
///     middle[y, x, c·m + j] = Σ_ky Σ_kx input[y·s + ky, x·s + kx, c] · depthwise[ky, kx, c, j]
///     output[y, x, f] = bias[f] + Σ_k middle[y, x, k] · pointwise[k, f]
///
/// Input shape: height x width x channels. Output shape: height' x width' x filters.
/// Source: https://keras.io/api/layers/convolution_layers/separable_convolution2d
public struct SeparableConv2D: Layer {
  public static let declaration = Declaration(
    name: "SeparableConv2D",
    summary: "a DepthwiseConv2D and a Conv2D of 1x1 in one layer",
    discussion: """
      First each map is convolved by itself, then the maps are mixed pixel by pixel; between the two there is neither bias nor \
      activation. It takes about as many times fewer products than a Conv2D as the kernel has pixels (Xception; Chollet, 2017).
      """,
    parameters: [
      Conv2D.filters, Conv2D.kernelSize, Activation.key, Conv2D.strides, Padding.key, Dilation.key,
      DepthwiseConv2D.multiplier, Bias.key, DepthwiseConv2D.initializer, pointwiseInitializer,
      Bias.initializer, DepthwiseConv2D.regularizer, pointwiseRegularizer, Regularizer.biasKey,
      Regularizer.activityKey, DepthwiseConv2D.constraint, pointwiseConstraint, Constraint.biasKey,
    ],
    example: """
      net = model input=28x28x1
        Conv2D 8 3x3 activation=relu
        SeparableConv2D 16 3x3 padding=same activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let pointwiseInitializer = Initializer.key(
    "pointwise_initializer", "start values of the weights that mix the maps")
  static let pointwiseRegularizer = Regularizer.key(
    "pointwise_regularizer", "the weights that mix the maps")
  static let pointwiseConstraint = Constraint.key("pointwise_constraint", "the weights that mix the maps")

  public let options: Options
  let filters, multiplier: Int
  let window: SlidingWindow
  private let activation: Activation
  private let hasBias: Bool

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    filters = try options[Conv2D.filters]
    multiplier = options[DepthwiseConv2D.multiplier]
    window = SlidingWindow(
      size: try options[Conv2D.kernelSize], strides: options[Conv2D.strides], padding: options[Padding.key],
      dilation: options[Dilation.key])
    activation = options[Activation.key]
    hasBias = options[Bias.key]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let middle = product(input.last ?? 1, multiplier)
    let depthwise = try window.geometry(for: input, outputChannels: middle)
    let pointwise = Self.pointwise(depthwise, filters: filters)
    let patch = window.height * window.width
    let (rows, columns) = window.axes(depthwise)
    return BuiltLayer(
      output: [pointwise.outputHeight, pointwise.outputWidth, filters],
      weights: [
        Weight(
          name: "depthwise_kernel", shape: [window.height, window.width, input[2], multiplier],
          initializer: options[DepthwiseConv2D.initializer],
          regularizer: options[DepthwiseConv2D.regularizer],
          constraint: options[DepthwiseConv2D.constraint]),
        Weight(
          name: "pointwise_kernel", shape: [1, 1, middle, filters],
          initializer: options[Self.pointwiseInitializer], regularizer: options[Self.pointwiseRegularizer],
          constraint: options[Self.pointwiseConstraint]),
      ] + Bias.weights(filters, options), activation: activation,
      activityRegularizer: options[Regularizer.activityKey],
      operation: SeparableOperation(
        depthwise: window.depthwise(depthwise, hasBias: false, activation: .linear),
        depthwiseCount: product(patch, middle), middle: depthwise.outputSize,
        pointwise: ConvolutionOperation(
          geometry: pointwise, hasBias: hasBias, appliesActivation: activation == .relu)),
      reach: .kernel(rows: rows, columns: columns, on: depthwise.input, mixesChannels: true),
      working: SeparableWorking(
        depthwise: ConvolutionWorking(
          input: depthwise.input, output: depthwise.output, rows: rows, columns: columns, groups: input[2],
          hasBias: false),
        pointwise: ConvolutionWorking(
          input: pointwise.input, output: pointwise.output, rows: pointwise.rows,
          columns: pointwise.columns, hasBias: hasBias)),
      look: LayerLook(.convolution, window: window),
      multiplyAdds: product(
        depthwise.outputHeight, depthwise.outputWidth, middle, patch + filters))
  }

  /// The convolution behind the depthwise one.
  static func pointwise(_ depthwise: ConvolutionGeometry, filters: Int) -> ConvolutionGeometry {
    ConvolutionGeometry(
      inputHeight: depthwise.outputHeight, inputWidth: depthwise.outputWidth,
      inputChannels: depthwise.outputChannels, outputHeight: depthwise.outputHeight,
      outputWidth: depthwise.outputWidth, outputChannels: filters, kernelHeight: 1, kernelWidth: 1,
      strideY: 1, strideX: 1, padTop: 0, padLeft: 0)
  }
}

/// Two operations after each other. What stands between them is not kept, but made again on the way back.
struct SeparableOperation: LayerOperation {
  let depthwise: any LayerOperation
  /// Its weights, and the lanes that it gives.
  let depthwiseCount, middle: Int
  let pointwise: any LayerOperation

  /// What stands between, its gradient, and what either operation needs.
  var scratchLanes: Int { 2 * middle + max(depthwise.scratchLanes, pointwise.scratchLanes) }
  var packedCount: Int { depthwise.packedCount + pointwise.packedCount }
  var packedParts: Int { depthwise.packedParts + pointwise.packedParts }
  var weightGradient: WeightGradient { .perGroup }
  var backwardReadsOutput: Bool { false }
  var appliesActivation: Bool { pointwise.appliesActivation }
  var forInference: any LayerOperation { changed(\.forInference) }
  var withFewerProducts: any LayerOperation { changed(\.withFewerProducts) }

  private func changed(_ form: (any LayerOperation) -> any LayerOperation) -> SeparableOperation {
    SeparableOperation(
      depthwise: form(depthwise), depthwiseCount: depthwiseCount, middle: middle, pointwise: form(pointwise))
  }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    if part < depthwise.packedParts {
      depthwise.prepare(part: part, weights: weights, packed: packed)
    } else {
      pointwise.prepare(
        part: part - depthwise.packedParts, weights: weights + depthwiseCount,
        packed: packed + depthwise.packedCount)
    }
  }

  /// The first of the two passes, whose output is in scratch.
  private func first(_ pass: LayerPass) -> LayerPass {
    var first = pass
    (first.output, first.scratch) = (pass.scratch, pass.scratch + 2 * middle)
    first.outputGradient = pass.scratch + middle
    return first
  }

  private func second(_ pass: LayerPass) -> LayerPass {
    var second = pass
    (second.input, second.scratch) = (UnsafePointer(pass.scratch), pass.scratch + 2 * middle)
    (second.weights, second.packed) = (pass.weights + depthwiseCount, pass.packed + depthwise.packedCount)
    (second.gradient, second.inputGradient) = (pass.gradient + depthwiseCount, pass.scratch + middle)
    return second
  }

  func forward(_ pass: LayerPass) {
    depthwise.forward(first(pass))
    pointwise.forward(second(pass))
  }

  func backward(_ pass: LayerPass) {
    depthwise.forward(first(pass))
    pointwise.backward(second(pass))
    depthwise.backward(first(pass))
  }
}
