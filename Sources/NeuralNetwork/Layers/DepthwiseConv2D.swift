import Core
import Kernels

/// A convolution of each channel by itself: `depth_multiplier` kernels a channel, and no sum over the channels.
///
///     output[y, x, c·m + j] = bias[c·m + j] + Σ_ky Σ_kx input[y·s + ky, x·s + kx, c] · kernel[ky, kx, c, j]
///
/// Input shape: height x width x channels. Output shape: height' x width' x (channels · depth_multiplier).
/// Source: https://keras.io/api/layers/convolution_layers/depthwise_convolution2d
public struct DepthwiseConv2D: Layer {
  public static let declaration = Declaration(
    name: "DepthwiseConv2D",
    summary: "slides a small kernel of its own over each feature map",
    discussion: """
      Where Conv2D adds up over all maps, each map stays by itself here, which takes as many times fewer products as there \
      are filters. A `Conv2D n 1x1` behind it mixes the maps: together they do nearly what a Conv2D does (MobileNet; Howard \
      and others, 2017).
      """,
    parameters: [
      kernelSize, Activation.key, strides, Padding.key, Dilation.key, multiplier, Bias.key, initializer,
      Bias.initializer, regularizer, Regularizer.biasKey, Regularizer.activityKey, constraint,
      Constraint.biasKey,
    ],
    example: """
      net = model input=28x28x1
        Conv2D 8 3x3 activation=relu
        DepthwiseConv2D 3x3 activation=relu
        Conv2D 16 1x1 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let kernelSize = Required<ImageSize>.positional(
    "kernel_size", .size, "height and width of the kernel")
  static let strides = Conv2D.strides
  static let multiplier = Key<Int>.option("depth_multiplier", .count, "kernels of each map", default: 1)
  static let initializer = Initializer.key("depthwise_initializer", "start values of the kernels")
  static let regularizer = Regularizer.key("depthwise_regularizer", "the kernels")
  static let constraint = Constraint.key("depthwise_constraint", "the kernels")

  public let options: Options
  let window: SlidingWindow
  private let activation: Activation
  private let hasBias: Bool
  let multiplier: Int

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    window = SlidingWindow(
      size: try options[Self.kernelSize], strides: options[Self.strides], padding: options[Padding.key],
      dilation: options[Dilation.key])
    activation = options[Activation.key]
    hasBias = options[Bias.key]
    multiplier = options[Self.multiplier]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let outputs = product(input.last ?? 1, multiplier)
    let geometry = try window.geometry(for: input, outputChannels: outputs)
    let patch = window.height * window.width
    let (rows, columns) = window.axes(geometry)
    return BuiltLayer(
      output: [geometry.outputHeight, geometry.outputWidth, outputs],
      weights: [
        Weight(
          name: "kernel", shape: [window.height, window.width, input[2], multiplier],
          initializer: options[Self.initializer], regularizer: options[Self.regularizer],
          constraint: options[Self.constraint])
      ] + Bias.weights(outputs, options), activation: activation,
      activityRegularizer: options[Regularizer.activityKey],
      operation: window.depthwise(geometry, hasBias: hasBias, activation: activation),
      reach: Reach.kernel(rows: rows, columns: columns, on: geometry.input, mixesChannels: false)
        .fromChannel { [multiplier] in $0 / multiplier },
      working: DepthwiseWorking(
        convolution: ConvolutionWorking(
          input: geometry.input, output: geometry.output, rows: rows, columns: columns,
          groups: input[2], hasBias: hasBias)),
      look: LayerLook(.convolution, window: window),
      multiplyAdds: product(geometry.outputHeight, geometry.outputWidth, outputs, patch))
  }
}

struct DepthwiseOperation: SummingOperation {
  let convolution: DepthwiseConvolution
  var hasBias, appliesActivation: Bool

  var weightGradient: WeightGradient { .perGroup }
  var backwardReadsOutput: Bool { false }
  var scratchLanes: Int { convolution.gradientScratch }
  /// The kernel turned, where the gradient of the input is a convolution.
  var packedCount: Int { convolution.inputGradient == nil ? 0 : convolution.kernelCount }

  var kernelCount: Int { convolution.kernelCount }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    convolution.turn(weights, into: packed)
  }

  func forward(_ pass: LayerPass) {
    convolution.convolve(
      input: pass.input, kernel: pass.weights, bias: hasBias ? pass.weights + convolution.kernelCount : nil,
      rectifies: appliesActivation, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    convolution.computeKernelGradient(
      input: pass.input, outputGradient: pass.outputGradient, scratch: pass.scratch, gradient: pass.gradient)
    if hasBias {
      convolutionBiasGradient(
        convolution.geometry, outputGradient: pass.outputGradient,
        gradient: pass.gradient + convolution.kernelCount)
    }
    guard let inputGradient = pass.inputGradient else { return }
    if let backward = convolution.inputGradient {
      backward.convolve(
        input: pass.outputGradient, kernel: pass.packed, bias: nil, rectifies: false, output: inputGradient)
    } else {
      convolution.computeInputGradient(
        outputGradient: pass.outputGradient, kernel: pass.weights, inputGradient: inputGradient)
    }
  }
}
