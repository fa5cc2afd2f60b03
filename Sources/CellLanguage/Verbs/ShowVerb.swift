import Charts
import Core
import Datasets

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
    parameters: [
      .positional("images", .value(.images), "what to draw", isRepeated: true),
      .option("grid", .size, "rows x columns of the sheet"),
      .option("predictions", .value(.images), "what predict gave for these images"),
      .option("titles", .value(.any), "a list of texts instead of the labels"),
      .option("values", .flag, "write each pixel's number on it", default: .flag(false)),
      .option("title", .text, "of the whole sheet"),
      ChartFormat.parameter,
    ],
    example: "digits = load digits train=100 test=10\nshow digits.train grid=2x5")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let grid = arguments.shape("grid")
    let limit = grid.flatMap(\.elementCount) ?? 20
    guard limit <= 10_000 else { throw CellError("a sheet holds at most 10000 images", parameter: "grid") }
    var pictures: [Picture] = []
    for value in arguments.all("images") {
      pictures += try Picture.pictures(of: value, atMost: limit - pictures.count)
    }
    guard !pictures.isEmpty else { throw CellError("there are no images", parameter: "images") }
    let titles = try titles(arguments, count: pictures.count)
    let predictions = try predictions(arguments, count: pictures.count)
    let writesValues = arguments.flag("values")
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
    let name = arguments.text("title") ?? pictures[0].source
    let sheet = ImageSheet(
      title: arguments.text("title") ?? "", columns: grid?[1] ?? min(pictures.count, 10), images: images,
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
          + "show fewer of them, or resize them first", parameter: "images")
    }
    guard !writesValues || pixels <= mostNumbers else {
      throw CellError(
        "a sheet has at most \(grouped(mostNumbers)) numbers, and these images have \(grouped(pixels)) pixels",
        parameter: "values")
    }
  }

  private static func titles(_ arguments: Arguments, count: Int) throws -> [String]? {
    guard arguments.isGiven("titles") else { return nil }
    guard case .list(let values) = try arguments.value("titles"), values.count >= count else {
      throw CellError("titles must be a list of \(count) texts", parameter: "titles")
    }
    return values.map(\.printed)
  }

  /// The class with the greatest probability for each picture.
  private static func predictions(_ arguments: Arguments, count: Int) throws -> [Int]? {
    guard arguments.isGiven("predictions") else { return nil }
    guard case .array(let array) = try arguments.value("predictions"), array.count >= count,
      let classes = array.predictedClasses
    else {
      throw CellError(
        "predictions must be what predict gave for these images: one row of probabilities each",
        parameter: "predictions")
    }
    return classes.prefix(count).map(Int.init)
  }
}

/// One image to be drawn.
struct Picture {
  let pixels: Tensor
  /// The class and the class names, where the image has a label.
  let label: (number: Int, names: [String])?
  /// What the image is part of, for the title.
  let source: String

  static func pictures(of value: Value, atMost limit: Int) throws -> [Picture] {
    switch value {
    case .examples(let examples, let name), .example(let examples, let name):
      return (0..<max(0, min(limit, examples.count))).map { i in
        Picture(
          pixels: examples.images.image(i),
          label: examples.labels.areKnown
            ? (Int(examples.labels.classes[i]), examples.labels.classNames) : nil, source: name)
      }
    case .dataset(let dataset):
      throw CellError.whichPart(of: dataset, parameter: "images")
    case .ragged(let images):
      return (0..<max(0, min(limit, images.count))).map {
        Picture(pixels: images.image($0), label: nil, source: "images")
      }
    case .array(let array):
      if array.isOneImage { return limit > 0 ? [Picture(pixels: array, label: nil, source: "image")] : [] }
      guard array.shape.count >= 3 else {
        throw CellError(
          "an array of shape \(array.shape.tupleDescription) is not an image", parameter: "images")
      }
      return (0..<max(0, min(limit, array.count))).map {
        Picture(pixels: array.row($0), label: nil, source: "images")
      }
    default: throw CellError("\(value.kindName) cannot be drawn", parameter: "images")
    }
  }

  /// The scale of this image by itself: bytes are drawn as they are.
  var ownKey: ColourKey {
    pixels.dtype == .uint8 ? ColourKey(.gray, low: 0, high: 255) : .pixels(pixels.floats)
  }

  /// - Parameters:
  ///   - key: from which value, black, to which, white.
  ///   - saysSource: whether the title tells what the image is part of.
  func chartImage(
    title: String?, prediction: Int?, writesValues: Bool, key: ColourKey, saysSource: Bool = false
  ) throws -> ChartImage {
    let shape = pixels.shape
    let channels = shape.count == 3 ? shape[2] : 1
    guard shape.count >= 2, channels == 1 || channels == 3, shape[0] > 0, shape[1] > 0 else {
      throw CellError("a value of shape \(shape.crossDescription) is not an image", parameter: "images")
    }
    let values = pixels.floats
    let bytes = TileColours.colour(values, in: key.low...key.high)
    let truth = label.map { $0.names.indices.contains($0.number) ? $0.names[$0.number] : String($0.number) }
    var text = title ?? [saysSource ? source : nil, truth].compactMap { $0 }.joined(separator: "\n")
    var mark = ChartImage.Mark.none
    if let prediction {
      let names = label?.names ?? []
      let predicted = names.indices.contains(prediction) ? names[prediction] : String(prediction)
      let isRight = label.map { $0.number == prediction }
      text = title ?? (isRight == false ? "\(predicted)\nnot \(truth ?? "")" : predicted)
      if let isRight { mark = isRight ? .right : .wrong }
    }
    guard !writesValues || channels == 1 else {
      throw CellError("values=true needs gray images", parameter: "values")
    }
    return ChartImage(
      width: shape[1], height: shape[0], channels: channels, pixels: bytes, title: text, mark: mark,
      pixelValues: writesValues ? values.map(pixelText) : nil)
  }

  /// At most two decimals: there is little room on a pixel.
  private func pixelText(_ value: Float) -> String {
    pixels.dtype == .uint8 || value.rounded() == value
      ? shortNumber(Double(value.rounded())) : twoDecimals(Double(value))
  }
}
