import Core
import Kernels

/// Gives images another size: each value is a mixture of the four pixels around its middle, or one of them.
///
/// Input shape: height x width x channels. Output shape: `height` x `width` x channels. Source:
/// https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing (its `antialias` and `pad_to_aspect_ratio` are not known
/// here); `resize` in keras/src/backend/jax/image.py.
public struct Resizing: Layer {
  public static let declaration = Declaration(
    name: "Resizing",
    summary: "gives images another size, as the first layer",
    discussion: """
      A size that is not in proportion stretches the image; with crop_to_aspect_ratio=true its longer side is cut off at \
      both ends first. Where an image becomes much smaller most pixels are passed over, as in Keras: the verb resize, before \
      the model, takes all of them into account.
      """,
    parameters: [height, width, interpolation, cropsToAspectRatio],
    example: """
      net = model input=28x28x1
        Resizing 14 14
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let height = Required<Int>.positional("height", .integer(1...65_536), "the new height")
  static let width = Required<Int>.positional("width", .integer(1...65_536), "the new width")
  static let interpolation = Key<Interpolation>.option(
    "interpolation", .choice, "bilinear: mixtures of the nearest pixels; nearest: one of them",
    default: .bilinear)
  static let cropsToAspectRatio = Key<Bool>.option(
    "crop_to_aspect_ratio", .flag, "true: cuts off what is not in proportion, rather than stretching",
    default: false)

  public let options: Options
  private let height, width: Int
  let interpolation: Interpolation
  private let crops: Bool

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    height = try options[Self.height]
    width = try options[Self.width]
    interpolation = options[Self.interpolation]
    crops = options[Self.cropsToAspectRatio]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let map = try MapSize(ofMap: input)
    return try Resampling(
      map, part: crops ? map.middle(inProportion: height, width) : nil, height: height, width: width,
      interpolation
    ).built(look: LayerLook(.pooling))
  }
}

extension MapSize {
  /// The largest part in the middle whose sides are in proportion to a height and a width, as `resize` of Keras has it.
  func middle(inProportion height: Int, _ width: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let rows = max(1, min(self.height, self.width * height / width))
    let columns = max(1, min(self.width, self.height * width / height))
    let (top, left) = ((self.height - rows) / 2, (self.width - columns) / 2)
    return (top..<top + rows, left..<left + columns)
  }
}
