import Core

/// `output = max(a, b, ...)`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/maximum
public struct Maximum: MergingLayer {
  public static let declaration = Declaration(
    name: "Maximum",
    summary: "the greatest of what several layers give",
    discussion: """
      \(Merge.placesNote) On the way back the gradient goes to the first layer that had it.
      """,
    example: """
      net = model input=28x28x1
        Conv2D 4 3x3 padding=same activation=relu name=a
        Conv2D 4 3x3 padding=same activation=relu
        Maximum a
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for inputs: [Shape]) throws(ModelError) -> BuiltLayer {
    try Merge(kind: .maximum).built(for: inputs)
  }
}
