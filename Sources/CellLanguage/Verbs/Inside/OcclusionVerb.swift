import Charts
import Core
import NeuralNetwork

/// `occlusion LeNet norm.test[12] size=7`
enum OcclusionVerb: Verb {
  static let declaration = Declaration(
    name: "occlusion",
    summary: "covers parts of the image and sees how far the probability falls",
    discussion: """
      A square is laid on the image, at each place in turn, and the model looks again: drop = p(class | image) - p(class | \
      covered image). Where the drop is large, the answer hangs on what was covered; a negative drop, blue, is where \
      covering helps. No gradient is needed: it works with any model. Gives the drops, (rows, columns). Source: \
      Zeiler, Fergus, "Visualizing and understanding convolutional networks", ECCV 2014, section 4.2, \
      https://arxiv.org/abs/1311.2901
      """,
    parameters: ClassQuestion.keys + [size, stride, value, ChartFormat.key],
    example: Example.digits + Example.network
      + "occlusion net digits.test[12] size=7 stride=2")

  static let size = Key<Int?>.option(
    "size", .integer(1...1000), "side of the square in pixels; a quarter of the image where not given")
  static let stride = Key<Int>.option(
    "stride", .integer(1...1000), "pixels from one place to the next", default: 1)
  static let value = Key<Double?>.option(
    "value", .number(-1e6...1e6),
    "what is put in the place of the pixels; the mean of the image where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let question = try ClassQuestion(arguments, session)
    let (model, image) = (question.model, question.image)
    guard let map = MapSize(model.inputShape) else { return .nothing }
    let pixels = image.pixels.floats
    let mean = pixels.reduce(0.0) { $0 + Double($1) } / Double(max(1, pixels.count))
    let size = arguments[Self.size] ?? max(1, min(map.height, map.width) / 4)
    let value = Float(arguments[Self.value] ?? mean)
    let result: (drops: Tensor, tops: [Int], lefts: [Int])
    do {
      result = try model.occlusion(
        image.pixels, ofClass: question.label, size: size, stride: arguments[Self.stride],
        value: value,
        pool: session.pool)
    } catch let error as ModelError { throw CellError(error, parameter: Self.size) }
    let greatest = result.drops.argmax
    let (top, left) = (
      result.tops[greatest / result.lefts.count], result.lefts[greatest % result.lefts.count]
    )
    let drop = result.drops.floats[greatest]
    session.say(
      "\(question.line)\ncovering rows \(top) to \(top + size - 1), columns \(left) to \(left + size - 1) lowers it most: by "
        + "\(fourDecimals(Double(drop))) to \(fourDecimals(Double(question.probability - drop)))")
    var covered = pixels
    for y in top..<top + size {
      for k in (y * map.width + left) * map.channels..<(y * map.width + left + size) * map.channels {
        covered[k] = value
      }
    }
    let frame = Tile.Frame(row: top, column: left, height: size, width: size)
    let sheet = TileSheet(
      title: question.title("Occlusion"),
      rows: [
        .init(
          "",
          [
            .tile(.image(pixels, map, title: image.name, frame: frame, side: 196)),
            .tile(
              .image(covered, map, title: "covered where it matters most", side: 196, key: .pixels(pixels))),
            .tile(
              .coloured(
                result.drops.floats, width: result.lefts.count, height: result.tops.count,
                key: .signed(result.drops.floats), title: "drop by place of the square",
                frame: Tile.Frame(
                  row: greatest / result.lefts.count, column: greatest % result.lefts.count, height: 1,
                  width: 1),
                side: 196)),
          ])
      ], notes: ["orange: the probability falls, by up to \(fourDecimals(Double(drop)))"])
    try session.draw(sheet, name: "occlusion", title: sheet.title, arguments)
    return .array(result.drops)
  }
}
