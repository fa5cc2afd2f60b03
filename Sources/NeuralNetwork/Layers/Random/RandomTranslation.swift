import Core
import Kernels

/// Shifts each image by random distances while training.
///
/// Input and output shape: height x width x channels. Source:
/// https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation
public struct RandomTranslation: Layer {
  public static let declaration = Declaration(
    name: "RandomTranslation",
    summary: "shifts each image at random while training",
    discussion: """
      The factors are shares of the height and of the width: 0.1 shifts by up to a tenth in either direction, \
      height_factor=[0, 0.1] down alone. At every step each image is shifted otherwise. When the model is evaluated or \
      predicts, every image stays as it is.
      """,
    parameters: [heightFactor, widthFactor] + RandomMap.parameters,
    example: """
      net = model input=28x28x1
        RandomTranslation 0.1 0.1
        Conv2D 8 3x3 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let heightFactor = Required<Factor>.positional(
    "height_factor", .factor(-1...1), "how far down or up, as a share of the height")
  static let widthFactor = Required<Factor>.positional(
    "width_factor", .factor(-1...1), "how far to the right or to the left, as a share of the width")

  public let options: Options
  private let heightFactor, widthFactor: Factor

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    heightFactor = try options[Self.heightFactor]
    widthFactor = try options[Self.widthFactor]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    try RandomMap(options).built(
      for: input,
      training:
        "the image is shifted by a share of its height in \(heightFactor.description) and of its width in "
        + widthFactor.description
    ) { [heightFactor, widthFactor] random, map in
      AffineMap(
        down: heightFactor.at(random[0]) * Double(map.height),
        right: widthFactor.at(random[1]) * Double(map.width))
    }
  }
}
