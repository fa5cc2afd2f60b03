import Core
import Kernels

/// Sets a random part of the values to 0 while training, and enlarges the others so that their sum stays the same on
/// average; does nothing when the model is only used.
///
/// Input and output shape: any, the same. Source: https://keras.io/api/layers/regularization_layers/dropout;
/// Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, JMLR 15, 2014.
public struct Dropout: Layer {
  public static let declaration = Declaration(
    name: "Dropout",
    summary: "drops random values while training, against overfitting",
    discussion: """
      At every step another part of the values, `rate` of them, is set to 0 and the rest divided by 1 - rate. No unit \
      can rely on another one being there, so each must be of use by itself (Srivastava and others, 2014). When the model is \
      evaluated or predicts, every value passes.
      """,
    parameters: [rate],
    example: """
      net = model input=28x28x1
        Flatten
        Dense 64 activation=relu
        Dropout 0.2
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let rate = Required<Double>.positional("rate", .number(0...0.999), "the share that is dropped")

  public let options: Options
  let rate: Double

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    rate = try options[Self.rate]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let keep = 1 - Float(rate)
    return BuiltLayer(
      output: input, operation: DropoutOperation(count: input.reduce(1, *), keep: keep), reach: .same,
      working: DropoutWorking(size: MapSize(ofAny: input), keep: keep),
      look: LayerLook(.other, detail: "rate \(shortNumber(rate))"))
  }
}

struct DropoutOperation: NoiseOperation {
  let count: Int
  let keep: Float

  var isNone: Bool { keep == 1 }

  func multiply(_ values: UnsafePointer<Lanes>, _ pass: LayerPass, output: UnsafeMutablePointer<Lanes>) {
    dropout(
      values, count: count, keep: keep, random: pass.random, first: pass.group * count, output: output)
  }
}
