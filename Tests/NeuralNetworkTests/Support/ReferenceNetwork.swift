import Kernels

@testable import NeuralNetwork

/// A model's forward pass in Double with the reference kernels: what its loss is when rounding does not matter.
struct ReferenceNetwork {
  let model: Model
  let loss: Loss

  /// The mean loss of the images with these parameters.
  func meanLoss(_ images: [[Double]], _ labels: [Int32], parameters: [Double]) -> Double {
    zip(images, labels).reduce(0) { sum, example in
      let output = output(example.0, parameters: parameters, stopsBeforeLastSoftmax: true)
      return sum + loss(output, Int(example.1))
    } / Double(images.count)
  }

  private func loss(_ output: [Double], _ label: Int) -> Double {
    if model.endsInSoftmax { return Reference.softmaxCrossEntropy(logits: output, label: label) }
    switch loss {
    case .categoricalCrossentropy: return Reference.crossEntropy(outputs: output, label: label)
    case .sparseCategoricalCrossentropy: return Reference.sparseCrossEntropy(outputs: output, label: label)
    }
  }

  /// The last layer's output for one image, both channels last.
  func output(
    _ image: [Double], parameters: [Double], stopsBeforeLastSoftmax: Bool = false
  ) -> [Double] {
    var values = image
    for (index, node) in model.nodes.enumerated() {
      let weights = Array(parameters[node.range])
      let isLast = index == model.nodes.count - 1
      values = apply(node, to: values, weights)
      if !(isLast && stopsBeforeLastSoftmax && model.endsInSoftmax) {
        values = activate(values, node.layer.activation, channels: node.outputShape.last ?? 1)
      }
    }
    return values
  }

  private func apply(_ node: Model.Node, to input: [Double], _ weights: [Double]) -> [Double] {
    let biasCount = node.weights.last?.count ?? 0
    let (kernel, bias) = (Array(weights.dropLast(biasCount)), Array(weights.suffix(biasCount)))
    switch node.layer {
    case let layer as Conv2D:
      guard let g = try? layer.window.geometry(for: node.inputShape, outputChannels: layer.filters) else {
        return []
      }
      return Reference.convolution(g, input: input, kernel: kernel, bias: bias)
    case let layer as AveragePooling2D:
      return Reference.averagePooling(layer.pooling.geometry(for: node.inputShape), input: input)
    case let layer as MaxPooling2D:
      return Reference.maxPooling(layer.pooling.geometry(for: node.inputShape), input: input)
    case is Dense:
      return Reference.dense(input: input, kernel: kernel, bias: bias)
    default:  // Flatten: channels last already
      return input
    }
  }

  private func activate(_ values: [Double], _ activation: Activation, channels: Int) -> [Double] {
    switch activation {
    case .linear: return values
    case .relu: return Reference.relu(values)
    case .tanh: return Reference.tanh(values)
    case .sigmoid: return Reference.sigmoid(values)
    case .softmax:
      return stride(from: 0, to: values.count, by: channels).flatMap {
        Reference.softmax(Array(values[$0..<$0 + channels]))
      }
    }
  }
}
