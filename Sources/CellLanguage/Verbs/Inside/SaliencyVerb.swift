import Charts
import Core
import NeuralNetwork

/// `saliency LeNet norm.test[12]`
enum SaliencyVerb: Verb {
  static let declaration = Declaration(
    name: "saliency",
    summary: "which pixels a class hangs on: the size of the gradient at each",
    discussion: """
      M[y, x] = max over the channels c of |dS / dI[y, x, c]|: how much the score S of the class would change with each \
      pixel of the image I. S is the value before softmax. Bright pixels are those on which the answer hangs most; the \
      gradient does not say whether they speak for or against it: the picture at the right does, orange where more \
      brightness would raise the score. Gives the map, (height, width). Source: Simonyan, Vedaldi, Zisserman, "Deep \
      inside convolutional networks", ICLR workshop 2014, section 3, https://arxiv.org/abs/1312.6034
      """,
    parameters: ClassQuestion.keys + [ChartFormat.key],
    example: Example.digits + Example.network
      + "saliency net digits.test[12]")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let question = try ClassQuestion(arguments, session)
    let (model, image) = (question.model, question.image)
    let map = try model.saliency(image.pixels, ofClass: question.label)
    let gradient = try model.inputGradient(image.pixels, ofClass: question.label).floats
    guard let size = MapSize(model.inputShape) else { return .array(map) }
    // Over the channels the sum: what raising them all would do.
    let signed = (0..<size.height * size.width).map { pixel in
      (0..<size.channels).reduce(0 as Float) { $0 + gradient[pixel * size.channels + $1] }
    }
    let greatest = map.argmax
    session.say(
      "\(question.line)\nmost sensitive: row \(greatest / size.width), column \(greatest % size.width), where |gradient| is "
        + digits(map.floats[greatest]))
    let sheet = TileSheet(
      title: question.title("Saliency"),
      rows: [
        .init(
          "",
          [
            .tile(.image(image.pixels.floats, size, title: image.name, side: 196)),
            .tile(
              .coloured(
                map.floats, width: size.width, height: size.height, key: .heat(map.floats),
                title: "|gradient|", side: 196)),
            .tile(
              .coloured(
                signed, width: size.width, height: size.height, key: .signed(signed),
                title: "gradient with its sign", side: 196)),
          ])
      ])
    try session.draw(sheet, name: "saliency", title: sheet.title, arguments)
    return .array(map)
  }
}
