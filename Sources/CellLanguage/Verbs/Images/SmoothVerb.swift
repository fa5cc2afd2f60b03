import Core
import Datasets

/// `smooth scans sigma=1`
enum SmoothVerb: Verb {
  static let declaration = Declaration(
    name: "smooth",
    summary: "blurs every image with a Gaussian curve",
    discussion: """
      Each pixel becomes a mean of its neighbours, the nearer ones counting more; it takes noise away. As scikit-image's \
      gaussian and SciPy's gaussian_filter: the curve ends at four sigmas, and beyond the edge the outermost pixels go on.
      """,
    parameters: [data, sigma],
    example:
      "digits = load digits train=100 test=10\nsoft = smooth digits sigma=1.5\nshow digits.train[0] soft.train[0]"
  )

  static let data = Required<Value>.positional("data", .images, "images")
  static let sigma = Key<Double>.option(
    "sigma", .number(0...Smooth.greatestSigma), "the curve's standard deviation, in pixels", default: 1)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.applying(Smooth(sigma: arguments[Self.sigma]))
    session.sayChange("smooth", from: before, to: after)
    return after
  }
}
