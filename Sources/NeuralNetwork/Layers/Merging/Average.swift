import Core
import Kernels

/// `output = (a + b + ...) / n`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/average
public struct Average: ElementwiseLayer {
  public static let kind = MergeKind.mean
  public static let declaration = described(
    "Average", "the mean of what several layers give",
    discussion: """
      Two branches that answer alike count alike.
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }
}
