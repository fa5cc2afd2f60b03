import Charts
import Core
import NeuralNetwork

/// `gradients LeNet norm.train[0:500]`
enum GradientsVerb: Verb {
  static let declaration = Declaration(
    name: "gradients",
    summary: "how large each layer's gradient is: vanishing, exploding",
    discussion: """
      The gradient of the mean loss of these images, as one batch, with respect to each layer's weights: the mean of \
      |gradient|, its norm (the root of the sum of squares), and the norm divided by that of the weights: how much of \
      themselves they would change by with a learning rate of 1. Where the first layers' gradients are powers of ten \
      smaller than the last ones', they vanish and these layers hardly learn; where they grow from step to step, they \
      explode. Nothing is learned.
      """,
    parameters: [model, data, ChartFormat.key],
    example: """
      digits = load digits train=100 test=20
      net = model input=28x28x1
        Flatten
        Dense 30 activation=sigmoid
        Dense 30 activation=sigmoid
        Dense 10 activation=softmax
      end
      compile net optimizer=sgd loss=sparse_categorical_crossentropy
      gradients net digits.train
      """)

  static let model = Required<Model>.positional("model", .model, "a compiled model")
  static let data = Required<NamedExamples>.positional(
    "data", .examples, "images with labels, as one batch: some hundreds will do")

  static let showsValue = false

  private static let mostImages = 4096

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let (examples, name) = try arguments.examples(Self.data)
    try examples.labels.check(fit: model, parameter: Self.data)
    guard examples.count <= mostImages else {
      throw CellError(
        "\(name) has \(examples.count) images; as one batch at most \(mostImages) are taken\nchoose some, such as \(name)[0:500]",
        parameter: Self.data)
    }
    let statistics = try model.gradientStatistics(
      images: examples.images, labels: examples.labels.classes, pool: session.pool)
    guard !statistics.isEmpty else {
      throw CellError("no layer of \(model.title) has weights that learn", parameter: Self.model)
    }
    let names = statistics.map { model.nodes[$0.layer].name }
    session.say(
      textTable(
        ["layer", "mean |gradient|", "norm", "norm / norm of weights"],
        zip(names, statistics).map { name, s in
          [
            name, scientific(s.mean), scientific(s.norm),
            s.weightNorm > 0 ? scientific(s.norm / s.weightNorm) : "",
          ]
        }))
    let title = "Gradients of \(model.title) on \(name)"
    try session.draw(
      LogBarChart(
        title: title, valueLabel: "mean |gradient|", categories: names, values: statistics.map(\.mean)),
      name: "gradients", title: title, arguments)
    return .series(name: "gradients", values: statistics.map(\.mean))
  }

  private static func scientific(_ value: Double) -> String { formatted("%.3e", value) }
}
