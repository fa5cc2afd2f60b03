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
      size as it is, such as Dropout, are named below the ones before them.
      """,
    parameters: [
      .positional("model", .value(.model), "the model"),
      .option("title", .text, "above the picture; the model's name and its parameters where not given"),
      ChartFormat.parameter,
    ],
    example: """
      LeNet = model input=28x28x1
        Conv2D 6 5x5 activation=tanh
        AveragePooling2D
        Flatten
        Dense 10 activation=softmax
      end
      plot_model LeNet
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments.model()
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
    let title = arguments.text("title") ?? "\(model.name): \(grouped(model.parameters.count)) parameters"
    try session.draw(
      ArchitectureDiagram(title: title, stages: stages), name: "model", title: title, arguments)
    return .nothing
  }
}

extension Model.Node {
  fileprivate var kind: ArchitectureDiagram.Stage.Kind {
    switch layer {
    case is Conv2D: .convolution
    case is AveragePooling2D, is MaxPooling2D: .pooling
    case is Dense: .dense
    case is Flatten: .flatten
    default: .other
    }
  }

  /// Height and width of what slides over the input.
  fileprivate var window: [Int]? {
    (layer.options.size("kernel_size") ?? layer.options.size("pool_size")).map { [$0.height, $0.width] }
  }

  /// What stands below the picture of the layer. A name of the learner's own comes first.
  fileprivate var diagramLayer: ArchitectureDiagram.Layer {
    var lines: [String] = []
    if !name.replacing("_", with: "").hasPrefix(typeName.lowercased()) { lines.append(name) }
    lines.append(typeName)
    if let window {
      let size = window.map(String.init).joined(separator: "×")
      lines.append(kind == .convolution ? "\(outputShape.last ?? 0) filters \(size)" : "window \(size)")
      let usual = kind == .convolution ? [1, 1] : window
      if let strides = layer.options.size("strides").map({ [$0.height, $0.width] }), strides != usual {
        lines.append("strides " + strides.map(String.init).joined(separator: "×"))
      }
      if (try? layer.options.text("padding")) == "same" { lines.append("padding same") }
    }
    if let rate = try? layer.options.number("rate") { lines.append("rate \(shortNumber(rate))") }
    if layer.activation != .linear { lines.append(layer.activation.rawValue) }
    if !range.isEmpty { lines.append("\(grouped(range.count)) params") }
    return ArchitectureDiagram.Layer(name: lines[0], details: Array(lines.dropFirst()))
  }
}
