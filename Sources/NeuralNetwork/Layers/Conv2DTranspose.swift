import Core
import Kernels

/// A convolution the other way round: every input pixel lays the kernel, times its value, on the output; where kernels overlap they
/// add up. With strides the output is as many times larger.
///
///     output[i·s + k - p, f] = bias[f] + Σ_i Σ_k Σ_c input[i, c] · kernel[k, f, c]      in rows as in columns
///
/// Input shape: height x width x channels. Output shape: height' x width' x filters. Keras counts the kernel's filters before the
/// channels. Source: https://keras.io/api/layers/convolution_layers/convolution2d_transpose
public struct Conv2DTranspose: Layer {
  public static let declaration = Declaration(
    name: "Conv2DTranspose",
    summary: "lays small kernels on a larger image: the way back up, learned",
    discussion: """
      Every pixel is multiplied with the kernel and laid on the output, strides pixels from its neighbour; where kernels \
      overlap they add up. With padding=same the output is strides times as large as the input: what a Conv2D of the same \
      strides makes smaller, this makes large again, as in autoencoders and U-Net. A kernel_size that the strides divide \
      overlaps evenly; others can leave a checkerboard (Odena and others, 2016).
      """,
    parameters: [
      filters, kernelSize, Activation.key, strides, Padding.key, outputPadding, Bias.key,
      Initializer.kernelKey, Bias.initializer, Regularizer.kernelKey, Regularizer.biasKey,
      Regularizer.activityKey, Constraint.kernelKey, Constraint.biasKey,
    ],
    example: """
      net = model input=28x28x1
        Conv2D 8 3x3 strides=2 padding=same activation=relu
        Conv2DTranspose 1 4x4 strides=2 padding=same activation=sigmoid
      end
      summary net
      """)

  static let filters = Conv2D.filters
  static let kernelSize = Conv2D.kernelSize
  static let strides = Key<ImageSize>.option(
    "strides", .size, "output pixels from one input pixel to the next", default: ImageSize(1, 1))
  static let outputPadding = Key<ImageSize?>.option(
    "output_padding", .border, "rows and columns more at the end of the output, fewer than strides")

  /// More is of no use, and there is an ordinary convolution for each of strides times strides places.
  private static let mostStrides = 100

  public let options: Options
  private let filters: Int
  let window: SlidingWindow
  private let outputPadding: ImageSize?
  private let activation: Activation
  private let hasBias: Bool

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    filters = try options[Self.filters]
    window = SlidingWindow(
      size: try options[Self.kernelSize], strides: options[Self.strides], padding: options[Padding.key])
    outputPadding = options[Self.outputPadding]
    if let more = outputPadding, more.height >= window.strides.height || more.width >= window.strides.width {
      throw ModelError(
        "output_padding=\(more) must be less than strides=\(window.strides)")
    }
    activation = options[Activation.key]
    hasBias = options[Bias.key]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let geometry = try geometry(for: input)
    let convolution = TransposedConvolution(geometry)
    let patch = window.height * window.width
    func axis(_ axis: KernelAxis) -> KernelAxis {
      var axis = axis
      axis.isTransposed = true
      return axis
    }
    let (rows, columns) = (axis(geometry.rows), axis(geometry.columns))
    return BuiltLayer(
      output: [geometry.inputHeight, geometry.inputWidth, filters],
      weights: [
        Weight(
          name: "kernel", shape: [window.height, window.width, filters, input[2]],
          initializer: options[Initializer.kernelKey], regularizer: options[Regularizer.kernelKey],
          constraint: options[Constraint.kernelKey], filterAxis: 2)
      ] + Bias.weights(filters, options), activation: activation,
      activityRegularizer: options[Regularizer.activityKey],
      operation: TransposedOperation(
        convolution: convolution, hasBias: hasBias, appliesActivation: activation == .relu),
      reach: .kernel(rows: rows, columns: columns, on: geometry.output, mixesChannels: true),
      working: ConvolutionWorking(
        input: geometry.output, output: geometry.input, rows: rows, columns: columns, hasBias: hasBias),
      look: LayerLook(.convolution, window: window, isOnOutput: true),
      multiplyAdds: product(input[0], input[1], input[2], patch, filters))
  }

  /// The convolution from the output to the input.
  func geometry(for input: Shape) throws(ModelError) -> ConvolutionGeometry {
    try window.check(input)
    guard max(window.strides.height, window.strides.width) <= Self.mostStrides else {
      throw ModelError("strides=\(window.strides) must be at most \(Self.mostStrides)")
    }
    let rows = try window.padding.spread(
      length: input[0], window: window.height, stride: window.strides.height, more: outputPadding?.height)
    let columns = try window.padding.spread(
      length: input[1], window: window.width, stride: window.strides.width, more: outputPadding?.width)
    return ConvolutionGeometry(
      inputHeight: rows.length, inputWidth: columns.length, inputChannels: filters, outputHeight: input[0],
      outputWidth: input[1], outputChannels: input[2], kernelHeight: window.height,
      kernelWidth: window.width, strideY: window.strides.height, strideX: window.strides.width,
      padTop: rows.before, padLeft: columns.before)
  }
}

extension Padding {
  /// The output length of a transposed convolution along one axis, and what is cut off before its first pixel.
  ///
  /// Source: keras/src/backend/common/backend_utils.py, `_convert_conv_transpose_padding_args_from_keras_to_jax`.
  /// - Parameter more: at the end; nil for as much as makes the length `length · stride`, or leaves no pixel out.
  fileprivate func spread(
    length: Int, window: Int, stride: Int, more: Int?
  ) throws(ModelError) -> (length: Int, before: Int) {
    let between = product(length - 1, stride)
    guard between < 1 << 40 else {
      throw ModelError("is too large: its output would be \(between) pixels long")
    }
    switch self {
    case .valid: return (between + window + (more ?? max(0, stride - window)), 0)
    case .same:
      // Keras's padding of the input, and what of it comes before the first pixel.
      let total = more.map { window + window % 2 - 2 + $0 } ?? stride + window - 2
      let first = min(total / 2 + total % 2, window - 1)
      let output = more.map { between + window % 2 + $0 } ?? between + stride
      guard output > 0 else {
        throw ModelError("its output would have no pixels; leave output_padding= out, or use padding=valid")
      }
      return (output, window - 1 - first)
    }
  }
}

struct TransposedOperation: LayerOperation {
  let convolution: TransposedConvolution
  let hasBias, appliesActivation: Bool
  var isForwardOnly = false

  var scratchLanes: Int {
    isForwardOnly
      ? convolution.scratchLanes : max(convolution.scratchLanes, convolution.gradientScratch)
  }
  /// The kernel as the forward pass reads it, then as the gradient of the input does.
  var packedCount: Int { packedParts * convolution.kernelCount }
  var packedParts: Int { isForwardOnly ? 1 : 2 }
  var weightGradient: WeightGradient { .perGroup }
  var backwardReadsOutput: Bool { false }
  var forInference: any LayerOperation {
    var operation = self
    operation.isForwardOnly = true
    return operation
  }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    if part == 0 {
      convolution.pack(weights, into: packed)
    } else {
      packForward(convolution.geometry, weights, into: packed + convolution.kernelCount)
    }
  }

  func forward(_ pass: LayerPass) {
    convolution.convolve(
      input: pass.input, packed: pass.packed, bias: hasBias ? pass.weights + convolution.kernelCount : nil,
      rectifies: appliesActivation, scratch: pass.scratch, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    convolution.computeKernelGradient(
      input: pass.input, outputGradient: pass.outputGradient, scratch: pass.scratch, gradient: pass.gradient)
    if hasBias {
      convolution.computeBiasGradient(
        outputGradient: pass.outputGradient, gradient: pass.gradient + convolution.kernelCount)
    }
    guard let inputGradient = pass.inputGradient else { return }
    convolution.computeInputGradient(
      outputGradient: pass.outputGradient, packed: pass.packed + convolution.kernelCount,
      inputGradient: inputGradient)
  }
}
