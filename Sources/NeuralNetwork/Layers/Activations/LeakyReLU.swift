import Core
import Kernels

/// Makes negative values small, so that a unit never is without a gradient.
/// Source: https://keras.io/api/layers/activation_layers/leaky_relu; Maas, Hannun, Ng, "Rectifier nonlinearities improve neural
/// network acoustic models", ICML 2013.
public struct LeakyReLU: FunctionLayer {
  public static let declaration = Declaration(
    name: "LeakyReLU",
    summary: "makes negative values small: no unit can die",
    discussion: """
      Behind a relu, a unit that is negative for every image has no gradient and learns no more. Here a share of a negative \
      value is left, `negative_slope`, and so a gradient. (activation=leaky_relu is the same with 0.2.)
      """,
    parameters: [slope],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5
        LeakyReLU negative_slope=0.1
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let slope = Key<Double>.option(
    "negative_slope", .number(0...1e6), "the share of a negative value that is left", default: 0.3)

  static let formula = "x where x > 0, else negative_slope x"

  public let options: Options
  let function: ElementwiseFunction

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    function = .rectifier(slope: Float(options[Self.slope]))
  }
}
