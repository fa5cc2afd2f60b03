import Core
import Kernels

/// How one value of a layer's output came about, in a model that is used. Every number in it is the engine's, to the
/// last bit: it is computed from the layer's input by the same operations in the same order.
public struct Explanation: Sendable {
  public enum Working: Sendable {
    case convolution(WeightedSum)
    case separable(SeparableSum)
    case dense(WeightedSum)
    case pooling(PooledWindow)
    case normalization(Normalization)
    case standardization(Standardization)
    case unit(UnitLength)
    /// An activation as a layer of its own; relu of a number, or softmax of all.
    case activation(input: Float)
    case dropout(Dropping)
    /// A function of the value in its place: ReLU and its like.
    case function(AppliedFunction)
    /// The value as it stood elsewhere, in the input of this number: Flatten, Concatenate.
    case moved(from: MapPlace, input: Int)
    /// Of a few numbers, as the lines say.
    case formula(Formula)
    /// The values in the same place of several inputs, as one.
    case merged(MergedValues)
  }

  public let layer: Int
  public let place: MapPlace
  /// The layers that it takes its inputs from, and all that each of these gives; -1 is the model's input.
  public let sources: [Int]
  public let inputs: [[Float]]
  public let inputSizes: [MapSize]
  /// The layer's whole output as the engine gives it.
  public let output: [Float]
  public let outputSize: MapSize
  public let working: Working
  public let activation: Activation
  /// The values that the softmax at this place goes over, where the activation is softmax.
  public let softmax: Softmax?
  /// The value, from the working.
  public let value: Float

  /// What a layer of one input takes in.
  public var input: [Float] { inputs[0] }
  public var inputSize: MapSize { inputSizes[0] }
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
    let inputSizes = node.inputShapes.compactMap { MapSize($0) }
    guard inputSizes.count == node.inputs.count, let outputSize = MapSize(node.outputShape) else {
      throw ModelError(
        "\(node.name) gives \(node.outputShape.crossDescription): only vectors and maps are explained",
        subject: "layer")
    }
    try check(place, in: outputSize, of: node)
    let inspector = try inspected(image)
    let inputs = node.inputs.map { inspector.output(layer: $0)[0] }
    let output = inspector.output(layer: index)[0]
    let weights = parameters[node.range]
    return withDenormalsFlushed {
      let (working, before) = node.built.working.value(at: place, inputs, weights)
      var value = before
      var softmax: Softmax?
      if node.activation == .softmax {
        let all = Softmax(
          (0..<outputSize.channels).map {
            node.built.working.value(
              at: MapPlace(row: place.row, column: place.column, channel: $0), inputs, weights
            ).beforeActivation
          })
        value = all.probabilities[place.channel]
        softmax = all
      } else {
        value = node.activation.value(before)
      }
      return Explanation(
        layer: index, place: place, sources: node.inputs, inputs: inputs, inputSizes: inputSizes,
        output: output, outputSize: outputSize, working: working, activation: node.activation,
        softmax: softmax, value: value)
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
