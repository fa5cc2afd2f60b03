import Core
import Datasets

/// `transpose letters`
enum TransposeVerb: Verb {
  static let declaration = Declaration(
    name: "transpose",
    summary: "exchanges rows and columns of every image",
    discussion: """
      As NumPy's transpose of the axes height and width: the pixel at row y and column x goes to row x and column y; the \
      channels stay. For images that lie on their side and are mirrored, as EMNIST's do in its files (those named \
      emnist-... are turned by load).
      """,
    parameters: [data],
    example: "digits = load digits train=100 test=10\nturned = transpose digits\nshow turned.train grid=2x5")

  static let data = Required<Value>.positional("data", .images, "images")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.applying(Transpose())
    session.sayChange("transpose", from: before, to: after)
    return after
  }
}
