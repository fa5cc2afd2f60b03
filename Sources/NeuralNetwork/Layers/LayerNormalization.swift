import Core
import Kernels

/// Shifts and scales the channels of each pixel so that their mean is 0 and their variance 1, then by a learned gamma and beta:
///
///     output[k] = gamma[k] · (input[k] - mean) / √(variance + epsilon) + beta[k]
///
/// Input and output shape: height x width x channels, or a vector, whose values are the channels.
/// Source: https://keras.io/api/layers/normalization_layers/layer_normalization; Ba, Kiros, Hinton, "Layer normalization", 2016.
public struct LayerNormalization: Layer {
  public static let declaration = Declaration(
    name: "LayerNormalization",
    summary: "keeps the channels of each pixel around 0 with a spread of 1",
    discussion: """
      Each image is normalized by itself, at each pixel over its channels, or over all values of a vector. No batch plays a part \
      in it: it does the same while training and afterwards, and with any batch_size (transformers, ConvNeXt). Per channel it \
      learns gamma and beta.
      """,
    parameters: [SetNormalization.epsilon, SetNormalization.center, SetNormalization.scale],
    example: """
      net = model input=28x28x1
        Conv2D 8 3x3
        LayerNormalization
        Activation relu
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let channels = input.last ?? 1
    return SetNormalization(options, sets: .pixels(of: input), period: channels).built(
      on: input, reach: .pixel)
  }
}

extension NormalizedSets {
  /// The channels of each pixel.
  static func pixels(of input: Shape) -> NormalizedSets {
    let channels = input.last ?? 1
    return NormalizedSets(
      count: input.reduce(1, *) / max(1, channels), stride: channels, runs: 1, step: 0, length: channels)
  }
}
