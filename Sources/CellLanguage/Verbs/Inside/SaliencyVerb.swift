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
    parameters: [
      .positional("model", .value(.model), "the model"),
      .positional("data", .value(.images), "one image, such as digits.test[12]"), .classOption,
      ChartFormat.parameter,
    ],
    example: """
      digits = load digits train=100 test=20
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      saliency net digits.test[12]
      """)

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

/// A class of a network, an image, and what the network says about them: what the verbs that ask "why this class?" have
/// in common.
struct ClassQuestion {
  let model: Model
  let image: ShownImage
  let label: Int
  let probability: Float
  private let wasGiven: Bool

  init(_ arguments: Arguments, _ session: Session) throws {
    model = try arguments.model()
    image = try arguments.image(for: model)
    guard model.nodes.last?.outputShape.count == 1 else {
      throw CellError(
        "\(model.name) gives \(model.nodes.last?.outputShape.crossDescription ?? "nothing"), not one value per class",
        parameter: "model")
    }
    guard model.inputShape.count > 1 else {
      throw CellError("\(model.name) takes vectors, not images: there is nothing to draw", parameter: "model")
    }
    let output = try model.predict(images: image.pixels, pool: session.pool)
    let given = try arguments.classNumber(of: model, names: image.classNames)
    label = given ?? output.argmax
    wasGiven = given != nil
    probability = output.floats[label]
  }

  var className: String { image.className(label) }

  func title(_ what: String) -> String { "\(what): what speaks for \(className)" }

  /// `norm.test[12]: the model sees 8, with 0.9981`
  var line: String {
    let truth = image.label.map { Int($0) == label ? "" : ", the label is \(image.className(Int($0)))" } ?? ""
    return wasGiven
      ? "\(image.name): class \(className), to which the model gives \(fourDecimals(Double(probability)))"
      : "\(image.name): the model sees \(className), with \(fourDecimals(Double(probability)))\(truth)"
  }
}
