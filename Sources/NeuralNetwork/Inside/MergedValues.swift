import Core
import Kernels

/// The values of several layers in one place, and what becomes of them.
public struct MergedValues: Sendable {
  public let kind: MergeKind
  public let inputs: [Float]
  public let value: Float
}

struct MergeWorking: LayerWorking {
  let kind: MergeKind
  let sizes: [MapSize]

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let values = zip(inputs, sizes).map { input, size in
      input[
        size.index(
          MapPlace(
            row: size.height == 1 ? 0 : place.row, column: size.width == 1 ? 0 : place.column,
            channel: size.channels == 1 ? 0 : place.channel))]
    }
    let value = Reference.merge(kind, values)
    return (.merged(MergedValues(kind: kind, inputs: values, value: value)), value)
  }
}

struct ConcatenateWorking: LayerWorking {
  let sizes: [MapSize]

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    var (number, channel) = (0, place.channel)
    while number < sizes.count - 1, channel >= sizes[number].channels {
      channel -= sizes[number].channels
      number += 1
    }
    let source = MapPlace(row: place.row, column: place.column, channel: channel)
    return (.moved(from: source, input: number), inputs[number][sizes[number].index(source)])
  }
}
