import Core
import Kernels

/// Enlarges or reduces each image around its middle by random factors while training.
///
/// Input and output shape: height x width x channels. Source:
/// https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom
public struct RandomZoom: Layer {
  public static let declaration = Declaration(
    name: "RandomZoom",
    summary: "enlarges or reduces each image at random while training",
    discussion: """
      height_factor=0.2 shows 0.8 to 1.2 times as much of the height: a positive number reduces, a negative one enlarges, \
      [-0.2, 0] enlarges alone. Without width_factor the width goes along and nothing is stretched. At every step each image \
      gets another size. When the model is evaluated or predicts, every image stays as it is.
      """,
    parameters: [heightFactor, widthFactor] + RandomMap.parameters,
    example: """
      net = model input=28x28x1
        RandomZoom 0.1
        Conv2D 8 3x3 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let heightFactor = Required<Factor>.positional(
    "height_factor", .factor(-0.999...1), "how much more of the height is seen, as a share")
  static let widthFactor = Key<Factor?>.positional(
    "width_factor", .factor(-0.999...1), "how much more of the width; as of the height where not given")

  public let options: Options
  private let heightFactor: Factor
  private let widthFactor: Factor?

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    heightFactor = try options[Self.heightFactor]
    widthFactor = options[Self.widthFactor]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    try RandomMap(options).built(
      for: input,
      training:
        "1 and a number in \(heightFactor.description) times as much of the height is seen, of the width "
        + (widthFactor.map { "1 and a number in \($0.description)" } ?? "as much")
    ) { [heightFactor, widthFactor] random, map in
      let rows = 1 + heightFactor.at(random[0])
      return AffineMap(
        rows: rows, columns: widthFactor.map { 1 + $0.at(random[1]) } ?? rows, height: map.height,
        width: map.width)
    }
  }
}
