import Core
import Kernels

/// `output = max(a, b, ...)`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/maximum
public struct Maximum: ElementwiseLayer {
  public static let kind = MergeKind.maximum
  public static let declaration = described(
    "Maximum", "the greatest of what several layers give",
    discussion: """
      On the way back the gradient goes to the first layer that had it.
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }
}
