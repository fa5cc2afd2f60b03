extension Reference {
  /// An image as a map of the plane shows it: the value of the old image, continued beyond its edges, at the place of each new pixel.
  public static func mapPlane<Number: BinaryFloatingPoint>(
    _ map: AffineMap, of image: Map<Number>, _ sampling: PlaneSampling
  ) -> Map<Number> {
    /// The image without an end.
    func pixel(_ row: Int, _ column: Int, _ c: Int) -> Number {
      func inside(_ i: Int, _ count: Int) -> Int {
        var i = i
        while i < 0 || i >= count {
          switch sampling.fill {
          case .reflect: i = i < 0 ? -1 - i : 2 * count - 1 - i
          case .wrap: i = i < 0 ? i + count : i - count
          case .nearest, .constant: i = i < 0 ? 0 : count - 1
          }
        }
        return i
      }
      let isThere = (0..<image.height).contains(row) && (0..<image.width).contains(column)
      guard isThere || sampling.fill != .constant else { return Number(sampling.fillValue) }
      return image.values[
        index(
          inside(row, image.height), inside(column, image.width), c, width: image.width,
          channels: image.channels)]
    }
    var values: [Number] = []
    for row in 0..<image.height {
      for column in 0..<image.width {
        let x = map.a0 * Double(column) + map.a1 * Double(row) + map.a2
        let y = map.b0 * Double(column) + map.b1 * Double(row) + map.b2
        for c in 0..<image.channels {
          guard !sampling.isNearest else {
            values.append(pixel(Int(clamping: y.rounded()), Int(clamping: x.rounded()), c))
            continue
          }
          var value: Number = 0
          for r in [y.rounded(.down), y.rounded(.down) + 1] {
            for k in [x.rounded(.down), x.rounded(.down) + 1] {
              value +=
                Number((1 - abs(y - r)) * (1 - abs(x - k))) * pixel(Int(clamping: r), Int(clamping: k), c)
            }
          }
          values.append(value)
        }
      }
    }
    return Map(height: image.height, width: image.width, channels: image.channels, values: values)
  }
}
