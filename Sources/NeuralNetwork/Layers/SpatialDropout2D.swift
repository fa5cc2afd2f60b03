import Core
import Kernels

/// Dropout of whole feature maps: each is set to 0 or enlarged as a whole while training.
///
/// Input and output shape: height x width x channels. Source:
/// https://keras.io/api/layers/regularization_layers/spatial_dropout2d; Tompson, Goroshin, Jain, LeCun, Bregler, CVPR 2015.
public struct SpatialDropout2D: Layer {
  public static let declaration = Declaration(
    name: "SpatialDropout2D",
    summary: "drops random feature maps while training, each as a whole",
    discussion: """
      Behind a convolution neighbouring pixels say nearly the same, and where Dropout drops one the others tell it all the \
      same. Here a map is dropped as a whole, `rate` of them at every step, and the others are divided by 1 - rate (Tompson \
      and others, 2015). When the model is evaluated or predicts, every map passes.
      """,
    parameters: [Dropout.rate],
    example: """
      net = model input=28x28x1
        Conv2D 8 3x3 activation=relu
        SpatialDropout2D 0.2
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options
  let rate: Double

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    rate = try options[Dropout.rate]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let map = try MapSize(ofMap: input)
    let keep = 1 - Float(rate)
    return BuiltLayer(
      output: input,
      operation: SpatialDropoutOperation(
        pixels: map.height * map.width, channels: map.channels, keep: keep),
      reach: .same, working: DropoutWorking(size: map, keep: keep),
      look: LayerLook(.other, detail: "rate \(shortNumber(rate))"))
  }
}

struct SpatialDropoutOperation: NoiseOperation {
  let pixels, channels: Int
  let keep: Float

  var isNone: Bool { keep == 1 }

  func multiply(_ values: UnsafePointer<Lanes>, _ pass: LayerPass, output: UnsafeMutablePointer<Lanes>) {
    dropoutChannels(
      values, pixels: pixels, channels: channels, keep: keep, random: pass.random,
      first: pass.group * channels, output: output)
  }
}
