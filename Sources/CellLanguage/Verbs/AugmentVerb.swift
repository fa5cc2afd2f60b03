import Core
import Datasets
import NeuralNetwork

/// `augment digits.train shift=0.1 rotate=0.05`, and `fit net digits.train augment=(augment shift=0.1)`
enum AugmentVerb: Verb {
  static let declaration = Declaration(
    name: "augment",
    summary: "changes images at random: moved, turned, zoomed, slanted, noisy, brighter",
    discussion: """
      Gives a changed copy of the images, to look at or to learn from. Without images it gives the recipe itself, which \
      fit takes as augment= and draws anew each epoch. The factors are those of Keras's RandomTranslation, \
      RandomRotation (in full turns), RandomZoom, RandomShear, GaussianNoise, RandomBrightness and RandomFlip; noise and \
      brightness are shares of the range of the values, which the result does not leave. shear slants the image about its \
      middle, as rotate turns it, so that it stays where it is; Keras's RandomShear slants about the upper left corner, which \
      moves it sideways too. Labels stay as they are.
      """,
    parameters: [
      .positional("data", .value(.images), "images", isRequired: false),
      .option("shift", .number(0...1), "greatest move, as a share of height and width", default: .number(0)),
      .option("rotate", .number(0...1), "greatest rotation, as a share of a full turn", default: .number(0)),
      .option(
        "zoom", .number(0...0.9), "greatest change of size, as a share of it", default: .number(0)),
      .option(
        "shear", .number(0...1), "greatest slant: how far a row moves for each row down", default: .number(0)),
      .option(
        "noise", .number(0...1), "standard deviation of what is added to each value", default: .number(0)),
      .option("brightness", .number(0...1), "the most that is added to all values", default: .number(0)),
      .option(
        "flip", .choice(Augmentation.Flip.allCases.map(\.rawValue)),
        "which mirror images occur, in half of all"),
      .option(
        "fill_mode", .choice(["reflect", "nearest", "constant"]),
        "what is beyond the edge: the mirrored image, its outermost pixels, or fill_value",
        default: .text("reflect")),
      .option("fill_value", .number(-1e9...1e9), "that of fill_mode=constant", default: .number(0)),
      .option("seed", .integer(0...Int.max), "of a copy; the session's next one where not given"),
    ],
    example: """
      digits = load digits train=1000 test=200
      show (augment digits.train shift=0.1 rotate=0.05 zoom=0.1 fill_mode=constant) grid=2x5
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      compile net loss=sparse_categorical_crossentropy
      fit net digits.train epochs=2 augment=(augment shift=0.1 rotate=0.05)
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    var augmentation = Augmentation()
    augmentation.shift = arguments.number("shift") ?? 0
    augmentation.rotate = arguments.number("rotate") ?? 0
    augmentation.zoom = arguments.number("zoom") ?? 0
    augmentation.shear = arguments.number("shear") ?? 0
    augmentation.noise = arguments.number("noise") ?? 0
    augmentation.brightness = arguments.number("brightness") ?? 0
    augmentation.flip = arguments.text("flip").flatMap(Augmentation.Flip.init)
    switch arguments.text("fill_mode") {
    case "constant": augmentation.fill = .constant(Float(arguments.number("fill_value") ?? 0))
    case "nearest": augmentation.fill = .nearest
    default: augmentation.fill = .reflect
    }
    guard arguments.isGiven("data") else {
      guard !arguments.isGiven("seed") else {
        throw CellError("fit has its own seed; seed= is for a copy: augment data seed=7", parameter: "seed")
      }
      return .augmentation(augmentation)
    }
    let seed = session.seed(arguments)
    let before = try arguments.value("data")
    let after = try before.mapEachImage { try augmentation.augmented($0, seed: seed) }
    session.sayChange("augment", from: before, to: after)
    return after
  }
}

extension Augmentation {
  /// As a learner would write it: `shift=0.1 rotate=0.05`.
  var options: String {
    let factors = [
      ("shift", shift), ("rotate", rotate), ("zoom", zoom), ("shear", shear), ("noise", noise),
      ("brightness", brightness),
    ]
    var options = factors.filter { $0.1 != 0 }.map { "\($0.0)=\(shortNumber($0.1))" }
    if let flip { options.append("flip=\(flip.rawValue)") }
    switch fill {
    case .reflect: break
    case .nearest: options.append("fill_mode=nearest")
    case .constant(let value): options.append("fill_mode=constant fill_value=\(shortNumber(Double(value)))")
    }
    return options.joined(separator: " ")
  }
}
