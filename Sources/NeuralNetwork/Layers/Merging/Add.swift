import Core
import Kernels

/// `output = a + b + ...`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/add
public struct Add: ElementwiseLayer {
  public static let kind = MergeKind.sum
  public static let declaration = described(
    "Add", "adds up what several layers give",
    discussion: """
      Takes a shortcut around other layers: the gradient comes back through it undiminished, so that networks of many layers still learn (He, Zhang, Ren, Sun, 2016).
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }
}
