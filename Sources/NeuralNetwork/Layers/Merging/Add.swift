import Core

/// `output = a + b + ...`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/add
public struct Add: MergingLayer {
  public static let declaration = Declaration(
    name: "Add",
    summary: "adds up what several layers give",
    discussion: """
      \(Merge.placesNote) Takes a shortcut around other layers: the gradient comes back through it undiminished, so that networks of many layers still \
      learn (He, Zhang, Ren, Sun, 2016).
      """,
    example: """
      net = model input=28x28x1
        Conv2D 4 3x3 padding=same activation=relu name=a
        Conv2D 4 3x3 padding=same activation=relu
        Add a
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for inputs: [Shape]) throws(ModelError) -> BuiltLayer {
    try Merge(kind: .sum).built(for: inputs)
  }
}
