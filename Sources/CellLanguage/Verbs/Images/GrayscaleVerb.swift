import Core

/// `grayscale signs`
enum GrayscaleVerb: Verb {
  static let declaration = Declaration(
    name: "grayscale",
    summary: "makes colour images gray: the mean of the channels, whose axis is kept",
    discussion: "32x32x3 becomes 32x32x1. Each pixel is (red + green + blue) / 3.",
    parameters: [data],
    example: "digits = load digits train=100 test=10\ngray = grayscale digits")

  static let data = Required<Value>.positional("data", .images, "images")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let before = try arguments[Self.data]
    let after = try before.mapPixels { images in
      guard images.shape.count >= 3, let channels = images.shape.last, channels == 3 || channels == 1 else {
        throw CellError(
          "grayscale needs images of height x width x channels, but these are \(images.rowShape.crossDescription)",
          parameter: Self.data)
      }
      return images.channelMean()
    }
    session.sayChange("grayscale", from: before, to: after)
    return after
  }
}
