import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// A model's forward pass in Double with the reference kernels: what its loss is when rounding does not matter.
struct ReferenceNetwork {
  let model: Model
  let loss: Loss

  /// The mean loss of a batch with these parameters.
  /// - Parameter step: the step of training that the batch is for; nil where the model is only used.
  func meanLoss(
    _ images: [[Double]], _ labels: [Int32], parameters: [Double], step: Int? = nil
  ) -> Double {
    var activity = 0.0
    let outputs = outputs(
      images, parameters: parameters, step: step, stopsBeforeLastActivation: true,
      onOutput: { node, values in
        for image in values { activity += node.built.activityRegularizer.exactPenalty(image) }
      })
    let sum = zip(outputs, labels).reduce(0) { $0 + loss($1.0, Int($1.1)) }
    let weights = model.regularized.reduce(0) { $0 + $1.regularizer.exactPenalty(parameters[$1.range]) }
    return (sum + activity) / Double(images.count) + weights
  }

  private func loss(_ output: [Double], _ label: Int) -> Double {
    if model.lossTakesLogits { return Reference.softmaxCrossEntropy(logits: output, label: label) }
    switch loss {
    case .categoricalCrossentropy: return Reference.crossEntropy(outputs: output, label: label)
    case .sparseCategoricalCrossentropy: return Reference.sparseCrossEntropy(outputs: output, label: label)
    case .binaryCrossentropy, .meanSquaredError, .meanAbsoluteError, .huber:
      fatalError("LossParityTests and ValueLossTests have the losses whose targets are numbers")
    }
  }

  /// How near a unit comes to a kink of its activation, where rounding and a difference quotient may get to its other side:
  /// the smallest distance of what any is applied to.
  func nearestKink(_ images: [[Double]], parameters: [Double], step: Int? = nil) -> Double {
    var nearest = Double.infinity
    _ = outputs(images, parameters: parameters, step: step) { node, values in
      for kink in node.kinks {
        for image in values { nearest = image.reduce(nearest) { min($0, abs($1 - kink)) } }
      }
    }
    return nearest
  }

  /// The last layer's output for each image of a batch, all channels last.
  /// - Parameters:
  ///   - onActivation: sees what each layer's activation is applied to.
  ///   - onOutput: sees what comes of it.
  func outputs(
    _ images: [[Double]], parameters: [Double], step: Int? = nil, stopsBeforeLastActivation: Bool = false,
    onActivation: (Model.Node, [[Double]]) -> Void = { _, _ in },
    onOutput: (Model.Node, [[Double]]) -> Void = { _, _ in }
  ) -> [[Double]] {
    /// What the input (at 0) and each layer give.
    var all = [images]
    for (index, node) in model.nodes.enumerated() {
      let weights = Array(parameters[node.range])
      var values = all[node.inputs[0] + 1]
      let changed = changed(values, by: node, index: index, weights, step: step)
      switch node.layer {
      case _ where changed != nil: values = changed ?? values
      case let layer as BatchNormalization:
        values = normalize(values, layer, node, weights, isTraining: step != nil)
      case let layer as Dropout:
        guard let step else { break }
        let keep = 1 - Float(layer.rate)
        let mask = values.indices.map { dropoutMask(layer: index, image: $0, step: step, keep: keep) }
        values = zip(values, mask).map { Reference.dropout($0, mask: $1, keep: Double(keep)) }
      case is any MergingLayer:
        values = images.indices.map { image in merge(node, node.inputs.map { all[$0 + 1][image] }) }
      default: values = values.map { apply(node, to: $0, weights) }
      }
      onActivation(node, values)
      let isLast = index == model.nodes.count - 1
      let activated = values.map { activate($0, node) }
      onOutput(node, activated)
      if !(isLast && stopsBeforeLastActivation && model.lossTakesLogits) { values = activated }
      all.append(values)
    }
    return all[model.nodes.count]
  }

  private func merge(_ node: Model.Node, _ inputs: [[Double]]) -> [Double] {
    let sizes = node.inputShapes.map { MapSize(ofAny: $0) }
    if node.layer is Concatenate {
      let pixels = sizes[0].height * sizes[0].width
      return (0..<pixels).flatMap { pixel in
        zip(inputs, sizes).flatMap { $0[pixel * $1.channels..<(pixel + 1) * $1.channels] }
      }
    }
    let kinds: [String: MergeKind] = [
      "Add": .sum, "Subtract": .difference, "Multiply": .product, "Average": .mean, "Maximum": .maximum,
      "Minimum": .minimum,
    ]
    guard let kind = kinds[node.typeName] else { return [] }
    return Reference.merge(
      kind,
      zip(inputs, sizes).map {
        Reference.Map(height: $1.height, width: $1.width, channels: $1.channels, values: $0)
      }
    ).values
  }

  private func normalize(
    _ batch: [[Double]], _ layer: BatchNormalization, _ node: Model.Node, _ weights: [Double],
    isTraining: Bool
  ) -> [[Double]] {
    let gamma = tensor("gamma", of: node, weights, else: 1)
    let beta = tensor("beta", of: node, weights, else: 0)
    let epsilon = Double(layer.epsilon)
    guard !isTraining else {
      return Reference.batchNormalization(batch, gamma: gamma, beta: beta, epsilon: epsilon)
    }
    return Reference.normalize(
      batch, mean: tensor("moving_mean", of: node, weights, else: 0),
      variance: tensor("moving_variance", of: node, weights, else: 1), gamma: gamma, beta: beta,
      epsilon: epsilon)
  }

  /// A tensor of a normalization; of one without it, what it would begin with.
  private func tensor(
    _ name: String, of node: Model.Node, _ weights: [Double], else value: Double
  ) -> [Double] {
    var start = 0
    for weight in node.weights {
      if weight.name == name { return Array(weights[start..<start + weight.count]) }
      start += weight.count
    }
    return [Double](repeating: value, count: node.inputShape.last ?? 1)
  }

  /// Which values of an image stay, from single blocks of the stream: lane l of value k of group g finds its number in
  /// block 4 (g · count + k) + l mod 4, word l / 4.
  /// - Parameter count: of the values of an image that have a number of their own; all where nil.
  func dropoutMask(count: Int? = nil, layer index: Int, image: Int, step: Int, keep: Float) -> [Bool] {
    let count = count ?? model.nodes[index].inputShape.reduce(1, *)
    let random = Philox(seed: 0, stream: UInt64(index + 1) << 40 | UInt64(step))
    let (group, lane) = (image / laneCount, image % laneCount)
    return (0..<count).map { k in
      let place = group * count + k
      return Float(random.block(UInt64(4 * place + lane % 4))[lane / 4] >> 8) * 0x1p-24 < keep
    }
  }

  private func apply(_ node: Model.Node, to input: [Double], _ weights: [Double]) -> [Double] {
    let hasBias = node.weights.last?.name == "bias"
    let biasCount = hasBias ? node.weights.last?.count ?? 0 : 0
    let kernel = Array(weights.dropLast(biasCount))
    let outputs = node.outputShape.last ?? 1
    let bias = hasBias ? Array(weights.suffix(biasCount)) : [Double](repeating: 0, count: outputs)
    switch node.layer {
    case let layer as Conv2D:
      guard let g = try? layer.window.geometry(for: node.inputShape, outputChannels: layer.filters) else {
        return []
      }
      return Reference.convolution(
        g, groups: layer.groups, dilation: layer.window.dilation, input: input, kernel: kernel, bias: bias)
    case let layer as DepthwiseConv2D:
      guard let g = try? layer.window.geometry(for: node.inputShape, outputChannels: outputs) else {
        return []
      }
      return Reference.convolution(
        g, groups: node.inputShape[2], dilation: layer.window.dilation, input: input, kernel: kernel,
        bias: bias)
    case let layer as Conv2DTranspose:
      guard let g = try? layer.geometry(for: node.inputShape) else { return [] }
      return Reference.transposedConvolution(g, input: input, kernel: kernel, bias: bias)
    case let layer as SeparableConv2D:
      let middle = node.inputShape[2] * layer.multiplier
      guard let g = try? layer.window.geometry(for: node.inputShape, outputChannels: middle) else {
        return []
      }
      let pointwise = SeparableConv2D.pointwise(g, filters: layer.filters)
      let between = Reference.convolution(
        g, groups: node.inputShape[2], dilation: layer.window.dilation, input: input,
        kernel: Array(kernel[..<(kernel.count - middle * layer.filters)]),
        bias: [Double](repeating: 0, count: middle))
      return Reference.convolution(
        pointwise, input: between, kernel: Array(kernel.suffix(middle * layer.filters)), bias: bias)
    case is GlobalAveragePooling2D, is GlobalMaxPooling2D:
      let size = MapSize(ofAny: node.inputShape)
      return (0..<size.channels).map { channel in
        let map = stride(from: channel, to: input.count, by: size.channels).map { input[$0] }
        return node.layer is GlobalMaxPooling2D
          ? map.max() ?? 0 : map.reduce(0, +) / Double(map.count)
      }
    case is UpSampling2D:
      let (from, to) = (MapSize(ofAny: node.inputShape), MapSize(ofAny: node.outputShape))
      return (0..<to.height * to.width * to.channels).map { k in
        let place = to.place(k)
        return input[
          from.index(
            MapPlace(
              row: place.row / (to.height / from.height), column: place.column / (to.width / from.width),
              channel: place.channel))]
      }
    case let layer as AveragePooling2D:
      return geometry(layer.pooling, node).map { Reference.averagePooling($0, input: input) } ?? []
    case let layer as MaxPooling2D:
      return geometry(layer.pooling, node).map { Reference.maxPooling($0, input: input) } ?? []
    case is LayerNormalization, is GroupNormalization:
      return Reference.normalizeSets(
        input, sets: sets(node), gamma: tensor("gamma", of: node, weights, else: 1),
        beta: tensor("beta", of: node, weights, else: 0),
        epsilon: Double(node.layer.options[SetNormalization.epsilon]))
    case is UnitNormalization:
      return Reference.normalizeLengths(input, sets: sets(node))
    case is Dense:
      return Reference.dense(input: input, kernel: kernel, bias: bias)
    case is PReLU:
      let (size, alpha) = (MapSize(ofAny: node.inputShape), MapSize(ofAny: node.weights[0].shape))
      return Reference.parametricRectifier(
        input,
        alpha: input.indices.map { k in
          let place = size.place(k)
          return weights[
            alpha.index(
              MapPlace(
                row: min(place.row, alpha.height - 1), column: min(place.column, alpha.width - 1),
                channel: min(place.channel, alpha.channels - 1)))]
        })
    // The function comes after.
    case is ActivationLayer, is SoftmaxLayer, is any FunctionLayer:
      return input
    default:
      Issue.record("the reference does not know \(node.typeName)")
      return input
    }
  }

  /// The places that are normalized together: of each pixel, or of each group of channels.
  private func sets(_ node: Model.Node) -> [[Int]] {
    let (count, channels) = (node.inputShape.reduce(1, *), node.inputShape.last ?? 1)
    let groups = node.layer is GroupNormalization ? node.layer.options[GroupNormalization.groups] : 0
    let parts = groups < 0 ? channels : groups
    return Dictionary(grouping: 0..<count) {
      parts == 0 ? $0 / channels : $0 % channels / (channels / parts)
    }.sorted { $0.key < $1.key }.map(\.value)
  }

  private func geometry(_ pooling: Pooling, _ node: Model.Node) -> ConvolutionGeometry? {
    try? pooling.window.geometry(for: node.inputShape, outputChannels: nil)
  }

  private func activate(_ values: [Double], _ node: Model.Node) -> [Double] {
    if node.activation == .softmax {
      let channels = node.outputShape.last ?? 1
      return stride(from: 0, to: values.count, by: channels).flatMap {
        Reference.softmax(Array(values[$0..<$0 + channels]))
      }
    }
    return node.function.map { function in values.map { Reference.elementwise(function, $0) } } ?? values
  }
}

extension Regularizer {
  fileprivate func exactPenalty<Numbers: Sequence<Double>>(_ numbers: Numbers) -> Double {
    numbers.reduce(0) { $0 + Double(l1) * abs($1) + Double(l2) * $1 * $1 }
  }
}

extension Model.Node {
  /// What is applied to each value of the output.
  fileprivate var function: ElementwiseFunction? {
    (layer as? any FunctionLayer)?.function ?? activation.function
  }

  /// Where the derivative of what is applied to its values jumps.
  fileprivate var kinks: [Double] { function?.kinks ?? [] }
}

extension ElementwiseFunction {
  /// Where the derivative jumps.
  var kinks: [Double] {
    switch self {
    case .relu: [0]
    case .rectifier(_, let threshold, let ceiling):
      [Double(threshold)] + (ceiling.isFinite ? [Double(ceiling)] : [])
    case .exponentialLinear: [0]
    case .hardSigmoid, .hardSilu: [-3, 3]
    case .tanh, .sigmoid, .exponential, .softplus, .softsign, .gelu, .silu, .mish: []
    }
  }
}

extension Loss {
  /// Those whose targets can be nothing but classes.
  static let ofClasses = allCases.filter(\.isOfClasses)
}
