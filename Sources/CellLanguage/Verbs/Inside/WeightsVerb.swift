import Charts
import Core
import NeuralNetwork

/// `weights LeNet`, `weights history`
enum WeightsVerb: Verb {
  static let declaration = Declaration(
    name: "weights",
    summary: "histograms of each layer's weights, now or over the epochs of a fit",
    discussion: """
      Of a model: how its kernels' weights are spread now. Of a history: the same after each epoch, one behind the other, \
      the last one in front. Weights that stay as they were drawn have not learned; weights that run off \
      to the sides are about to explode.
      """,
    parameters: [value, ChartFormat.key],
    example: Example.network
      + "weights net")

  static let value = Required<Value>.positional("value", .any, "a model, or a history")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let epochs: [[LayerHistogram]]
    var title = "Weights"
    switch try arguments[Self.value] {
    case .model(let model):
      epochs = [model.weightHistograms]
      title = "Weights of \(model.title)"
    case .history(let history):
      epochs = history.weights
      title = "Weights after each epoch"
      guard !epochs.isEmpty else { throw CellError("no epoch was finished", parameter: Self.value) }
    case let other:
      throw CellError("weights takes a model or a history, not \(other.kindName)", parameter: Self.value)
    }
    guard let last = epochs.last, !last.isEmpty else {
      throw CellError("no layer has a kernel", parameter: Self.value)
    }
    let columns = last.indices.map { layer in
      let histograms = epochs.map { $0[layer].histogram }
      let limit = histograms.map(\.limit).max() ?? 1
      return HistogramSheet.Column(
        name: last[layer].name, limit: limit, counts: histograms.map { $0.widened(to: limit).counts })
    }
    let times = epochs.count == 1 ? [""] : (1...epochs.count).map { "epoch \($0)" }
    try session.draw(
      HistogramSheet(title: title, times: times, columns: columns), name: "weights", title: title, arguments)
    return .nothing
  }
}
