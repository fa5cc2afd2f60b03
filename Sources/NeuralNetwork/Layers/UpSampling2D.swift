import Core
import Kernels

/// Makes maps larger: each row and each column comes several times.
///
///     output[y, x, c] = input[y / rows, x / columns, c]
///
/// With bilinear interpolation each value is a mixture of the four pixels around its middle instead, see ``ResamplingAxis``.
///
/// Input shape: height x width x channels. Output shape: (height · rows) x (width · columns) x channels.
/// Source: https://keras.io/api/layers/reshaping_layers/up_sampling2d
public struct UpSampling2D: Layer {
  public static let declaration = Declaration(
    name: "UpSampling2D",
    summary: "makes each feature map larger: every pixel several times",
    discussion: """
      The way back up in networks that give images: behind it a Conv2D smooths the squares. With interpolation=bilinear the \
      values between two pixels go over from one to the other, and there are no squares. There is nothing to learn.
      """,
    parameters: [size, interpolation],
    example: """
      net = model input=28x28x1
        MaxPooling2D 2x2
        UpSampling2D 2x2
        Conv2D 1 3x3 padding=same activation=sigmoid
      end
      summary net
      """)

  static let size = Key<ImageSize>.positional(
    "size", .size, "how often each row and each column comes", default: ImageSize(2, 2))
  static let interpolation = Key<Interpolation>.option(
    "interpolation", .choice, "nearest: a pixel is repeated; bilinear: mixtures stand between the pixels",
    default: .nearest)

  public let options: Options
  let size: ImageSize
  let interpolation: Interpolation

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    size = options[Self.size]
    interpolation = options[Self.interpolation]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let map = try MapSize(ofMap: input)
    let (height, width) = (product(map.height, size.height), product(map.width, size.width))
    let look = LayerLook(.pooling, detail: "size \(size.height)×\(size.width)")
    if interpolation == .bilinear {
      return try Resampling(map, height: height, width: width, .bilinear).built(look: look)
    }
    return BuiltLayer(
      output: [height, width, map.channels],
      operation: UpSamplingOperation(input: map, rows: size.height, columns: size.width),
      reach: Reach { [size] part, _ in
        var part = part
        /// Rounded down, before the first pixel too.
        func source(_ place: Int, _ times: Int) -> Int { (place >= 0 ? place : place - times + 1) / times }
        part.rows = source(part.rows.lowerBound, size.height)...source(part.rows.upperBound, size.height)
        part.columns =
          source(part.columns.lowerBound, size.width)...source(part.columns.upperBound, size.width)
        return part
      },
      working: UpSamplingWorking(size: map, rows: size.height, columns: size.width), look: look)
  }
}

struct UpSamplingOperation: LayerOperation {
  let input: MapSize
  let rows, columns: Int

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }

  func forward(_ pass: LayerPass) {
    repeatPixels(
      pass.input, height: input.height, width: input.width, channels: input.channels, rows: rows,
      columns: columns, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    repeatPixelsGradient(
      pass.outputGradient, height: input.height, width: input.width, channels: input.channels, rows: rows,
      columns: columns, inputGradient: inputGradient)
  }
}
