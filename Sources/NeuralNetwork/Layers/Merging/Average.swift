import Core

/// `output = (a + b + ...) / n`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/average
public struct Average: MergingLayer {
  public static let declaration = Declaration(
    name: "Average",
    summary: "the mean of what several layers give",
    discussion: """
      \(Merge.placesNote) Two branches that answer alike count alike.
      """,
    example: """
      net = model input=28x28x1
        Conv2D 4 3x3 padding=same activation=relu name=a
        Conv2D 4 3x3 padding=same activation=relu
        Average a
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for inputs: [Shape]) throws(ModelError) -> BuiltLayer {
    try Merge(kind: .mean).built(for: inputs)
  }
}
