extension Reference {
  /// output[y, x, c] = input[y - top, x - left, c], 0 where there is no such pixel.
  public static func placeMap<Number: BinaryFloatingPoint>(
    _ input: Map<Number>, top: Int, left: Int, height: Int, width: Int
  ) -> Map<Number> {
    var values: [Number] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<input.channels {
          let isThere = (0..<input.height).contains(y - top) && (0..<input.width).contains(x - left)
          values.append(
            isThere
              ? input.values[index(y - top, x - left, c, width: input.width, channels: input.channels)] : 0)
        }
      }
    }
    return Map(height: height, width: width, channels: input.channels, values: values)
  }

  /// output[i, j, ...] = input at the place whose number along axis `axes[0]` is i, along `axes[1]` is j, and so on.
  public static func permuteAxes<Number: BinaryFloatingPoint>(
    _ input: [Number], shape: [Int], axes: [Int]
  ) -> [Number] {
    let lengths = axes.map { shape[$0] }
    return (0..<input.count).map { k in
      var (left, place) = (k, [Int](repeating: 0, count: shape.count))
      for (axis, length) in zip(axes, lengths).reversed() {
        place[axis] = left % length
        left /= length
      }
      return input[zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }
  }
}
