import Core
import Kernels

/// Multiplies every value and adds to it: `output = scale · input + offset`.
///
/// Input and output shape: any, the same. Source: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling
public struct Rescaling: Layer {
  public static let declaration = Declaration(
    name: "Rescaling",
    summary: "multiplies every value and adds to it, as the first layer",
    discussion: """
      Brings pixels of 0 to 255 to 0 to 1 within the model, which then takes the images as they are: whoever uses it cannot \
      forget it. With offset=-1 and (1/127.5) they come to -1 to 1.
      """,
    parameters: [scale, offset],
    example: """
      net = model input=28x28x1
        Rescaling (1/255)
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let scale = Required<Double>.positional("scale", .number(-1e30...1e30), "by what is multiplied")
  static let offset = Key<Double>.option("offset", .number(-1e30...1e30), "what is added then", default: 0)

  public let options: Options
  let scale, offset: Float

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    scale = Float(try options[Self.scale])
    offset = Float(options[Self.offset])
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    BuiltLayer(
      output: input, operation: RescalingOperation(count: input.reduce(1, *), scale: scale, offset: offset),
      reach: .same, working: RescalingWorking(size: MapSize(ofAny: input), scale: scale, offset: offset),
      look: LayerLook(.other, detail: "scale \(scale)" + (offset == 0 ? "" : ", offset \(offset)")))
  }
}

struct RescalingOperation: LayerOperation {
  let count: Int
  let scale, offset: Float

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }
  var worksInPlace: Bool { true }

  func forward(_ pass: LayerPass) {
    rescale(pass.input, count: count, scale: scale, offset: offset, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    rescale(pass.outputGradient, count: count, scale: scale, offset: 0, output: inputGradient)
  }
}

struct RescalingWorking: LayerWorking {
  let size: MapSize
  let scale, offset: Float

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let x = inputs[0][size.index(place)]
    let value = offset.addingProduct(scale, x)
    return (
      .formula(
        Formula(
          "x * scale + offset",
          [("x", x), ("scale", scale), ("offset", offset), ("x * scale + offset", value)], value: value)),
      value
    )
  }
}
