import Core
import Kernels

/// What GlobalAveragePooling2D and GlobalMaxPooling2D share: a window as large as the map.
struct GlobalPooling: Sendable {
  static let keepdims = Key<Bool>.option(
    "keepdims", .flag, "true: the output is a map of one pixel, 1 x 1 x channels", default: false)

  let keepsDimensions: Bool

  init(_ options: Options) { keepsDimensions = options[Self.keepdims] }

  func built<Operation: PoolingOperation>(
    for input: Shape, _ operation: (ConvolutionGeometry) -> Operation
  ) throws(ModelError) -> BuiltLayer {
    guard input.count == 3 else {
      throw ModelError(
        "needs maps of height x width x channels, but its input is \(input.crossDescription)")
    }
    let window = SlidingWindow(
      size: ImageSize(input[0], input[1]), strides: ImageSize(1, 1), padding: .valid)
    let geometry = try window.geometry(for: input, outputChannels: nil)
    let operation = operation(geometry)
    return BuiltLayer(
      output: keepsDimensions ? [1, 1, input[2]] : [input[2]], operation: operation,
      reach: .window(geometry, mixesChannels: false),
      working: PoolingWorking(geometry: geometry, kind: operation.kind), look: LayerLook(.pooling))
  }
}

/// The mean of each map. Input shape: height x width x channels; output: channels.
/// Source: https://keras.io/api/layers/pooling_layers/global_average_pooling2d; Lin, Chen, Yan, "Network in network", ICLR 2014.
public struct GlobalAveragePooling2D: Layer {
  public static let declaration = Declaration(
    name: "GlobalAveragePooling2D",
    summary: "makes one number of each feature map: its mean",
    discussion: """
      Takes the place of Flatten and a large Dense layer: where in the image a feature was seen no longer counts, only how much \
      of it there was, and there is nothing to learn (Lin, Chen, Yan, 2014).
      """,
    parameters: [GlobalPooling.keepdims],
    example: """
      net = model input=28x28x1
        Conv2D 8 3x3 activation=relu
        GlobalAveragePooling2D
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options
  private let pooling: GlobalPooling

  public init(_ options: Options) {
    self.options = options
    pooling = GlobalPooling(options)
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    try pooling.built(for: input, AveragePoolingOperation.init)
  }
}

/// The greatest value of each map. Input shape: height x width x channels; output: channels.
/// Source: https://keras.io/api/layers/pooling_layers/global_max_pooling2d
public struct GlobalMaxPooling2D: Layer {
  public static let declaration = Declaration(
    name: "GlobalMaxPooling2D",
    summary: "makes one number of each feature map: its greatest value",
    discussion: "Was the feature anywhere in the image? Where does not count. There is nothing to learn.",
    parameters: [GlobalPooling.keepdims],
    example: """
      net = model input=28x28x1
        Conv2D 8 3x3 activation=relu
        GlobalMaxPooling2D
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options
  private let pooling: GlobalPooling

  public init(_ options: Options) {
    self.options = options
    pooling = GlobalPooling(options)
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    try pooling.built(for: input, MaxPoolingOperation.init)
  }
}
