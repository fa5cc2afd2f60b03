import Charts

/// Networks with branches.
extension Gallery {
  /// A network in the making: each layer takes the one before it, or those that are named.
  struct Network {
    typealias Node = GraphDiagram.Node
    var nodes: [Node]

    init(_ shape: [Int]) { nodes = [Node(kind: .input, name: "Input", shape: shape, inputs: [])] }

    @discardableResult
    mutating func add(
      _ kind: LayerKind, _ name: String, _ details: [String] = [], _ shape: [Int]? = nil,
      of inputs: [Int]? = nil
    ) -> Int {
      let inputs = inputs ?? [nodes.count - 1]
      let shape = shape ?? inputs.last.map { nodes[$0].shape } ?? []
      nodes.append(Node(kind: kind, name: name, details: details, shape: shape, inputs: inputs))
      return nodes.count - 1
    }

    @discardableResult
    mutating func convolve(
      _ filters: Int, _ kernel: Int, strides: Int = 1, activation: String = "relu", of input: Int? = nil
    ) -> Int {
      let before = nodes[input ?? nodes.count - 1].shape
      let params = filters * (kernel * kernel * before[2] + 1)
      let details =
        ["\(filters) filters \(kernel)×\(kernel)"] + (strides > 1 ? ["strides \(strides)×\(strides)"] : [])
        + (activation.isEmpty ? [] : [activation]) + ["\(params) params"]
      return add(
        .convolution, "Conv2D", details, [before[0] / strides, before[1] / strides, filters],
        of: input.map { [$0] })
    }

    @discardableResult
    mutating func normalize() -> Int {
      add(.other, "BatchNormalization", ["\(4 * (nodes.last?.shape.last ?? 0)) params"])
    }

    @discardableResult
    mutating func relu() -> Int { add(.other, "Activation", ["relu"]) }

    @discardableResult
    mutating func pool(of input: Int? = nil) -> Int {
      let shape = nodes[input ?? nodes.count - 1].shape
      return add(
        .pooling, "MaxPooling2D", ["window 2×2"], [shape[0] / 2, shape[1] / 2, shape[2]],
        of: input.map { [$0] })
    }

    @discardableResult
    mutating func merge(_ name: String, _ inputs: [Int]) -> Int {
      var shape = nodes[inputs[0]].shape
      if name == "Concatenate" { shape[2] = inputs.reduce(0) { $0 + nodes[$1].shape[2] } }
      return add(.merging, name, [], shape, of: inputs)
    }

    /// Global pooling and a classifier.
    mutating func classify(_ classes: Int) {
      let channels = nodes.last?.shape.last ?? 0
      add(.pooling, "GlobalAveragePooling2D", [], [channels])
      add(.dense, "Dense", ["softmax", "\((channels + 1) * classes) params"], [classes])
    }

    /// The block of "Deep Residual Learning for Image Recognition" (He et al., 2015), figure 2; where the size
    /// changes with a convolution in the shortcut.
    mutating func residualBlock(_ filters: Int, strides: Int) {
      let start = nodes.count - 1
      convolve(filters, 3, strides: strides, activation: "")
      normalize()
      relu()
      convolve(filters, 3, activation: "")
      let end = normalize()
      var shortcut = start
      if strides > 1 {
        convolve(filters, 1, strides: strides, activation: "", of: start)
        shortcut = normalize()
      }
      merge("Add", [end, shortcut])
      relu()
    }
  }

  static func residual(blocks: [Int], side: Int) -> GraphDiagram {
    var net = Network([side, side, 3])
    net.convolve(16, 3, activation: "")
    net.normalize()
    net.relu()
    for (stage, count) in blocks.enumerated() {
      for block in 0..<count { net.residualBlock(16 << stage, strides: stage > 0 && block == 0 ? 2 : 1) }
    }
    net.classify(10)
    return GraphDiagram(title: "\(blocks.count) stages of residual blocks", nodes: net.nodes)
  }

  private static let inception: GraphDiagram = {
    var net = Network([32, 32, 3])
    let start = net.convolve(64, 3)
    let first = net.convolve(64, 1, of: start)
    net.convolve(96, 1, of: start)
    let second = net.convolve(128, 3)
    net.convolve(16, 1, of: start)
    let third = net.convolve(32, 5)
    net.add(.pooling, "MaxPooling2D", ["window 3×3", "strides 1×1"], of: [start])
    let fourth = net.convolve(32, 1)
    net.merge("Concatenate", [first, second, third, fourth])
    net.classify(43)
    return GraphDiagram(title: "An Inception module", nodes: net.nodes)
  }()

  private static let uShape: GraphDiagram = {
    var net = Network([64, 64, 3])
    func up(_ net: inout Network, _ filters: Int) -> Int {
      let shape = net.nodes[net.nodes.count - 1].shape
      return net.add(
        .convolution, "Conv2DTranspose", ["\(filters) filters 2×2", "strides 2×2"],
        [2 * shape[0], 2 * shape[1], filters])
    }
    let outer = net.convolve(16, 3)
    net.pool()
    let inner = net.convolve(32, 3)
    net.pool()
    net.convolve(64, 3)
    net.merge("Concatenate", [inner, up(&net, 32)])
    net.convolve(32, 3)
    net.merge("Concatenate", [outer, up(&net, 16)])
    net.convolve(16, 3)
    net.convolve(1, 1, activation: "sigmoid")
    return GraphDiagram(title: "A small U-Net", nodes: net.nodes)
  }()

  /// Too high for a slide as it is: each level is a row, and normalization and activations touch their convolutions.
  private static let deepUShape: GraphDiagram = {
    var net = Network([64, 64, 3])
    func block(_ filters: Int) {
      for _ in 0..<2 {
        net.convolve(filters, 3, activation: "")
        net.normalize()
        net.relu()
      }
    }
    var shortcuts: [Int] = []
    for filters in [16, 32, 64] {
      block(filters)
      shortcuts.append(net.nodes.count - 1)
      net.pool()
    }
    block(128)
    for shortcut in shortcuts.reversed() {
      let (size, channels) = (net.nodes[shortcut].shape, net.nodes[net.nodes.count - 1].shape[2])
      let up = net.add(.other, "UpSampling2D", ["size 2×2"], [size[0], size[1], channels])
      net.merge("Concatenate", [shortcut, up])
      block(size[2])
    }
    net.convolve(1, 1, activation: "sigmoid")
    return GraphDiagram(title: "A U-Net of four levels", nodes: net.nodes)
  }()

  private static let denseBlock: GraphDiagram = {
    var net = Network([32, 32, 3])
    var outputs = [net.convolve(24, 3)]
    for _ in 0..<4 {
      outputs.append(net.convolve(12, 3))
      if outputs.count < 5 { net.merge("Concatenate", outputs) }
    }
    net.merge("Concatenate", outputs)
    net.classify(10)
    return GraphDiagram(title: "A dense block: each layer takes all before it", nodes: net.nodes)
  }()

  /// Two branches that take from each other.
  private static let exchange: GraphDiagram = {
    var net = Network([32, 32, 3])
    let start = net.convolve(8, 3)
    var (left, right) = (net.convolve(8, 3, of: start), net.convolve(8, 5, of: start))
    for _ in 0..<2 {
      let both = (net.merge("Add", [left, right]), net.merge("Maximum", [left, right]))
      (left, right) = (net.convolve(8, 3, of: both.0), net.convolve(8, 5, of: both.1))
    }
    net.merge("Concatenate", [left, right])
    net.classify(10)
    return GraphDiagram(title: "Two branches that take from each other", nodes: net.nodes)
  }()

  static let graphs: [(String, any Chart)] = [
    ("residual-block", residual(blocks: [1, 1], side: 32)),
    ("inception", inception),
    ("u-shape", uShape),
    ("deep-u-shape", deepUShape),
    ("dense-block", denseBlock),
    ("exchange", exchange),
    ("no-nodes", GraphDiagram(title: "No layers", nodes: [])),
  ]
}
