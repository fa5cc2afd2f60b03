import Core
import Kernels

/// Bends negative values towards -alpha. Source: https://keras.io/api/layers/activation_layers/elu; Clevert, Unterthiner,
/// Hochreiter, "Fast and accurate deep network learning by exponential linear units", ICLR 2016.
public struct ELU: FunctionLayer {
  public static let declaration = Declaration(
    name: "ELU",
    summary: "bends negative values towards -alpha",
    discussion: """
      A positive value stays as it is; of a negative one alpha x (e^value - 1) is made, which goes towards -alpha and has a \
      gradient everywhere. The mean of what a layer gives is nearer to 0 than behind a relu. (activation=elu is the same \
      with alpha=1.)
      """,
    parameters: [alpha],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5
        ELU alpha=0.5
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let alpha = Key<Double>.option(
    "alpha", .number(0...1e6), "how far below 0 values go", default: 1)

  static let formula = "x where x > 0, else alpha (e^x - 1)"

  public let options: Options
  let function: ElementwiseFunction

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    function = .exponentialLinear(alpha: Float(options[Self.alpha]))
  }
}
