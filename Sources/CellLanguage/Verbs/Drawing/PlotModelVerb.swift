import Charts
import Core
import NeuralNetwork

/// `plot_model LeNet`
enum PlotModelVerb: Verb {
  static let declaration = Declaration(
    name: "plot_model",
    summary: "draws a model: its layers, their output sizes, kernels and parameters",
    discussion: """
      The picture that everyone knows from LeNet. A stack is the feature maps that a layer gives, a column the units of \
      a dense layer. The small square is the window that slides over the maps: a kernel, or what is pooled. Above each \
      stand height, width and channels, below the layer and how many parameters it learns. Layers that leave the \
      size as it is, such as Dropout, are named below the ones before them. A network with branches is drawn as boxes with \
      lines from those whose outputs they take.
      """,
    parameters: [model, title, ChartFormat.key],
    example: """
      LeNet = model input=28x28x1
        Conv2D 6 5x5 activation=tanh
        AveragePooling2D
        Flatten
        Dense 10 activation=softmax
      end
      plot_model LeNet
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let title = Key<String?>.option(
    "title", .text, "above the picture; the model's name and its parameters where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let title = arguments[Self.title] ?? "\(model.title): \(grouped(model.parameters.count)) parameters"
    if model.isChain {
      try session.draw(
        ArchitectureDiagram(title: title, stages: stages(model)), name: "model", title: title, arguments)
    } else {
      let input = GraphDiagram.Node(
        kind: .input, name: "Input", details: [], shape: model.inputShape, inputs: [])
      try session.draw(
        GraphDiagram(title: title, nodes: [input] + model.nodes.map(\.graphNode)), name: "model",
        title: title,
        arguments)
    }
    return .nothing
  }

  /// The layers that follow one another, those that change no size with the one before them.
  private static func stages(_ model: Model) -> [ArchitectureDiagram.Stage] {
    var stages = [
      ArchitectureDiagram.Stage(kind: .input, shape: model.inputShape, layers: [.init(name: "Input")])
    ]
    for node in model.nodes {
      if node.kind == .other, node.outputShape == node.inputShape {
        stages[stages.count - 1].layers.append(node.diagramLayer)
      } else {
        stages.append(
          ArchitectureDiagram.Stage(
            kind: node.kind, shape: node.outputShape, layers: [node.diagramLayer], window: node.window))
      }
    }
    return stages
  }
}

extension Model.Node {
  fileprivate var kind: LayerKind {
    switch built.look.kind {
    case .convolution: .convolution
    case .pooling: .pooling
    case .dense: .dense
    case .flatten: .flatten
    case .merging: .merging
    case .other: .other
    }
  }

  /// In a picture of a network with branches; there the input is number 0.
  fileprivate var graphNode: GraphDiagram.Node {
    let layer = diagramLayer
    return GraphDiagram.Node(
      kind: kind, name: layer.name, details: layer.details, shape: outputShape, inputs: inputs.map { $0 + 1 })
  }

  /// Height and width of what slides over the input.
  fileprivate var window: [Int]? {
    built.look.isOnOutput ? nil : built.look.window.map { [$0.span.height, $0.span.width] }
  }

  private func text(_ size: ImageSize) -> String { "\(size.height)×\(size.width)" }

  /// What stands below the picture of the layer. A name of the learner's own comes first.
  fileprivate var diagramLayer: ArchitectureDiagram.Layer {
    var lines: [String] = []
    if !name.replacing("_", with: "").hasPrefix(typeName.lowercased()) { lines.append(name) }
    lines.append(typeName)
    if let window = built.look.window {
      let size = text(window.size)
      lines.append(kind == .convolution ? "\(outputShape.last ?? 0) filters \(size)" : "window \(size)")
      let usual = kind == .convolution ? ImageSize(1, 1) : window.size
      if window.strides != usual { lines.append("strides " + text(window.strides)) }
      if window.dilation != ImageSize(1, 1) { lines.append("dilation " + text(window.dilation)) }
      if window.padding == .same { lines.append("padding same") }
    }
    if let detail = built.look.detail { lines.append(detail) }
    if activation != .linear { lines.append(activation.rawValue) }
    if !range.isEmpty { lines.append("\(grouped(range.count)) params") }
    return ArchitectureDiagram.Layer(name: lines[0], details: Array(lines.dropFirst()))
  }
}
