import Core
import Kernels

/// What AveragePooling2D and MaxPooling2D share: a window without weights, each channel for itself.
struct Pooling: Sendable {
  static let parameters: [any Declared] = [size, strides, Padding.key]

  static let size = Key<ImageSize>.positional(
    "pool_size", .size, "height and width of the window", default: ImageSize(2, 2))
  static let strides = Key<ImageSize?>.option(
    "strides", .size, "pixels from one window to the next; the pool_size where not given")

  let window: SlidingWindow

  init(_ options: Options) {
    let size = options[Self.size]
    window = SlidingWindow(
      size: size, strides: options[Self.strides] ?? size, padding: options[Padding.key])
  }

  /// - Parameter operation: of the geometry that the window has on the input.
  func built<Operation: PoolingOperation>(
    for input: Shape, _ operation: (ConvolutionGeometry) -> Operation
  ) throws(ModelError) -> BuiltLayer {
    let geometry = try window.geometry(for: input, outputChannels: nil)
    let operation = operation(geometry)
    return BuiltLayer(
      output: [geometry.outputHeight, geometry.outputWidth, geometry.outputChannels], operation: operation,
      reach: .window(geometry, mixesChannels: false),
      working: PoolingWorking(geometry: geometry, kind: operation.kind),
      look: LayerLook(.pooling, window: window))
  }
}

/// The mean of each window. Input shape: height x width x channels; output: height' x width' x channels.
/// Source: https://keras.io/api/layers/pooling_layers/average_pooling2d
public struct AveragePooling2D: Layer {
  public static let declaration = Declaration(
    name: "AveragePooling2D",
    summary: "shrinks each feature map: the mean of every window",
    discussion: """
      Each window of pool_size pixels becomes one pixel, its mean. There is nothing to learn. The map gets \
      smaller, so the next layer sees more of the image at once, and a feature that moves a little changes less of it.
      """,
    parameters: Pooling.parameters,
    example: """
      net = model input=28x28x1
        AveragePooling2D 2x2
      end
      summary net
      """)

  public let options: Options
  let pooling: Pooling

  public init(_ options: Options) {
    self.options = options
    pooling = Pooling(options)
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    try pooling.built(for: input, AveragePoolingOperation.init)
  }
}

/// The greatest value of each window. Input shape: height x width x channels; output: height' x width' x channels.
/// Source: https://keras.io/api/layers/pooling_layers/max_pooling2d
public struct MaxPooling2D: Layer {
  public static let declaration = Declaration(
    name: "MaxPooling2D",
    summary: "shrinks each feature map: the greatest value of every window",
    discussion: """
      Each window of pool_size pixels becomes one pixel, its greatest value: was the feature anywhere in it? There \
      is nothing to learn. On the way back the gradient goes to the winning pixel alone.
      """,
    parameters: Pooling.parameters,
    example: """
      net = model input=28x28x1
        MaxPooling2D 2x2 strides=2
      end
      summary net
      """)

  public let options: Options
  let pooling: Pooling

  public init(_ options: Options) {
    self.options = options
    pooling = Pooling(options)
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    try pooling.built(for: input, MaxPoolingOperation.init)
  }
}

/// A pooling that a convolution can do at once, or before it comes to its next rows.
protocol PoolingOperation: LayerOperation {
  var geometry: ConvolutionGeometry { get }
  var kind: PoolingKind { get }

  /// Computes some rows of the output; on the way back the rows of the input's gradient that are
  /// `Kernels.ConvolutionGeometry.rows(below:)` them.
  func forward(_ pass: LayerPass, rows: Range<Int>)
  func backward(_ pass: LayerPass, rows: Range<Int>)
}

extension PoolingOperation {
  func forward(_ pass: LayerPass) { forward(pass, rows: 0..<geometry.outputHeight) }
  func backward(_ pass: LayerPass) { backward(pass, rows: 0..<geometry.outputHeight) }
}

struct AveragePoolingOperation: PoolingOperation {
  let geometry: ConvolutionGeometry
  let kind = PoolingKind.average
  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }

  func forward(_ pass: LayerPass, rows: Range<Int>) {
    averagePooling(geometry, input: pass.input, output: pass.output, rows: rows)
  }

  func backward(_ pass: LayerPass, rows: Range<Int>) {
    guard let inputGradient = pass.inputGradient else { return }
    averagePoolingGradient(
      geometry, outputGradient: pass.outputGradient, inputGradient: inputGradient, rows: rows)
  }
}

struct MaxPoolingOperation: PoolingOperation {
  let geometry: ConvolutionGeometry
  let kind = PoolingKind.maximum

  func forward(_ pass: LayerPass, rows: Range<Int>) {
    maxPooling(geometry, input: pass.input, output: pass.output, rows: rows)
  }

  func backward(_ pass: LayerPass, rows: Range<Int>) {
    guard let inputGradient = pass.inputGradient else { return }
    maxPoolingGradient(
      geometry, input: pass.input, output: pass.output, outputGradient: pass.outputGradient,
      inputGradient: inputGradient, rows: rows)
  }
}
