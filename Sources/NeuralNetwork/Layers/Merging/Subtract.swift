import Core
import Kernels

/// `output = a - b`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/subtract
public struct Subtract: ElementwiseLayer {
  public static let kind = MergeKind.difference
  public static let declaration = described(
    "Subtract", "takes what the line before it gives from what another layer gives",
    discussion: """
      `Subtract a` is what `a` gives minus what the line before gives. It takes two inputs.
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }
}
