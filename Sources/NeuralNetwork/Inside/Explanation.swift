import Core
import Kernels

/// How one value of a layer's output came about, in a model that is used. Every number in it is the engine's, to the
/// last bit: it is computed from the layer's input by the same operations in the same order.
public struct Explanation: Sendable {
  public enum Working: Sendable {
    /// Conv2D and Dense.
    case sum(WeightedSum)
    case pooling(PooledWindow)
    case normalization(Normalization)
    /// An activation as a layer of its own; relu of a number, or softmax of all.
    case activation(input: Float)
    case dropout(Dropping)
    /// Flatten: where the value stood before.
    case moved(from: MapPlace)
  }

  public let layer: Int
  public let place: MapPlace
  /// The layer's whole input, and its whole output as the engine gives it.
  public let input, output: [Float]
  public let inputSize, outputSize: MapSize
  public let working: Working
  public let activation: Activation
  /// The values that the softmax at this place goes over, where the activation is softmax.
  public let softmax: Softmax?
  /// The value, from the working.
  public let value: Float
}

extension Model {
  /// Explains one value that a layer gives for an image.
  ///
  /// - Parameters:
  ///   - image: of the model's input shape, with a first axis of length 1.
  ///   - place: in the layer's output.
  /// - Throws: where the image does not fit, or the place lies outside the output.
  public func explain(_ image: Tensor, layer index: Int, place: MapPlace) throws(ModelError) -> Explanation {
    let node = nodes[index]
    guard let inputSize = MapSize(node.inputShape), let outputSize = MapSize(node.outputShape) else {
      throw ModelError(
        "\(node.name) gives \(node.outputShape.crossDescription): only vectors and maps are explained",
        subject: "layer")
    }
    try check(place, in: outputSize, of: node)
    let inspector = try inspected(image)
    let input = inspector.output(layer: index - 1)[0]
    let output = inspector.output(layer: index)[0]
    return withDenormalsFlushed {
      func working(_ place: MapPlace) -> (Explanation.Working, beforeActivation: Float) {
        explanation(of: node, input, inputSize, place)
      }
      let (working, before) = working(place)
      var value = before
      var softmax: Softmax?
      if node.layer.activation == .softmax {
        let all = Softmax(
          (0..<outputSize.channels).map {
            explanation(
              of: node, input, inputSize, MapPlace(row: place.row, column: place.column, channel: $0)
            ).beforeActivation
          })
        value = all.probabilities[place.channel]
        softmax = all
      } else {
        value = node.layer.activation.value(before)
      }
      return Explanation(
        layer: index, place: place, input: input, output: output, inputSize: inputSize,
        outputSize: outputSize, working: working, activation: node.layer.activation, softmax: softmax,
        value: value)
    }
  }

  private func explanation(
    of node: Node, _ input: [Float], _ size: MapSize, _ place: MapPlace
  ) -> (Explanation.Working, beforeActivation: Float) {
    let weights = parameters[node.range]
    switch node.layer.operation(for: node.inputShape) {
    case let operation as ConvolutionOperation:
      let sum = WeightedSum(operation.geometry, input, weights, place)
      return (.sum(sum), sum.total)
    case let operation as DenseOperation:
      let sum = WeightedSum(inputs: input, units: operation.outputs, weights, unit: place.channel)
      return (.sum(sum), sum.total)
    case let operation as any PoolingOperation:
      let window = PooledWindow(operation.geometry, operation.kind, input, place)
      return (.pooling(window), window.value)
    case let operation as BatchNormalizationOperation:
      let value = input[size.index(place)]
      let normalization = Normalization(value, operation, weights, channel: place.channel)
      return (.normalization(normalization), normalization.value)
    case let operation as DropoutOperation:
      let value = input[size.index(place)]
      return (.dropout(Dropping(input: value, keep: operation.keep)), value)
    case is FlattenOperation:
      return (.moved(from: size.place(place.channel)), input[place.channel])
    default:
      let value = input[size.index(place)]
      return (.activation(input: value), value)
    }
  }

  /// Throws, with the valid range, where a place lies outside a map.
  public func check(_ place: MapPlace, in size: MapSize, of node: Node) throws(ModelError) {
    guard !size.contains(place) else { return }
    func range(_ name: String, _ value: Int, _ count: Int) throws(ModelError) {
      guard !(0..<count).contains(value) else { return }
      throw ModelError(
        "\(name) \(value) lies outside what \(node.name) gives, \(node.outputShape.crossDescription): "
          + (count == 1 ? "there is only \(name) 0" : "\(name)s are 0 to \(count - 1)"),
        subject: ["row", "column"].contains(name) ? "at" : name)
    }
    try range("row", place.row, size.height)
    try range("column", place.column, size.width)
    try range(node.outputShape.count == 1 ? "unit" : "filter", place.channel, size.channels)
  }
}

extension Activation {
  /// The function of one number, as the engine computes it. softmax is of several: see ``Softmax``.
  func value(_ x: Float) -> Float {
    switch self {
    case .linear, .softmax: x
    case .relu: x < 0 ? 0 : x
    case .tanh: Scalar.tanh(x)
    case .sigmoid: Scalar.sigmoid(x)
    }
  }
}
