import Core
import Kernels

/// Changes the contrast of each image by a random factor while training: how far each channel's values are from their mean.
///
///     output = (input - mean) · factor + mean,  cut off at `value_range`
///
/// Input and output shape: height x width x channels. Source:
/// https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast. As in Keras 3.15.1 a single number f means a
/// factor in 1...1 + f; its page says 1 - f...1 + f, which [f, f] is.
public struct RandomContrast: Layer {
  public static let declaration = Declaration(
    name: "RandomContrast",
    summary: "changes the contrast of each image at random while training",
    discussion: """
      [0.2, 0.3] multiplies the distances from the mean by 0.8 to 1.3; a single number, as in Keras, only raises the \
      contrast: 0.3 is [0, 0.3]. The result is cut off at value_range, the values that images may have: for pixels in 0 to 1 \
      it is [0, 1]. At every step each image gets another factor. When the model is evaluated or predicts, every image stays \
      as it is.
      """,
    parameters: [factor, valueRange],
    example: """
      net = model input=28x28x1
        RandomContrast [0.2, 0.2] value_range=[0, 1]
        Conv2D 8 3x3 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  /// The least and the greatest value of an image.
  struct ValueRange: ArgumentConvertible {
    let range: ClosedRange<Float>

    init(_ range: ClosedRange<Float>) { self.range = range }

    init?(_ argument: Argument) {
      guard let numbers = argument.numbers, numbers.count == 2, numbers[0] <= numbers[1] else { return nil }
      range = Float(numbers[0])...Float(numbers[1])
    }

    var argument: Argument {
      .list([.number(Double(range.lowerBound)), .number(Double(range.upperBound))])
    }
  }

  static let factor = Required<Factor>.positional(
    "factor", .factor(0...1), "how much the contrast is lowered and raised at most")
  static let valueRange = Key<ValueRange>.option(
    "value_range", .form("two numbers such as [0, 255]") { ValueRange($0) },
    "the least and the greatest value of an image", default: ValueRange(0...255))

  public let options: Options
  private let factor: Factor
  private let range: ClosedRange<Float>

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    factor = try options[Self.factor]
    range = options[Self.valueRange].range
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let map = try MapSize(ofMap: input)
    return BuiltLayer(
      output: input, operation: ContrastOperation(map: map, factor: factor, range: range), reach: .same,
      working: PassingWorking(
        size: map,
        training: "its distance from the mean of its channel is multiplied by "
          + "\(shortNumber(1 - factor.lower))...\(shortNumber(1 + factor.upper))"),
      look: LayerLook(.other))
  }
}

struct ContrastOperation: LayerOperation {
  let map: MapSize
  let factor: Factor
  let range: ClosedRange<Float>

  var backwardReadsOutput: Bool { false }

  func passesThrough(isTraining: Bool) -> Bool { !isTraining }

  /// The factor of an image, by a number in 0..<1.
  func contrast(_ share: Float) -> Float {
    Float(1 - factor.lower + (factor.upper + factor.lower) * Double(share))
  }

  private func factors(_ pass: LayerPass) -> Lanes {
    var factors = Lanes(repeating: 1)
    for n in 0..<pass.images { factors[n] = contrast(pass.uniforms(ofImage: n)[0]) }
    return factors
  }

  func forward(_ pass: LayerPass) {
    adjustContrast(
      pass.input, channels: map.channels, plane: map.height * map.width, factors: factors(pass), range: range,
      output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    adjustContrastGradient(
      pass.input, outputGradient: pass.outputGradient, channels: map.channels, plane: map.height * map.width,
      factors: factors(pass), range: range, inputGradient: inputGradient)
  }
}
