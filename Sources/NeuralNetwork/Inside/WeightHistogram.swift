/// How many weights of a layer lie where: 64 bins of one width around 0, whose outer ends are powers of two. So two
/// histograms can be brought to one scale exactly, by joining neighbouring bins.
public struct WeightHistogram: Sendable, Equatable, Codable {
  /// The bins go from -limit to limit.
  public let limit: Double
  public let counts: [Int]

  public static let bins = 64
  private static let smallest = 0x1p-40

  public init(_ values: some Sequence<Float>) {
    let largest = values.reduce(0) { $1.isFinite ? max($0, abs(Double($1))) : $0 }
    var limit = Self.smallest
    while limit < largest { limit *= 2 }
    var counts = [Int](repeating: 0, count: Self.bins)
    for value in values where value.isFinite {
      let place = (Double(value) / limit + 1) / 2 * Double(Self.bins)
      counts[min(Self.bins - 1, Int(clamping: place))] += 1
    }
    (self.limit, self.counts) = (limit, counts)
  }

  private init(limit: Double, counts: [Int]) { (self.limit, self.counts) = (limit, counts) }

  /// The histogram of these weights in bins that go to `wider`, a power of two of at least ``limit``.
  public func widened(to wider: Double) -> WeightHistogram {
    var result = self
    while result.limit < wider {
      let quarter = [Int](repeating: 0, count: Self.bins / 4)
      let joined = (0..<Self.bins / 2).map { result.counts[2 * $0] + result.counts[2 * $0 + 1] }
      result = WeightHistogram(limit: result.limit * 2, counts: quarter + joined + quarter)
    }
    return result
  }
}

/// The histogram of a layer's kernel.
public struct LayerHistogram: Sendable, Equatable, Codable {
  /// The layer's.
  public let name: String
  public let histogram: WeightHistogram
}

extension Model {
  /// Those of all layers with a kernel.
  public var weightHistograms: [LayerHistogram] {
    nodes.indices.compactMap { index in
      guard let (_, range) = tensors(layer: index).first(where: { $0.weight.name.hasSuffix("kernel") }) else {
        return nil
      }
      return LayerHistogram(name: nodes[index].name, histogram: WeightHistogram(parameters[range]))
    }
  }
}
