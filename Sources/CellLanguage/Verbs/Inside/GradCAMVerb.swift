import Charts
import Core
import NeuralNetwork

/// `gradcam LeNet norm.test[12] layer=conv2d_1`
enum GradCAMVerb: Verb {
  static let declaration = Declaration(
    name: "gradcam",
    summary: "where a convolutional layer saw what speaks for a class",
    discussion: """
      L[y, x] = relu(sum over the maps k of a_k A_k[y, x]), with a_k = the mean over all pixels of dS / dA_k[y, x]: each \
      feature map A_k counts as much as the score S of the class grows with it. S is the value before softmax, A_k what \
      the layer gives after its activation. The map is as small as the layer's, and is laid over the image. Gives the \
      map, (height, width). Source: Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra, "Grad-CAM", ICCV 2017, \
      equations 1 and 2, https://arxiv.org/abs/1610.02391
      """,
    parameters: ClassQuestion.keys + [layer, ChartFormat.key],
    example: Example.digits + Example.convolution
      + "gradcam net digits.test[12]")

  static let layer = Key<NameOrNumber?>.option(
    "layer", .layer, "a layer with maps; the last Conv2D where not given")

  static let showsValue = false

  private static let listed = 5

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let question = try ClassQuestion(arguments, session)
    let (model, image) = (question.model, question.image)
    let layer = try arguments.layer(Self.layer, of: model)
    let cam: GradCAM
    do { cam = try model.gradCAM(image.pixels, ofClass: question.label, layer: layer) } catch {
      throw CellError(error, parameter: ClassQuestion.model)
    }
    let index = layer ?? model.nodes.lastIndex { $0.built.look.kind == .convolution } ?? 0
    let order = cam.weights.indices.sorted { (cam.weights[$1], $0) < (cam.weights[$0], $1) }
    let list = order.prefix(Self.listed).map { "map \($0): \(digits(cam.weights[$0]))" }.joined(
      separator: ", ")
    let peak = cam.map.argmax
    let (height, width) = (cam.map.shape[0], cam.map.shape[1])
    let blank =
      cam.map.floats[peak] > 0 ? nil : "nothing in these maps speaks for it: the map is 0 everywhere"
    session.say(
      "\(question.line)\n\(model.nodes[index].name), \(height)x\(width): "
        + (blank ?? "the most speaks for it at row \(peak / width), column \(peak % width)")
        + "\nthe maps that count most: \(list)")
    guard let size = MapSize(model.inputShape) else { return .array(cam.map) }
    let large = resized(cam.map.floats, height: height, width: width, to: size)
    let key = ColourKey.heat(cam.map.floats)
    let sheet = TileSheet(
      title: question.title("Grad-CAM"),
      rows: [
        .init(
          "",
          [
            .tile(.image(image.pixels.floats, size, title: image.name, side: 196)),
            .tile(
              .coloured(
                cam.map.floats, width: width, height: height, key: key,
                title: "\(model.nodes[index].name), \(height)x\(width)", side: 196)),
            .tile(
              Tile(
                width: size.width, height: size.height,
                pixels: TileColours.overlay(
                  large, limit: key.high, on: Tile.imagePixels(image.pixels.floats, size)),
                title: "laid over the image", side: 196)),
          ])
      ], notes: blank.map { [$0] } ?? [])
    try session.draw(sheet, name: "gradcam", title: sheet.title, arguments)
    return .array(cam.map)
  }

  /// A small map in the size of the image: bilinear, pixel centres on pixel centres.
  private static func resized(_ values: [Float], height: Int, width: Int, to size: MapSize) -> [Float] {
    func place(_ i: Int, _ from: Int, _ to: Int) -> (low: Int, high: Int, share: Float) {
      let x = max(0, (Float(i) + 0.5) * Float(from) / Float(to) - 0.5)
      let low = min(from - 1, Int(clamping: x))
      return (low, min(from - 1, low + 1), min(1, x - Float(low)))
    }
    return (0..<size.height).flatMap { y -> [Float] in
      let (top, bottom, down) = place(y, height, size.height)
      return (0..<size.width).map { x in
        let (left, right, across) = place(x, width, size.width)
        func row(_ y: Int) -> Float {
          values[y * width + left] * (1 - across) + values[y * width + right] * across
        }
        return row(top) * (1 - down) + row(bottom) * down
      }
    }
  }
}
