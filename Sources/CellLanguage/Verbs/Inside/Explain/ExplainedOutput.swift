import Charts
import Core
import NeuralNetwork

/// A network's whole output for an image, and its loss.
enum ExplainedOutput {
  static func run(
    _ image: ShownImage, _ model: Model, _ arguments: Arguments, _ session: Session
  ) throws -> Value {
    let last = model.nodes.count - 1
    let node = model.nodes[last]
    let output = try model.predict(images: image.pixels, pool: session.pool)
    guard node.outputShape.count == 1 else {
      throw CellError(
        "\(model.title) gives maps of \(node.outputShape.crossDescription), not one value per class\nsay which value: "
          + "layer=\(node.name) at=ROW,COLUMN filter=", parameter: ExplainVerb.model)
    }
    let names = (0..<model.outputCount).map { image.className($0) }
    let explanation = try model.explain(image.pixels, layer: last, place: MapPlace(channel: 0))
    var parts = ["\(image.name): \(node.name) (\(node.typeName)), \(model.outputCount) values"]
    if let softmax = explanation.softmax {
      parts.append(SoftmaxText(softmax, names: names, marked: nil).text)
    } else {
      parts.append(
        textTable(["class", "value"], output.floats.enumerated().map { [names[$0], digits($1)] }))
    }
    let seen = output.rowSize == 1 ? (output.floats[0] > 0.5 ? 1 : 0) : output.argmax
    parts.append(
      "the model sees \(image.className(seen))\(image.label.map { ", the label is \(names[safe: Int($0)] ?? "\($0)")" } ?? "")"
    )
    if let label = image.label, model.training != nil {
      let loss = try model.explainLoss(image.pixels, label: label)
      if case .softmax(let softmax, _) = loss, !model.endsInSoftmax {
        parts += [
          "the loss, as Keras's, takes the softmax of what goes into the sigmoid:",
          SoftmaxText(softmax, names: names, marked: nil).text,
        ]
      }
      parts.append(text(loss, names))
    }
    session.say(parts.joined(separator: "\n"))
    let title = "\(image.name): what \(model.title) gives"
    let size = MapSize(model.inputShape)
    if let size, model.inputShape.count > 1 {
      try session.draw(
        TileSheet(
          title: image.name, rows: [.init("", [.tile(.image(image.pixels.floats, size, side: 168))])]),
        name: "image", title: image.name, arguments)
    }
    try session.draw(
      BarChart(
        title: title, categoryLabel: "Class",
        valueLabel: explanation.softmax == nil ? "Value" : "Probability",
        categories: names, values: output.floats.map { (Double($0) * 1e4).rounded() / 1e4 }),
      name: "output", title: title, arguments)
    return .array(output.row(0))
  }

  private static func text(_ loss: LossWorking, _ names: [String]) -> String {
    let label = names[safe: loss.label] ?? "\(loss.label)"
    switch loss {
    case .softmax(let softmax, let number):
      return [
        "cross-entropy of the label \(label): -ln p = ln(sum of the powers) + max - z",
        "  = ln \(digits(softmax.sum)) + \(digits(softmax.greatest)) - \(digits(softmax.logits[number]))",
        "loss  \(digits(loss.value))",
      ].joined(separator: "\n")
    case .share(let outputs, let number):
      return
        "cross-entropy of the label \(label): -ln(value / sum of all) = -ln(\(digits(outputs[number])) / "
        + "\(digits(outputs.reduce(0, +))))\nloss  \(digits(loss.value))"
    case .clippedShare(let outputs, let number):
      return
        "cross-entropy of the label \(label), all values kept within 1e-7 and 1 - 1e-7: ln(sum of all) - ln(value), "
        + "value \(digits(outputs[number]))\nloss  \(digits(loss.value))"
    case .whole(let value, let loss, _):
      return "\(loss.rawValue) of all outputs, where the label is \(label)\nloss  \(digits(value))"
    }
  }
}

/// Softmax as a table: z, e^(z - max), and that divided by the sum.
struct SoftmaxText {
  let softmax: Softmax
  let names: [String]
  let marked: Int?

  init(_ softmax: Softmax, names: [String], marked: Int?) {
    (self.softmax, self.names, self.marked) = (softmax, names, marked)
  }

  var text: String {
    let rows = softmax.logits.indices.map { k in
      [
        (names[safe: k] ?? String(k)) + (k == marked ? " <" : ""), digits(softmax.logits[k]),
        digits(softmax.powers[k]), digits(softmax.probabilities[k]),
      ]
    }
    return textTable(["class", "z", "e^(z - max)", "softmax"], rows)
      + "\nmax \(digits(softmax.greatest)), sum of the powers \(digits(softmax.sum)); softmax = power x (1 / sum)"
  }
}

extension Array {
  /// The element at a place, or nil where there is none.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
