import Charts
import Datasets
import NeuralNetwork

/// `mistakes LeNet norm.test`
enum MistakesVerb: Verb {
  static let declaration = Declaration(
    name: "mistakes",
    summary: "the images that the model is most surely wrong about",
    discussion: """
      Among the images that it takes for a wrong class, those to which it gives the highest probability, with what it saw, \
      how sure it was, and what it gave to the right class. Gives these images, so that they can be looked into: \
      `worst = mistakes net norm.test`, then `gradcam net worst[0]`.
      """,
    parameters: [
      .positional("model", .value(.model), "the model"),
      .positional("data", .value(.examples), "images with labels"),
      .option("count", .integer(1...200), "how many", default: .integer(20)),
      ChartFormat.parameter,
    ],
    example: """
      digits = load digits train=500 test=100
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      fit net digits.train
      mistakes net digits.test count=10
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let answers = try Answers(arguments, session)
    let (examples, name) = (answers.examples, answers.name)
    let wrong = answers.wrong
    guard !wrong.isEmpty else {
      session.say("\(answers.model.name) is right about all \(examples.count) images of \(name)")
      return .examples(examples.slice(0..<0), name: "\(name)_mistakes")
    }
    let worst = Array(answers.surestFirst(wrong).prefix(arguments.integer("count") ?? 20))
    session.say(
      "\(wrong.count) of \(examples.count) images of \(name) are taken for a wrong class; the surest mistakes:\n"
        + textTable(
          ["image", "saw", "with", "is", "with"],
          worst.map { i in
            let label = Int(examples.labels.classes[i])
            return [
              "\(i)", answers.className(answers.seen[i]), formatted("%.4f", Double(answers.sureness(i))),
              answers.className(label), formatted("%.4f", Double(answers.output.floats(ofRow: i)[label])),
            ]
          }))
    try answers.draw(
      worst, title: "The surest mistakes of \(answers.model.name)", name: "mistakes", arguments, session)
    return .examples(
      try examples.selecting(indices: worst.map(Int32.init)), name: "\(name)_mistakes")
  }
}

/// What a model takes labelled images for.
struct Answers {
  let model: Model
  let examples: Examples
  let name: String
  /// `(images, classes)`
  let output: Tensor
  let seen: [Int]

  init(_ arguments: Arguments, _ session: Session) throws {
    model = try arguments.model()
    (examples, name) = try arguments.examples("data")
    guard examples.labels.areKnown else {
      throw CellError("\(name) has no labels to compare with: its images came without", parameter: "data")
    }
    guard examples.count > 0 else { throw CellError("\(name) has no images", parameter: "data") }
    output = try model.predict(images: examples.images, pool: session.pool)
    guard let classes = output.predictedClasses else {
      throw CellError(
        "\(model.name) gives \(output.rowShape.crossDescription) an image, not one value per class",
        parameter: "model")
    }
    guard examples.labels.numberOfClasses <= output.rowSize else {
      throw CellError(
        "\(model.name) knows \(output.rowSize) classes, but \(name) has \(examples.labels.numberOfClasses)",
        parameter: "model")
    }
    seen = classes.map(Int.init)
  }

  var wrong: [Int] { seen.indices.filter { seen[$0] != Int(examples.labels.classes[$0]) } }

  /// The probability of the class that was seen.
  func sureness(_ i: Int) -> Float { output.floats(ofRow: i, in: seen[i]..<seen[i] + 1)[0] }

  /// The images in the order in which the model is sure of what it saw.
  func surestFirst(_ images: [Int]) -> [Int] {
    images.sorted { (sureness($1), $0) < (sureness($0), $1) }
  }

  func className(_ number: Int) -> String { ClassName.of(number, examples.labels.classNames) }

  /// A sheet of images, each with what was seen.
  func draw(_ images: [Int], title: String, name: String, _ arguments: Arguments, _ session: Session) throws {
    guard let size = MapSize(examples.images.rowShape), examples.images.rowShape.count > 1 else { return }
    let names = examples.labels.classNames
    func short(_ number: Int) -> String { names[safe: number] ?? "\(number)" }
    let tiles = images.map { i -> TileSheet.Item in
      let label = Int(examples.labels.classes[i])
      var tile = Tile.image(examples.images.floats(ofRow: i), size, side: 112)
      tile.mark = seen[i] == label ? .right : .wrong
      tile.title =
        "\(short(seen[i])) (\(twoDecimals(Double(sureness(i)))))"
        + (seen[i] == label ? "" : "\nis \(short(label))")
      return .tile(tile)
    }
    let rows = stride(from: 0, to: tiles.count, by: 5).map {
      TileSheet.Row("", Array(tiles[$0..<min(tiles.count, $0 + 5)]))
    }
    try session.draw(TileSheet(title: title, rows: rows), name: name, title: title, arguments)
  }
}
