import Core
import Datasets

/// `permute_pixels digits seed=1`
enum PermutePixelsVerb: Verb {
  static let declaration = Declaration(
    name: "permute_pixels",
    summary: "puts the pixels of every image in one random order",
    discussion: """
      The same order for all images, so that each keeps its values, but no longer which of them are neighbours. What a \
      network loses by it, it had from the neighbourhood. The same seed gives the same order.
      """,
    parameters: [data, seed],
    example:
      "digits = load digits train=100 test=10\nmixed = permute_pixels digits seed=1\nshow digits.train[0] mixed.train[0]"
  )

  static let data = Required<Value>.positional("data", .images, "images of one size")
  static let seed = Key<UInt64?>.option("seed", .seed, "of the order; the session's next one where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let seed = session.seed(arguments[Self.seed])
    let before = try arguments[Self.data]
    let after = try before.mapEachImage { images in
      guard case .array(let array) = images else { throw CellError.differingSizes(parameter: Self.data) }
      // What is no image has no such size, and is refused below.
      let size = array.shape.count > 2 ? ImageSize(array.shape[1], array.shape[2]) : ImageSize(0, 0)
      return try images.applying(PixelPermutation(of: size, seed: seed))
    }
    session.sayChange("permute_pixels", from: before, to: after)
    return after
  }
}
