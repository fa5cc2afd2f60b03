import Core
import Kernels

/// Lays the pixels of all feature maps in one row: height x width x channels becomes a vector, in Keras's order
/// (row by row, pixel by pixel, the channels of a pixel side by side).
/// Source: https://keras.io/api/layers/reshaping_layers/flatten
public struct Flatten: Layer {
  public static let declaration = Declaration(
    name: "Flatten",
    summary: "lays all values in one row, for the Dense layers that follow",
    discussion: """
      Nothing is computed; 4x4x16 becomes 256. Each value has its own place in the row, but which of them were neighbours \
      the layers behind it are not told.
      """,
    example: """
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let count = input.reduce(1, *)
    return BuiltLayer(
      output: [count], operation: SameValuesOperation(), reach: .flattened(MapSize(input)),
      working: ReshapeWorking(from: MapSize(ofAny: input), to: MapSize(ofAny: [count])),
      look: LayerLook(.flatten))
  }
}

/// Nothing to do: lanes lie in Keras's order, whatever shape they have.
struct SameValuesOperation: LayerOperation {
  func passesThrough(isTraining: Bool) -> Bool { true }

  func forward(_ pass: LayerPass) {}
  func backward(_ pass: LayerPass) {}
}
