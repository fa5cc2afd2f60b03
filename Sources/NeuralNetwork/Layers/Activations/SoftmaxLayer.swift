import Core

/// Softmax as a layer of its own, over the last axis. Input and output shape: any, the same.
/// Source: https://keras.io/api/layers/activation_layers/softmax
public struct SoftmaxLayer: Layer {
  public static let declaration = Declaration(
    name: "Softmax",
    summary: "turns the values of an image, or of a pixel, into probabilities",
    discussion: """
      Each becomes e^value, divided by the sum of all. It goes over the last axis alone: over all values of a vector, and over the \
      channels of each pixel of a map. It is Activation softmax.
      """,
    example: """
      net = model input=28x28x1
        Flatten
        Dense 10
        Softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer { BuiltLayer(.softmax, on: input) }
}
