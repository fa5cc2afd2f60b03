import Core
import Kernels

/// A leaky relu that learns how much of a negative value is left: y = x where x > 0, else alpha · x.
///
/// Input and output shape: any, the same; alpha has it too, with the length 1 along the shared axes.
/// Source: https://keras.io/api/layers/activation_layers/prelu; He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015.
public struct PReLU: Layer {
  public static let declaration = Declaration(
    name: "PReLU",
    summary: "a leaky relu that learns how much is left of negative values",
    discussion: """
      A positive value stays as it is; a negative one is multiplied by `alpha`, which is learned and is 0 at the start, as in \
      a relu. Each place has an alpha of its own. shared_axes=1x2 has one for each map instead: rows (axis 1) and columns (axis 2) \
      share it.
      """,
    parameters: [initializer, regularizer, constraint, sharedAxes],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5
        PReLU shared_axes=1x2
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let initializer = Initializer.key("alpha_initializer", "start values of alpha", default: .zeros)
  static let regularizer = Regularizer.key("alpha_regularizer", "alpha")
  static let constraint = Constraint.key("alpha_constraint", "alpha")
  static let sharedAxes = Key<Shape?>.option(
    "shared_axes", .axes, "the axes, counted from 1, along which alpha is the same")

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let shared = options[Self.sharedAxes] ?? []
    if let axis = shared.first(where: { !(1...max(1, input.count)).contains($0) }) {
      throw ModelError(
        "shared_axes has axis \(axis), but the input is \(input.crossDescription): its axes are 1 to \(input.count)",
        subject: Self.sharedAxes.name)
    }
    let shape = input.enumerated().map { shared.contains($0 + 1) ? 1 : $1 }
    guard let size = MapSize(input), let alpha = MapSize(shape) else {
      throw ModelError("takes vectors or maps, not \(input.crossDescription)")
    }
    let rectifier = ParametricRectifier(
      height: size.height, width: size.width, channels: size.channels, alphaHeight: alpha.height,
      alphaWidth: alpha.width, alphaChannels: alpha.channels)
    return BuiltLayer(
      output: input,
      weights: [
        Weight(
          name: "alpha", shape: shape, initializer: options[Self.initializer],
          regularizer: options[Self.regularizer], constraint: options[Self.constraint])
      ],
      operation: PReLUOperation(rectifier: rectifier), reach: .same,
      working: PReLUWorking(size: size, alphaSize: alpha), look: LayerLook(.other))
  }
}

struct PReLUOperation: LayerOperation {
  let rectifier: ParametricRectifier

  var weightGradient: WeightGradient { .perGroup }
  var backwardReadsOutput: Bool { false }
  var worksInPlace: Bool { true }

  func forward(_ pass: LayerPass) {
    rectifier.apply(pass.input, alpha: pass.weights, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    rectifier.computeAlphaGradient(
      pass.input, outputGradient: pass.outputGradient, alphaGradient: pass.gradient)
    guard let inputGradient = pass.inputGradient else { return }
    rectifier.computeInputGradient(
      pass.input, outputGradient: pass.outputGradient, alpha: pass.weights, inputGradient: inputGradient)
  }
}
