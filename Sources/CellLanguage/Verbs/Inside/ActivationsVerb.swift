import Charts
import Core
import NeuralNetwork

/// `activations LeNet norm.test`
enum ActivationsVerb: Verb {
  static let declaration = Declaration(
    name: "activations",
    summary: "statistics of what each layer gives: dead relus, saturation",
    discussion: """
      Over all images: the mean, the standard deviation and the range of a layer's values, and the share that is 0. A \
      filter or unit behind a relu that gives 0 for every image is dead: no gradient passes it, so it does not learn. \
      tanh (beyond 0.99) and sigmoid (within 0.01 of 0 or 1) are saturated where they are flat: there the gradient \
      nearly vanishes. The chart has the histogram of each layer's values on the first images.
      """,
    parameters: [model, data, ChartFormat.key],
    example: """
      digits = load digits train=100 test=20
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
        Flatten
        Dense 10 activation=softmax
      end
      activations net digits.test
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<Value>.positional("data", .images, "images")

  static let showsValue = false

  private static let inHistogram = 64

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let images = try arguments.batch(Self.data, for: model)
    var rows: [[String]] = []
    var notes: [String] = []
    var columns: [HistogramSheet.Column] = []
    for (index, node) in model.nodes.enumerated()
    where node.typeName != "Flatten" && node.typeName != "Dropout" {
      let statistics: ActivationStatistics
      do { statistics = try model.activationStatistics(images, layer: index, pool: session.pool) } catch {
        throw CellError(error, parameter: Self.data)
      }
      let isRelu = node.activation == .relu || node.activation == .relu6
      let kind = model.outputName(layer: index)
      let channels = node.outputShape.last ?? 0
      rows.append([
        node.name, node.activation.rawValue, decimals(statistics.mean),
        decimals(statistics.deviation),
        decimals(Double(statistics.least)), decimals(Double(statistics.greatest)),
        percent(statistics.zeros), isRelu ? "\(statistics.dead.count) of \(channels)" : "",
        statistics.saturated.map(percent) ?? "",
      ])
      if isRelu, !statistics.dead.isEmpty {
        let list = statistics.dead.prefix(20).map(String.init).joined(separator: ", ")
        notes.append(
          "\(node.name): dead \(kind)s \(list)" + (statistics.dead.count > 20 ? ", ..." : ""))
      }
      let few = images.selecting(0..<min(images.count, Self.inHistogram))
      let values = try model.extractor(through: index).predict(images: few, pool: session.pool).floats
      columns.append(.init(name: node.name, values: values))
    }
    session.say(
      ([
        textTable(
          ["layer", "activation", "mean", "std", "min", "max", "zeros", "dead", "saturated"], rows)
      ] + notes).joined(separator: "\n"))
    let title = "What the layers of \(model.title) give"
    try session.draw(
      HistogramSheet(title: title, times: [""], columns: columns), name: "activations", title: title,
      arguments)
    return .nothing
  }

  private static func decimals(_ value: Double) -> String {
    formatted(abs(value) < 1e6 ? "%.4f" : "%.4e", value)
  }

  private static func percent(_ share: Double) -> String { formatted("%.1f%%", share * 100) }
}
