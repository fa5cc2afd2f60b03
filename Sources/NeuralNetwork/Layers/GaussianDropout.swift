import Core
import Kernels

/// Multiplies each value by a random number while training, normal around 1; does nothing when the model is only used.
///
///     output = input · z,  z normal with mean 1 and standard deviation √(rate / (1 - rate))
///
/// Input and output shape: any, the same. Source: https://keras.io/api/layers/regularization_layers/gaussian_dropout;
/// Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, JMLR 15, 2014 (section 10).
public struct GaussianDropout: Layer {
  public static let declaration = Declaration(
    name: "GaussianDropout",
    summary: "multiplies by noise around 1 while training, against overfitting",
    discussion: """
      Each value is multiplied by a random number with mean 1, which varies as much as Dropout's 0 or 1 / (1 - rate) does: \
      no value is lost, none can be relied on (Srivastava and others, 2014). When the model is evaluated or predicts, every \
      value passes.
      """,
    parameters: [rate],
    example: """
      net = model input=28x28x1
        Flatten
        Dense 64 activation=relu
        GaussianDropout 0.2
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let rate = Required<Double>.positional(
    "rate", .number(0...0.999), "the rate of the Dropout that varies as much")

  public let options: Options
  let rate: Double

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    rate = try options[Self.rate]
  }

  var deviation: Float { Float((rate / (1 - rate)).squareRoot()) }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    BuiltLayer(
      output: input, operation: GaussianDropoutOperation(count: input.reduce(1, *), deviation: deviation),
      reach: .same,
      working: PassingWorking(
        size: MapSize(ofAny: input),
        training: "it is multiplied by a normal number around 1 with a standard deviation of \(deviation)"),
      look: LayerLook(.other, detail: "rate \(shortNumber(rate))"))
  }
}

struct GaussianDropoutOperation: NoiseOperation {
  let count: Int
  let deviation: Float

  var isNone: Bool { deviation == 0 }

  func multiply(_ values: UnsafePointer<Lanes>, _ pass: LayerPass, output: UnsafeMutablePointer<Lanes>) {
    multiplyByNoise(
      values, count: count, deviation: deviation, random: pass.random, first: pass.group * count,
      output: output)
  }
}
