import Core

/// `output = a · b · ...`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/multiply
public struct Multiply: MergingLayer {
  public static let declaration = Declaration(
    name: "Multiply",
    summary: "multiplies what several layers give",
    discussion: """
      \(Merge.placesNote) With a vector of one number a channel it opens and closes channels, as in squeeze-and-excitation (Hu, Shen, Sun, 2018).
      """,
    example: """
      net = model input=28x28x1
        Conv2D 4 3x3 padding=same activation=relu name=a
        Conv2D 4 3x3 padding=same activation=relu
        Multiply a
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for inputs: [Shape]) throws(ModelError) -> BuiltLayer {
    try Merge(kind: .product).built(for: inputs)
  }
}
