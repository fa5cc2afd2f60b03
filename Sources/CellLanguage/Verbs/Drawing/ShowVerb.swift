import Charts
import Core

/// `show digits.train[3]`, `show digits.train grid=2x5`
enum ShowVerb: Verb {
  static let declaration = Declaration(
    name: "show",
    summary: "draws images, with their labels as titles",
    discussion: """
      Takes single images, parts of a data set, or both. Of many images the first ones are drawn, as many as the grid \
      has places. With predictions= the title tells what the model saw, green where it is right and red where it is \
      wrong. With values=true each pixel's number is written on it.
      """,
    parameters: [images, grid, predictions, titles, values, title, ChartFormat.key],
    example: "digits = load digits train=100 test=10\nshow digits.train grid=2x5")

  static let images = Key<[Value]>.positional("images", .images, "what to draw")
  static let grid = Key<ImageSize?>.option("grid", .size, "rows x columns of the sheet")
  static let predictions = Key<Value?>.option("predictions", .images, "what predict gave for these images")
  static let titles = Key<Value?>.option("titles", .any, "a list of texts instead of the labels")
  static let values = Key<Bool>.option("values", .flag, "write each pixel's number on it", default: false)
  static let title = Key<String?>.option("title", .text, "of the whole sheet")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let grid = arguments[Self.grid]
    let limit = grid.map { $0.height * $0.width } ?? 20
    guard limit <= 10_000 else { throw CellError("a sheet holds at most 10000 images", parameter: Self.grid) }
    var pictures: [Picture] = []
    for value in arguments[Self.images] {
      pictures += try Picture.pictures(of: value, atMost: limit - pictures.count)
    }
    guard !pictures.isEmpty else { throw CellError("there are no images", parameter: Self.images) }
    let titles = try titles(arguments, count: pictures.count)
    let predictions = try predictions(arguments, count: pictures.count)
    let writesValues = arguments[Self.values]
    try check(pictures, writesValues: writesValues)
    // Images that are no pixels of 0 to 1 or 0 to 255 have one scale, that of all of them.
    let ownKeys = pictures.map(\.ownKey)
    let others = ownKeys.filter { !$0.isNatural }
    let key = others.isEmpty ? nil : ColourKey.pixels(others.flatMap { [$0.low, $0.high] })
    // Images from several places say which is which.
    let hasSources = Set(pictures.map(\.source)).count > 1
    let images = try pictures.enumerated().map { index, picture in
      try session.goOn()
      let own = ownKeys[index]
      return try picture.chartImage(
        title: titles?[index], prediction: predictions?[index], writesValues: writesValues,
        key: own.isNatural ? own : key ?? own, saysSource: hasSources)
    }
    let name = arguments[Self.title] ?? pictures[0].source
    let sheet = ImageSheet(
      title: arguments[Self.title] ?? "", columns: grid?.width ?? min(pictures.count, 10), images: images,
      key: key)
    try session.draw(sheet, name: "images", title: name, arguments)
    return .nothing
  }

  /// The most pixels of a sheet, and the most numbers on one.
  private static let (mostPixels, mostNumbers) = (1 << 26, 1 << 18)

  private static func check(_ pictures: [Picture], writesValues: Bool) throws {
    let pixels = pictures.reduce(0) { $0 + ($1.pixels.shape.elementCount ?? 0) }
    guard pixels <= mostPixels else {
      throw CellError(
        "a sheet has at most \(grouped(mostPixels)) pixels, and these images have \(grouped(pixels))\n"
          + "show fewer of them, or resize them first", parameter: Self.images)
    }
    guard !writesValues || pixels <= mostNumbers else {
      throw CellError(
        "a sheet has at most \(grouped(mostNumbers)) numbers, and these images have \(grouped(pixels)) pixels",
        parameter: Self.values)
    }
  }

  private static func titles(_ arguments: Arguments, count: Int) throws -> [String]? {
    guard let given = arguments[Self.titles] else { return nil }
    guard case .list(let values) = given, values.count >= count else {
      throw CellError("titles must be a list of \(count) texts", parameter: Self.titles)
    }
    return values.map(\.printed)
  }

  /// The class with the greatest probability for each picture.
  private static func predictions(_ arguments: Arguments, count: Int) throws -> [Int]? {
    guard let given = arguments[Self.predictions] else { return nil }
    guard case .array(let array) = given, array.count >= count,
      let classes = array.seenClasses
    else {
      throw CellError(
        "predictions must be what predict gave for these images: one row of probabilities each",
        parameter: Self.predictions)
    }
    return classes.prefix(count).map(Int.init)
  }
}
