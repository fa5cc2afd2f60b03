import Core
import Datasets
import NeuralNetwork

/// `augment digits.train shift=0.1 rotate=0.05`, and `fit net digits.train augment=(augment shift=0.1)`
enum AugmentVerb: Verb {
  static let declaration = Declaration(
    name: "augment",
    summary: "changes images at random: moved, turned, zoomed, noisy, in other colours, mixed",
    discussion: """
      Gives a changed copy of the images, to look at or to learn from. Without images it gives the recipe itself, which \
      fit takes as augment= and draws anew each epoch. The factors are those of Keras's RandomTranslation, \
      RandomRotation (in full turns), RandomZoom, RandomShear, GaussianNoise, RandomBrightness, RandomFlip, RandomContrast, \
      RandomSaturation, RandomHue and RandomErasing, of which the last four take two numbers as well; noise and \
      brightness are shares of the range of the values, which the result does not leave. shear slants the image about its \
      middle, as rotate turns it, so that it stays where it is; Keras's RandomShear slants about the upper left corner, which \
      moves it sideways too. Labels stay as they are, except with mixup and cutmix, Keras's MixUp and CutMix: an image of two \
      is to be taken for a share of each, which needs loss=categorical_crossentropy (or one of numbers) and has no one label, so \
      that a copy is to look at.
      """,
    parameters: [
      data, shift, rotate, zoom, shear, noise, brightness, contrast, saturation, hue, erase, eraseScale,
      mixUp, cutMix, flip,
      fillMode, fillValue, seed,
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

  static let data = Key<Value?>.positional("data", .images, "images")
  static let shift = Key<Double>.option(
    "shift", .number(0...1), "greatest move, as a share of height and width", default: 0)
  static let rotate = Key<Double>.option(
    "rotate", .number(0...1), "greatest rotation, as a share of a full turn", default: 0)
  static let zoom = Key<Double>.option(
    "zoom", .number(0...0.9), "greatest change of size, as a share of it", default: 0)
  static let shear = Key<Double>.option(
    "shear", .number(0...1), "greatest slant: how far a row moves for each row down", default: 0)
  static let noise = Key<Double>.option(
    "noise", .number(0...1), "standard deviation of what is added to each value", default: 0)
  static let brightness = Key<Double>.option(
    "brightness", .number(0...1), "the most that is added to all values", default: 0)
  static let contrast = Key<Factor?>.option(
    "contrast", .factor(0...1),
    "how much distances from the mean shrink and grow: 0.2 up to 1.2, [0.2, 0.2] from 0.8")
  static let saturation = Key<Factor?>.option(
    "saturation", .factor(0...1), "of colours: 0 is grey, 0.5 leaves them, 1 is the strongest; [0.3, 0.7]")
  static let hue = Key<Factor?>.option(
    "hue", .factor(0...1), "how far colours turn at most, in half turns")
  static let erase = Key<Factor?>.option(
    "erase", .factor(0...1), "how likely a part is erased; [1, 1] always")
  static let eraseScale = Key<Factor>.option(
    "erase_scale", .factor(0...1), "the least and the greatest part, as shares of the image",
    default: Augmentation().eraseScale)
  static let mixUp = Key<Double>.option(
    "mixup", .number(0...1),
    "how evenly an image and another one are blended: alpha of a beta distribution, 0.2 for a little",
    default: 0)
  static let cutMix = Key<Factor?>.option(
    "cutmix", .factor(0...1), "the same, but a part of the other image is put in")
  static let flip = Key<Augmentation.Flip?>.option(
    "flip", .choice, "which mirror images occur, in half of all")
  static let fillMode = Key<FillMode>.option(
    "fill_mode", .choice, "what is beyond the edge: the mirrored image, its outermost pixels, or fill_value",
    default: .reflect)
  static let fillValue = Key<Double>.option(
    "fill_value", .number(-1e9...1e9), "that of fill_mode=constant", default: 0)
  static let seed = Key<UInt64?>.option("seed", .seed, "of a copy; the session's next one where not given")

  enum FillMode: String, Choice { case reflect, nearest, constant }

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    var augmentation = Augmentation()
    augmentation.shift = arguments[Self.shift]
    augmentation.rotate = arguments[Self.rotate]
    augmentation.zoom = arguments[Self.zoom]
    augmentation.shear = arguments[Self.shear]
    augmentation.noise = arguments[Self.noise]
    augmentation.brightness = arguments[Self.brightness]
    augmentation.contrast = arguments[Self.contrast]
    augmentation.saturation = arguments[Self.saturation]
    augmentation.hue = arguments[Self.hue]
    augmentation.erase = arguments[Self.erase]
    augmentation.eraseScale = arguments[Self.eraseScale]
    augmentation.mixUp = arguments[Self.mixUp]
    augmentation.cutMix = arguments[Self.cutMix]
    augmentation.flip = arguments[Self.flip]
    switch arguments[Self.fillMode] {
    case .constant: augmentation.fill = .constant(Float(arguments[Self.fillValue]))
    case .nearest: augmentation.fill = .nearest
    case .reflect: augmentation.fill = .reflect
    }
    guard let before = arguments[Self.data] else {
      guard !arguments.isGiven(Self.seed) else {
        throw CellError(
          "fit has its own seed; seed= is for a copy: augment data seed=7", parameter: Self.seed)
      }
      return .augmentation(augmentation)
    }
    let seed = session.seed(arguments[Self.seed])
    var after = try before.mapEachImage { try augmentation.augmented($0, seed: seed) }
    if augmentation.mixes { after = try after.withoutLabels() }
    session.sayChange("augment", from: before, to: after)
    return after
  }
}

extension Augmentation {
  /// As a learner would write it: `shift=0.1 rotate=0.05`.
  var options: String {
    let factors = [
      ("shift", shift), ("rotate", rotate), ("zoom", zoom), ("shear", shear), ("noise", noise),
      ("brightness", brightness), ("mixup", mixUp),
    ]
    var options = factors.filter { $0.1 != 0 }.map { "\($0.0)=\(shortNumber($0.1))" }
    for (name, factor) in [
      ("contrast", contrast), ("saturation", saturation), ("hue", hue), ("erase", erase), ("cutmix", cutMix),
    ] {
      if let factor { options.append("\(name)=\(factor.listed)") }
    }
    if eraseScale != Augmentation().eraseScale { options.append("erase_scale=\(eraseScale.listed)") }
    if let flip { options.append("flip=\(flip.rawValue)") }
    switch fill {
    case .reflect: break
    case .nearest: options.append("fill_mode=nearest")
    case .constant(let value): options.append("fill_mode=constant fill_value=\(shortNumber(Double(value)))")
    }
    return options.joined(separator: " ")
  }
}

extension Value {
  /// Images whose labels no longer hold.
  fileprivate func withoutLabels() throws -> Value {
    switch self {
    case .examples, .example, .dataset:
      try mapExamples {
        try Examples($0.images, labels: .unknown(count: $0.count, classNames: $0.labels.classNames))
      }
    default: self
    }
  }
}

extension Factor {
  /// `[0.1,0.2]`
  fileprivate var listed: String { "[\(shortNumber(lower)),\(shortNumber(upper))]" }
}
