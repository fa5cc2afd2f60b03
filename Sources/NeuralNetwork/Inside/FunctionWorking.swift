import Core
import Kernels

/// A function of one value: what it was applied to, and the numbers in it.
public struct AppliedFunction: Sendable {
  public let formula: String
  public let input: Float
  public let parameters: [(name: String, value: String)]
  public let value: Float
}

/// A layer that applies a function to each value by itself.
struct FunctionWorking: LayerWorking {
  let size: MapSize
  let function: ElementwiseFunction
  let formula: String
  let options: [(name: String, value: String)]

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let input = inputs[0][size.index(place)]
    let value = function.value(input)
    return (
      .function(AppliedFunction(formula: formula, input: input, parameters: options, value: value)), value
    )
  }
}

/// A leaky relu with a learned slope for each place, or for several.
struct PReLUWorking: LayerWorking {
  let size, alphaSize: MapSize

  /// The place of alpha that a value is multiplied by.
  private func alphaPlace(_ place: MapPlace) -> MapPlace {
    MapPlace(
      row: alphaSize.height == 1 ? 0 : place.row, column: alphaSize.width == 1 ? 0 : place.column,
      channel: alphaSize.channels == 1 ? 0 : place.channel)
  }

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let input = inputs[0][size.index(place)]
    let alpha = weights[weights.startIndex + alphaSize.index(alphaPlace(place))]
    let value = input > 0 ? input : alpha * input
    return (
      .function(
        AppliedFunction(
          formula: "x where x > 0, else alpha x", input: input, parameters: [("alpha", "\(alpha)")],
          value: value)), value
    )
  }

  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)] {
    // The index has as many axes as the input.
    let channel = index.count == 2 ? 0 : index.last ?? 0
    let alpha = MapPlace(
      row: index.count > 1 ? index[0] : 0, column: index.count > 1 ? index[1] : 0, channel: channel)
    return (0..<size.height * size.width * size.channels).map(size.place)
      .filter { alphaPlace($0) == alpha }
      .map { ($0, min(0, input[size.index($0)])) }
  }
}
