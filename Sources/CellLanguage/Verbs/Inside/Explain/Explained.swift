import Charts
import Core
import Kernels
import NeuralNetwork

/// An explanation as a learner reads it.
struct Explained {
  let explanation: Explanation
  let model: Model
  let image: ShownImage
  /// The input channel that is shown, where one was chosen.
  let channel: Int?
  let terms: Int

  var node: Model.Node { model.nodes[explanation.layer] }
  var place: MapPlace { explanation.place }

  /// `filter 5 at row 3, column 4`, `unit 7`
  func described(_ place: MapPlace, _ size: MapSize, isVector: Bool) -> String {
    isVector
      ? "unit \(place.channel)" : "filter \(place.channel) at row \(place.row), column \(place.column)"
  }

  var title: String {
    "\(node.name), \(described(place, explanation.outputSize, isVector: node.outputShape.count == 1))"
  }

  /// What the layer takes in: `the input`, `what max_pooling2d gives`.
  var source: String { isFirst ? image.name : "what \(sourceName) gives" }

  /// Whether the layer takes in the image itself.
  var isFirst: Bool { explanation.sources[0] < 0 }

  /// The layer that gives the first input, or the image.
  var sourceName: String { sourceName(0) }

  func sourceName(_ number: Int) -> String {
    let layer = explanation.sources[number]
    return layer < 0 ? image.name : model.nodes[layer].name
  }

  /// Where the value stood before, where it is only moved.
  var movedFrom: (place: MapPlace, input: Int)? {
    if case .moved(let place, let input) = explanation.working { (place, input) } else { nil }
  }

  /// The size of the maps whose values a Flatten has laid in the row that the layer takes in.
  var flattenedSize: MapSize? {
    var layer = explanation.sources[0]
    // Past layers that change nothing in a model that is used.
    while layer >= 0, model.nodes[layer].built.look.kind == .other, model.nodes[layer].built.changesNothing {
      layer = model.nodes[layer].inputs[0]
    }
    guard layer >= 0, model.nodes[layer].built.look.kind == .flatten,
      let size = MapSize(model.nodes[layer].inputShape),
      size.height * size.width * size.channels == explanation.input.count
    else { return nil }
    return size
  }

  /// The lines from the value before the activation to the value.
  var activationLines: [(name: String, value: String)] {
    switch explanation.activation {
    case .linear: []
    case .softmax: []
    default: [(explanation.activation.rawValue, digits(explanation.value))]
    }
  }

  // MARK: - As text

  func text() throws -> String {
    let head = "\(node.name) (\(node.typeName)), \(title.dropFirst(node.name.count + 2))"
    var parts: [String]
    switch explanation.working {
    case .convolution(let sum): parts = try convolution(sum)
    case .separable(let sums): parts = try separable(sums)
    case .dense(let sum): parts = dense(sum)
    case .pooling(let window): parts = pooling(window)
    case .normalization(let normalization): parts = self.normalization(normalization)
    case .standardization(let standardization): parts = self.standardization(standardization)
    case .unit(let unit): parts = self.unit(unit)
    case .dropout(let dropping): parts = dropout(dropping)
    case .merged(let merged): parts = self.merged(merged)
    case .formula(let formula): parts = self.formula(formula)
    case .function(let function): parts = applied(function)
    case .moved(let place, let input) where explanation.inputs.count > 1 || node.outputShape.count > 1:
      parts = [
        "",
        "the value \(digits(explanation.value)) of what \(sourceName(input)) gives, "
          + described(place, explanation.inputSizes[input], isVector: node.outputShape.count == 1),
      ]
    case .moved(let place, _):
      parts = [
        "",
        "the value \(digits(explanation.value)) of \(source), \(described(place, explanation.inputSize, isVector: explanation.inputSize.height == 1 && explanation.inputSize.width == 1)): "
          + "unit = (row x \(explanation.inputSize.width) + column) x \(explanation.inputSize.channels) + channel "
          + "= (\(place.row) x \(explanation.inputSize.width) + \(place.column)) x \(explanation.inputSize.channels) + \(place.channel)",
      ]
    case .activation(let input):
      parts = ["", textList([("input", digits(input))] + activationLines)]
    }
    parts[0] = head + parts[0]
    if let softmax = explanation.softmax {
      parts.append(SoftmaxText(softmax, names: [], marked: place.channel).text)
    }
    return parts.joined(separator: "\n")
  }

  /// An array as NumPy prints it.
  func matrix(_ values: [Float], width: Int) -> String {
    printArray(Tensor(shape: [values.count / max(1, width), width], floats: values))
  }

  private func convolution(_ sum: WeightedSum) throws -> [String] {
    let channels = sum.channels.count
    if let channel, !sum.channels.contains(channel) {
      throw CellError(
        channels == 1
          ? "this value has no products of channel \(channel): it is made of channel \(sum.channels.lowerBound) alone"
          : channels < explanation.inputSize.channels
            ? "this value has no products of channel \(channel): it is made of channels "
              + "\(sum.channels.lowerBound) to \(sum.channels.upperBound - 1)"
            : "\(node.name) has no input channel \(channel): they are 0 to \(channels - 1)",
        parameter: ExplainVerb.channel)
    }
    guard let window = window(sum) else { return [": no pixel of \(source) reaches it", closing(sum)] }
    var parts = [
      ": \(window) of \(source)" + (channels > 1 ? ", \(channels) channels" : "")
        + (sum.isPadded(explanation.inputSize) ? "; what lies outside counts as 0" : "")
    ]
    if let channel = channel ?? (channels == 1 ? sum.channels.lowerBound : nil) {
      let grids = grids(sum, channel: channel)
      let of = channels > 1 ? " of channel \(channel)" : ""
      parts += [
        "patch\(of):", matrix(grids.patch, width: sum.width), "kernel\(of):",
        matrix(grids.kernel, width: sum.width), "patch * kernel:", matrix(grids.products, width: sum.width),
      ]
    }
    if channels > 1 {
      parts.append(
        textTable(
          ["channel", "sum of its products"],
          sum.channels.map { [String($0), digits(Float(sum.exactSum(ofChannel: $0)))] }))
    }
    return parts + [closing(sum)]
      + (channels > 1 && channel == nil ? ["channel= shows the numbers of one channel"] : [])
  }

  /// `rows 3 to 5, columns 4 to 6`; nil of none.
  func window(_ sum: WeightedSum) -> String? {
    func text(_ name: String, _ pixels: [Int]) -> String? {
      guard let first = pixels.first, let last = pixels.last else { return nil }
      let step = pixels.count > 1 ? pixels[1] - first : 1
      return "\(name) \(first) to \(last)" + (step > 1 ? " in steps of \(step)" : "")
    }
    guard let rows = text("rows", sum.rows), let columns = text("columns", sum.columns) else { return nil }
    return "\(rows), \(columns)"
  }

  /// Sum, bias, activation; and how the sum is rounded.
  func closing(_ sum: WeightedSum) -> String {
    let exact = Float(sum.exactSum)
    let rounding =
      exact == sum.sum
      ? "" : "  (added one by one in 32-bit floats; without rounding in between \(digits(exact)))"
    return textList(
      [
        ("sum of \(sum.terms.count) products", digits(sum.sum) + rounding)
      ] + (sum.bias.map { [("bias", digits($0)), ("sum + bias", digits(sum.total))] } ?? []) + activationLines
    )
  }

  private func dense(_ sum: WeightedSum) -> [String] {
    let order = sum.terms.indices.sorted {
      (abs(sum.terms[$1].product), $0) < (abs(sum.terms[$0].product), $1)
    }
    let shown = order.prefix(terms)
    let rest = order.dropFirst(terms)
    let restSum = rest.reduce(0.0) { $0 + Double(sum.terms[$1].input) * Double(sum.terms[$1].weight) }
    let rows = shown.map { k in
      let term = sum.terms[k]
      return [String(k), digits(term.input), digits(term.weight), digits(term.product)]
    }
    return [
      ": \(sum.terms.count) inputs, \(source)",
      (rest.isEmpty ? "all products" : "the \(shown.count) largest products") + ":",
      textTable(["input", "value", "weight", "value * weight"], rows),
    ] + (rest.isEmpty ? [] : ["the other \(rest.count) together: \(digits(Float(restSum)))"]) + [closing(sum)]
  }

  private func pooling(_ window: PooledWindow) -> [String] {
    let rows = window.pixels.map(\.place.row)
    let columns = window.pixels.map(\.place.column)
    let width = (columns.max() ?? 0) - (columns.min() ?? 0) + 1
    let winner = window.pixels[window.winner]
    let result: [(name: String, value: String)] =
      window.kind == .maximum
      ? [
        ("the greatest", "\(digits(winner.value)), at row \(winner.place.row), column \(winner.place.column)")
      ]
      : [
        ("sum of \(window.pixels.count) values", digits(window.sum)),
        ("sum / \(window.pixels.count)", digits(window.value)),
      ]
    return [
      ": rows \(rows.min() ?? 0) to \(rows.max() ?? 0), columns \(columns.min() ?? 0) to \(columns.max() ?? 0) of map "
        + "\(place.channel) of \(source)",
      matrix(window.pixels.map(\.value), width: width), textList(result + activationLines),
    ]
  }

  private func normalization(_ n: Normalization) -> [String] {
    [
      ": gamma (x - mean) / sqrt(variance + epsilon) + beta, with the moving averages",
      textList([
        ("x", digits(n.input)), ("mean", digits(n.mean)), ("variance", digits(n.variance)),
        ("epsilon", digits(n.epsilon)), ("gamma", digits(n.gamma)), ("beta", digits(n.beta)),
        ("scale = gamma / sqrt(variance + epsilon)", digits(n.scale)),
        ("shift = beta - mean * scale", digits(n.shift)), ("x * scale + shift", digits(n.value)),
      ]),
      "while training, mean and variance are those of the batch",
    ]
  }

  /// Which values a mean or a length is of.
  private func values(_ count: Int, channels: Int) -> String {
    let size = explanation.inputSize
    if size.height == 1, size.width == 1 {
      return count == size.channels ? "all \(count) values" : "the \(count) values of its group"
    }
    if count == channels, size.height * size.width > 1 { return "the \(count) channels of the pixel" }
    let first = place.channel / max(1, channels) * channels
    return "all pixels of "
      + (channels == 1
        ? "channel \(first)"
        : channels == size.channels ? "all channels" : "channels \(first) to \(first + channels - 1)")
      + ", \(count) values"
  }

  private func standardization(_ s: Standardization) -> [String] {
    let formula =
      (s.gamma == nil ? "(x - mean)" : "gamma (x - mean)") + " / sqrt(variance + epsilon)"
      + (s.beta == nil ? "" : " + beta")
    var lines = [
      ("x", digits(s.input)), ("mean", digits(s.mean)), ("variance", digits(s.variance)),
      ("epsilon", digits(s.epsilon)), ("(x - mean) / sqrt(variance + epsilon)", digits(s.normalized)),
    ]
    if let gamma = s.gamma { lines.append(("gamma", digits(gamma))) }
    if let beta = s.beta { lines.append(("beta", digits(beta))) }
    return [
      ": \(formula), mean and variance over \(values(s.count, channels: s.channels))",
      textList(lines + [("value", digits(s.value))]),
    ]
  }

  private func unit(_ u: UnitLength) -> [String] {
    [
      ": x / length, the root of the sum of squares of \(values(u.count, channels: u.count))",
      textList([
        ("x", digits(u.input)), ("1 / length", digits(u.inverseLength)), ("value", digits(u.value)),
      ]),
    ]
  }

  private func merged(_ merged: MergedValues) -> [String] {
    [
      ": " + merged.equation,
      textList(
        merged.inputs.enumerated().map { ("what \(sourceName($0)) gives", digits($1)) }
          + [(merged.kind.name, digits(merged.value))]),
    ]
  }

  private func formula(_ formula: Formula) -> [String] {
    [": \(formula.title)"]
      + (formula.lines.isEmpty ? [] : [textList(formula.lines.map { ($0.name, digits($0.value)) })])
      + (formula.note.map { [$0] } ?? [])
  }

  private func applied(_ function: AppliedFunction) -> [String] {
    [
      ": " + function.formula,
      textList([("x", digits(function.input))] + function.parameters + [("value", digits(function.value))]),
    ]
  }

  private func dropout(_ d: Dropping) -> [String] {
    [
      ": passes in a model that is used",
      textList([
        ("x", digits(d.input)), ("value", digits(explanation.value)),
        ("while training, kept with probability", digits(d.keep)),
        ("if kept: x / \(digits(d.keep))", digits(d.kept)), ("if dropped", "0.0"),
      ]),
    ]
  }
}

extension WeightedSum {
  /// Whether the window reaches beyond the input.
  func isPadded(_ size: MapSize) -> Bool {
    rows.contains { !(0..<size.height).contains($0) } || columns.contains { !(0..<size.width).contains($0) }
  }
}

extension MergedValues {
  /// `0.25 + 1.5 = 1.75`
  var equation: String {
    let values = inputs.map { digits($0) }
    switch kind {
    case .sum, .difference, .product:
      return values.joined(separator: " \(kind.sign) ") + " = \(digits(value))"
    case .mean: return "(\(values.joined(separator: " + "))) / \(values.count) = \(digits(value))"
    case .maximum, .minimum: return "\(kind.name) of \(values.joined(separator: ", ")) = \(digits(value))"
    }
  }
}

extension MergeKind {
  /// What stands between two pictures.
  var sign: String {
    switch self {
    case .sum, .mean: "+"
    case .difference: "−"
    case .product: "×"
    case .maximum, .minimum: ","
    }
  }

  var name: String {
    switch self {
    case .sum: "sum"
    case .difference: "difference"
    case .product: "product"
    case .mean: "mean"
    case .maximum: "the greatest"
    case .minimum: "the least"
    }
  }
}

extension Explained {
  /// A patch, a kernel and their products, row after row of the window; what lies outside the input is 0.
  struct Grids {
    var patch, kernel, products: [Float]
  }

  func grids(_ sum: WeightedSum, channel: Int) -> Grids {
    let count = sum.height * sum.width
    let none = [Float](repeating: 0, count: count)
    let place = channel - sum.channels.lowerBound
    var grids = Grids(
      patch: none, kernel: (0..<count).map { sum.kernel[$0 * sum.channels.count + place] }, products: none)
    for term in sum.terms where term.place.channel == channel {
      let k = term.windowRow * sum.width + term.windowColumn
      // A zero has no sign here.
      (grids.patch[k], grids.products[k]) = (term.input, term.product + 0)
    }
    return grids
  }
}
