import Core

/// Merging to be read: one image, number by number.
extension Reference {
  /// A map: `values[(row * width + column) * channels + channel]`.
  public struct Map<Number: BinaryFloatingPoint> {
    public let height, width, channels: Int
    public let values: [Number]

    public init(height: Int, width: Int, channels: Int, values: [Number]) {
      (self.height, self.width, self.channels, self.values) = (height, width, channels, values)
    }

    /// Where the value that counts at a place lies: a length of 1 counts everywhere.
    func index(_ row: Int, _ column: Int, _ channel: Int) -> Int {
      ((height == 1 ? 0 : row) * width + (width == 1 ? 0 : column)) * channels + (channels == 1 ? 0 : channel)
    }

    subscript(_ row: Int, _ column: Int, _ channel: Int) -> Number { values[index(row, column, channel)] }
  }

  public static func merge<Number: BinaryFloatingPoint>(_ kind: MergeKind, _ values: [Number]) -> Number {
    let first = values[0]
    switch kind {
    case .sum: return values.dropFirst().reduce(first, +)
    case .difference: return values.dropFirst().reduce(first, -)
    case .product: return values.dropFirst().reduce(first, *)
    case .mean: return values.dropFirst().reduce(first, +) / Number(values.count)
    case .maximum: return values.dropFirst().reduce(first) { $1 > $0 || $1.isNaN ? $1 : $0 }
    case .minimum: return values.dropFirst().reduce(first) { $1 < $0 || $1.isNaN ? $1 : $0 }
    }
  }

  public static func merge<Number>(_ kind: MergeKind, _ maps: [Map<Number>]) -> Map<Number> {
    let height = maps.map(\.height).max() ?? 0
    let width = maps.map(\.width).max() ?? 0
    let channels = maps.map(\.channels).max() ?? 0
    var values: [Number] = []
    for row in 0..<height {
      for column in 0..<width {
        for channel in 0..<channels { values.append(merge(kind, maps.map { $0[row, column, channel] })) }
      }
    }
    return Map(height: height, width: width, channels: channels, values: values)
  }

  /// The gradient of one of the maps.
  public static func mergeGradient<Number>(
    _ kind: MergeKind, _ maps: [Map<Number>], of number: Int, outputGradient: Map<Number>
  ) -> Map<Number> {
    let own = maps[number]
    var gradient = [Number](repeating: 0, count: own.values.count)
    for row in 0..<outputGradient.height {
      for column in 0..<outputGradient.width {
        for channel in 0..<outputGradient.channels {
          let values = maps.map { $0[row, column, channel] }
          let slope = outputGradient[row, column, channel]
          let share: Number
          switch kind {
          case .sum: share = slope
          case .difference: share = number == 0 ? slope : 0 - slope
          case .mean: share = slope / Number(maps.count)
          case .product:
            share = values.enumerated().reduce(slope) { $1.offset == number ? $0 : $0 * $1.element }
          case .maximum, .minimum:
            share = values.firstIndex(of: merge(kind, values)) == number ? slope : 0
          }
          gradient[own.index(row, column, channel)] += share
        }
      }
    }
    return Map(height: own.height, width: own.width, channels: own.channels, values: gradient)
  }
}
