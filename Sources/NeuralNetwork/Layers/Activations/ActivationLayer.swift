import Core
import Kernels

/// An activation as a layer of its own: `Conv2D` then `Activation relu` is the same as `Conv2D activation=relu`.
/// Input and output shape: any, the same. Source: https://keras.io/api/layers/core_layers/activation
public struct ActivationLayer: Layer {
  public static let declaration = Declaration(
    name: "Activation",
    summary: "applies an activation function to every value",
    discussion: """
      relu: negative values become 0. tanh and sigmoid: squash to -1...1 and 0...1. softmax: turns the values of an \
      image (or of a pixel's channels) into probabilities. linear: nothing. help activation has the others.
      """,
    parameters: [function],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5
        Activation relu
      end
      summary net
      """)

  static let function = Required<Activation>.positional("activation", .choice, "the function")

  public let options: Options
  let activation: Activation

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    activation = try options[Self.function]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    BuiltLayer(activation, on: input)
  }
}

struct CopyOperation: LayerOperation {
  let count: Int

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }
  var worksInPlace: Bool { true }

  func forward(_ pass: LayerPass) {
    // Often they lie in the same place.
    if pass.input != UnsafePointer(pass.output) { pass.output.update(from: pass.input, count: count) }
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient, inputGradient != pass.outputGradient else { return }
    inputGradient.update(from: pass.outputGradient, count: count)
  }
}
