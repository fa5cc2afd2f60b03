import Core
import NeuralNetwork

/// `reshape digits 28x28x1`
enum ReshapeVerb: Verb {
  static let declaration = Declaration(
    name: "reshape",
    summary: "gives each image another shape with as many values",
    discussion:
      "28x28 becomes 28x28x1 (one channel, as Conv2D wants it) or 784 (a vector). No value changes.",
    parameters: [data, shape],
    example: "digits = load digits train=100 test=10\nvectors = reshape digits 784")

  static let data = Required<Value>.positional("data", .images, "images")
  static let shape = Required<Shape>.positional("shape", .shape, "the new shape of one image")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let shape = try arguments[Self.shape]
    let before = try arguments[Self.data]
    let after = try before.mapImages { images in
      guard let reshaped = images.reshaped([images.count] + shape) else {
        throw CellError(
          "\(images.rowShape.crossDescription) has \(images.rowSize) values, "
            + "\(shape.crossDescription) has \(shape.elementCount.map(String.init) ?? "too many")",
          parameter: Self.shape)
      }
      return reshaped
    }
    session.sayChange("reshape", from: before, to: after)
    return after
  }
}
