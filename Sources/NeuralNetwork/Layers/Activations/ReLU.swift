import Core
import Kernels

/// Lets through what is above a threshold, up to a greatest value.
/// Source: https://keras.io/api/layers/activation_layers/relu
public struct ReLU: FunctionLayer {
  public static let declaration = Declaration(
    name: "ReLU",
    summary: "makes negative values 0, or smaller",
    discussion: """
      A value above `threshold` stays as it is, but becomes no more than `max_value`; of one below it, \
      negative_slope x (value - threshold) is left: 0 as long as negative_slope is. Without options it is Activation relu.
      """,
    parameters: [greatest, slope, threshold],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5
        ReLU max_value=6
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let greatest = Key<Double?>.option(
    "max_value", .number(0...1e30), "the greatest value; none where it is left out")
  static let slope = Key<Double>.option(
    "negative_slope", .number(0...1e6), "what is left of a value below the threshold, for each 1", default: 0)
  static let threshold = Key<Double>.option(
    "threshold", .number(0...1e30), "what a value must be above to stay", default: 0)

  static let formula = "x where x > threshold, at most max_value; else negative_slope (x - threshold)"

  public let options: Options
  let function: ElementwiseFunction

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    function = .rectifier(
      slope: Float(options[Self.slope]), threshold: Float(options[Self.threshold]),
      ceiling: options[Self.greatest].map { Float($0) } ?? .infinity)
  }
}
