import Charts
import Core
import Datasets
import NeuralNetwork

/// `embed LeNet norm.test`
enum EmbedVerb: Verb {
  static let declaration = Declaration(
    name: "embed",
    summary: "a map of what the last hidden layer holds for alike",
    discussion: """
      Takes what the layer before the last Dense gives for each image, and draws it in two dimensions: the two directions in \
      which these vectors differ most, by principal component analysis (PCA). Each image stands where it does for its \
      vector, as its class. Classes that lie apart here are easy to tell apart for the last layer; a point in a \
      foreign cloud is a likely mistake. The shares say how much of all differences the two directions have. Gives the \
      positions, (images, 2). Source: Pearson, "On lines and planes of closest fit to systems of points in space", 1901; \
      scikit-learn's PCA(2), up to signs.
      """,
    parameters: [model, data, layer, count, ChartFormat.key],
    example: """
      digits = load digits train=100 test=100
      net = model input=28x28x1
        Flatten
        Dense 30 activation=relu
        Dense 10 activation=softmax
      end
      embed net digits.test
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<Value>.positional("data", .images, "images, with labels for their classes")
  static let layer = Key<NameOrNumber?>.option("layer", .layer, "another layer")
  static let count = Key<Int>.option("count", .integer(2...5000), "the first so many images", default: 500)

  static let showsValue = false

  /// A matrix of more rows would take too long.
  private static let widest = 1024

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let all = try arguments.batch(Self.data, for: model)
    let images = all.selecting(0..<min(all.count, arguments[Self.count]))
    guard images.count >= 2 else { throw CellError("a map needs at least 2 images", parameter: Self.data) }
    let lastDense = model.nodes.lastIndex { $0.built.look.kind == .dense } ?? model.nodes.count - 1
    let layer = try arguments.layer(Self.layer, of: model) ?? max(0, lastDense - 1)
    let node = model.nodes[layer]
    let vectors = try model.extractor(through: layer).predict(images: images, pool: session.pool)
    let width = vectors.rowSize
    guard (2...widest).contains(width) else {
      throw CellError(
        ModelError(
          "\(node.name) gives \(width) values an image; a map is made of 2 to \(widest)\nchoose another layer=",
          subject: Self.layer.name), parameter: Self.model)
    }
    let components = PrincipalComponents(vectors.floats, width: width, count: 2)
    let labels: Labels? =
      if case .examples(let examples, _) = try arguments[Self.data].asExamples, examples.labels.areKnown {
        examples.labels
      } else { nil }
    let names = labels?.classNames ?? ["image"]
    var groups = names.map { ScatterChart.Group(name: $0, points: []) }
    for (i, place) in components.projections.enumerated() {
      groups[labels.map { Int($0.classes[i]) } ?? 0].points.append((place[0], place[1]))
    }
    let shares = components.shares.map { formatted("%.1f%%", $0 * 100) }
    session.say(
      "\(node.name): \(images.count) images x \(width) values; component 1 has \(shares[0]) of the variance, component 2 "
        + shares[1])
    let title = "What \(node.name) of \(model.title) holds for alike"
    try session.draw(
      ScatterChart(
        title: title, xLabel: "Component 1 (\(shares[0]))", yLabel: "Component 2 (\(shares[1]))",
        groups: groups),
      name: "embed", title: title, arguments)
    return .array(
      Tensor(shape: [images.count, 2], floats: components.projections.flatMap { $0.map { Float($0) } }))
  }
}
