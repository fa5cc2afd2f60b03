import Core

/// `output = a - b`, value by value.
///
/// Input shapes: all the same, but for lengths of 1. Output shape: the same. Source:
/// https://keras.io/api/layers/merging_layers/subtract
public struct Subtract: MergingLayer {
  public static let declaration = Declaration(
    name: "Subtract",
    summary: "takes what the line before it gives from what another layer gives",
    discussion: """
      \(Merge.placesNote) `Subtract a` is what `a` gives minus what the line before gives. It takes two inputs.
      """,
    example: """
      net = model input=28x28x1
        Conv2D 4 3x3 padding=same activation=relu name=a
        Conv2D 4 3x3 padding=same activation=relu
        Subtract a
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for inputs: [Shape]) throws(ModelError) -> BuiltLayer {
    guard inputs.count == 2 else {
      throw ModelError("takes two inputs, not \(inputs.count)")
    }
    return try Merge(kind: .difference).built(for: inputs)
  }
}
