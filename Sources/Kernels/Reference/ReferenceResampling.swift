extension Reference {
  /// The value at a point of a map, between the four pixels around it; pixels beyond the edge are those at the edge.
  static func bilinear<Number: BinaryFloatingPoint>(
    _ map: Map<Number>, _ y: Double, _ x: Double, _ c: Int
  ) -> Number {
    var value: Number = 0
    for row in [y.rounded(.down), y.rounded(.down) + 1] {
      for column in [x.rounded(.down), x.rounded(.down) + 1] {
        let weight = (1 - abs(y - row)) * (1 - abs(x - column))
        let (r, k) = (
          min(max(Int(clamping: row), 0), map.height - 1), min(max(Int(clamping: column), 0), map.width - 1)
        )
        value += Number(weight) * map.values[index(r, k, c, width: map.width, channels: map.channels)]
      }
    }
    return value
  }

  /// A map in another size, with half-pixel centres: `isNearest` takes the pixel under each new middle.
  public static func resize<Number: BinaryFloatingPoint>(
    _ map: Map<Number>, height: Int, width: Int, isNearest: Bool
  ) -> Map<Number> {
    var values: [Number] = []
    for y in 0..<height {
      for x in 0..<width {
        let middleY = (Double(y) + 0.5) * Double(map.height) / Double(height)
        let middleX = (Double(x) + 0.5) * Double(map.width) / Double(width)
        for c in 0..<map.channels {
          values.append(
            isNearest
              ? map.values[
                index(
                  Int(clamping: middleY), Int(clamping: middleX), c, width: map.width, channels: map.channels)
              ]
              : bilinear(map, middleY - 0.5, middleX - 0.5, c))
        }
      }
    }
    return Map(height: height, width: width, channels: map.channels, values: values)
  }
}
