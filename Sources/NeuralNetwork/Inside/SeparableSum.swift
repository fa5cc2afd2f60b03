import Kernels

/// The sums behind one value of a SeparableConv2D: that of each map by itself, and that over the maps.
public struct SeparableSum: Sendable {
  /// Of every map between the two convolutions, at the value's place.
  public let depthwise: [WeightedSum]
  /// Its inputs are the totals of these.
  public let pointwise: WeightedSum
}

struct SeparableWorking: LayerWorking {
  let depthwise, pointwise: ConvolutionWorking

  private var depthwiseCount: Int {
    depthwise.rows.length * depthwise.columns.length * depthwise.output.channels
  }

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    var middle = [Float](
      repeating: 0,
      count: pointwise.input.height * pointwise.input.width
        * pointwise.input.channels)
    let sums = (0..<pointwise.input.channels).map { channel in
      let between = MapPlace(row: place.row, column: place.column, channel: channel)
      let sum = depthwise.sum(at: between, inputs[0], weights)
      middle[pointwise.input.index(between)] = sum.total
      return sum
    }
    let sum = pointwise.sum(at: place, middle, weights.dropFirst(depthwiseCount))
    return (.separable(SeparableSum(depthwise: sums, pointwise: sum)), sum.total)
  }

  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)] {
    if tensor == "bias" {
      return pointwise.factors(tensor: tensor, index: index, input: [], batch: [], weights: [])
    }
    let filters = pointwise.output.channels
    func mixing(_ channel: Int, _ filter: Int) -> Float {
      weights[weights.startIndex + depthwiseCount + channel * filters + filter]
    }
    if tensor == "pointwise_kernel" {
      // Each weight takes in the map that it mixes.
      return (0..<pointwise.output.height * pointwise.output.width).map { pixel in
        let (row, column) = (
          pixel / pointwise.output.width, pixel % pointwise.output.width
        )
        let between = MapPlace(row: row, column: column, channel: index[2])
        return (
          MapPlace(row: row, column: column, channel: index[3]),
          depthwise.sum(at: between, input, weights).total
        )
      }
    }
    // Each weight goes through its map into every filter.
    let multiplier = depthwise.output.channels / depthwise.input.channels
    let channel = index[2] * multiplier + index[3]
    return depthwise.factors(
      tensor: "kernel", index: [index[0], index[1], 0, channel], input: input, batch: batch, weights: weights
    ).flatMap { place, factor in
      (0..<filters).map { filter in
        (
          MapPlace(row: place.row, column: place.column, channel: filter),
          factor * mixing(channel, filter)
        )
      }
    }
  }
}
