import Core
import Kernels

/// `output = a · b · ...`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/multiply
public struct Multiply: ElementwiseLayer {
  public static let kind = MergeKind.product
  public static let declaration = described(
    "Multiply", "multiplies what several layers give",
    discussion: """
      With a vector of one number a channel it opens and closes channels, as in squeeze-and-excitation (Hu, Shen, Sun, 2018).
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }
}
