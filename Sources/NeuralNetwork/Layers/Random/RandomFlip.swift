import Core
import Kernels

/// Mirrors half of the images while training, at random.
///
/// Input and output shape: height x width x channels. Source:
/// https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip. As in Keras 3 one number decides about both directions:
/// with horizontal_and_vertical an image is turned by half a turn or stays as it is.
public struct RandomFlip: Layer {
  public static let declaration = Declaration(
    name: "RandomFlip",
    summary: "mirrors random images while training",
    discussion: """
      Half of the images, at every step others, are shown from left to right (horizontal), upside down (vertical) or both. \
      It helps only where the mirror image means the same: a cat stays a cat, a 2 does not stay a 2. When the model is \
      evaluated or predicts, every image stays as it is.
      """,
    parameters: [mode],
    example: """
      net = model input=32x32x3
        RandomFlip horizontal
        Conv2D 8 3x3 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  /// Keras's names.
  enum Mode: String, Choice {
    case horizontal, vertical
    case both = "horizontal_and_vertical"
  }

  static let mode = Key<Mode>.positional(
    "mode", .choice, "horizontal: left and right change places; vertical: above and below; or both at once",
    default: .both)

  public let options: Options
  private let mode: Mode

  public init(_ options: Options) {
    self.options = options
    mode = options[Self.mode]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    try RandomMap().built(for: input, training: "half of the images are mirrored") { [mode] random, map in
      let flips = random[0] <= 0.5
      return AffineMap(
        flipsRows: flips && mode != .horizontal, flipsColumns: flips && mode != .vertical,
        height: map.height, width: map.width)
    }
  }
}
