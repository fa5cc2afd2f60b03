import Core

/// How a layer's values, and the gradients of its weights, come about: what `explain` shows.
protocol LayerWorking: Sendable {
  /// The value at a place before the activation, to the last bit as the engine computes it in a model that is used.
  /// - Parameters:
  ///   - inputs: what each input gave for the image.
  ///   - weights: all of the layer's.
  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float)

  /// The places of the output that a weight enters, and what it is multiplied by at each; by the chain rule the weight's gradient
  /// is the sum of these factors, each times the gradient of the output there.
  /// - Parameters:
  ///   - tensor: the name of the weight tensor, and the weight's place in it.
  ///   - input: what the layer took in for the image; `batch` for all images.
  ///   - weights: all of the layer's.
  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)]
}

extension LayerWorking {
  /// A layer without weights.
  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)] { [] }
}

/// A layer that gives each value as it is, in its place; an activation may follow.
struct SameWorking: LayerWorking {
  let size: MapSize

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let value = inputs[0][size.index(place)]
    return (.activation(input: value), value)
  }
}
