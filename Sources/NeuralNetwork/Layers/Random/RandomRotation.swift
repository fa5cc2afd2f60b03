import Core
import Kernels

/// Turns each image by a random angle while training.
///
/// Input and output shape: height x width x channels. Source:
/// https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation
public struct RandomRotation: Layer {
  public static let declaration = Declaration(
    name: "RandomRotation",
    summary: "turns each image by a random angle while training",
    discussion: """
      factor is a share of a full turn: 0.1 turns by up to 36 degrees in either direction, factor=[0, 0.1] against the clock \
      alone. At every step each image gets another angle. When the model is evaluated or predicts, every image stays as it is.
      """,
    parameters: [factor] + RandomMap.parameters,
    example: """
      net = model input=28x28x1
        RandomRotation 0.05
        Conv2D 8 3x3 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let factor = Required<Factor>.positional(
    "factor", .factor(-1...1), "the greatest angle, as a share of a full turn")

  public let options: Options
  private let factor: Factor

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    factor = try options[Self.factor]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    try RandomMap(options).built(
      for: input, training: "the image is turned by a share of a full turn in \(factor.description)"
    ) { [factor] random, map in
      AffineMap(turn: factor.at(random[0]), height: map.height, width: map.width)
    }
  }
}
