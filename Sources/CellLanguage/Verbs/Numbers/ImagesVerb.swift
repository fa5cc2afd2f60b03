import Core

/// `images [[0, 1], [1, 0]]`
enum ImagesVerb: Verb {
  static let declaration = Declaration(
    name: "images",
    summary: "makes images of lists of numbers",
    discussion: """
      A list of rows of numbers is one image in shades of gray, a list of such is several. With one list more - of the 1 or 3 \
      channels of each pixel - they are in colour: the shape is images x rows x columns x channels then.
      """,
    parameters: [data],
    example: "cross = images [[0, 1, 0], [1, 1, 1], [0, 1, 0]]\nshow cross")

  static let data = Required<Value>.positional("data", .numbers, "a list of rows, or a list of such")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let value = try arguments[data]
    guard let (shape, floats) = try value.nestedNumbers else {
      throw CellError("the rows have to be of one length, and of numbers alone", parameter: data)
    }
    try MachineMemory.check([floats.count, 4].elementCount, for: "these images", parameter: data)
    guard (2...4).contains(shape.count), !floats.isEmpty, shape.count < 4 || [1, 3].contains(shape[3]) else {
      throw CellError(
        "an image is a list of rows, such as [[0, 1], [1, 0]], and not of \(shape.tupleDescription)",
        parameter: data)
    }
    return .array(Tensor(shape: shape.count == 4 ? shape : shape + [1], floats: floats))
  }
}
