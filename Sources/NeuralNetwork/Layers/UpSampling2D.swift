import Core
import Kernels

/// Makes maps larger: each row and each column comes several times.
///
///     output[y, x, c] = input[y / rows, x / columns, c]
///
/// Input shape: height x width x channels. Output shape: (height · rows) x (width · columns) x channels.
/// Source: https://keras.io/api/layers/reshaping_layers/up_sampling2d
public struct UpSampling2D: Layer {
  public static let declaration = Declaration(
    name: "UpSampling2D",
    summary: "makes each feature map larger: every pixel several times",
    discussion: """
      The way back up in networks that give images: behind it a Conv2D smooths the squares. There is nothing to learn.
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
    "interpolation", .choice, "nearest: a pixel is repeated", default: .nearest)

  /// What stands between the pixels.
  enum Interpolation: String, Choice { case nearest }

  public let options: Options
  private let size: ImageSize

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    size = options[Self.size]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    guard let map = MapSize(input), input.count == 3 else {
      throw ModelError(
        "needs maps of height x width x channels, but its input is \(input.crossDescription)")
    }
    return BuiltLayer(
      output: [product(map.height, size.height), product(map.width, size.width), map.channels],
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
      working: UpSamplingWorking(size: map, rows: size.height, columns: size.width),
      look: LayerLook(.pooling, detail: "size \(size.height)×\(size.width)"))
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
