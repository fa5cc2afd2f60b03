import Core

/// Where a value stands in what a layer gives: a pixel of a feature map. A vector is a map of one pixel whose channels
/// are its values.
public struct MapPlace: Sendable, Equatable {
  public let row, column, channel: Int

  public init(row: Int = 0, column: Int = 0, channel: Int) {
    (self.row, self.column, self.channel) = (row, column, channel)
  }
}

/// The sizes of a map, as ``MapPlace`` counts them.
public struct MapSize: Sendable, Equatable {
  public let height, width, channels: Int

  public init(height: Int, width: Int, channels: Int) {
    (self.height, self.width, self.channels) = (height, width, channels)
  }

  /// The size that a shape of a layer's output means; nil for others than vectors and maps of height x width (x channels).
  public init?(_ shape: Shape) {
    switch shape.count {
    case 1: (height, width, channels) = (1, 1, shape[0])
    case 2: (height, width, channels) = (shape[0], shape[1], 1)
    case 3: (height, width, channels) = (shape[0], shape[1], shape[2])
    default: return nil
    }
  }

  /// The size of feature maps. - Throws: where the shape is none of these.
  init(ofMap shape: Shape) throws(ModelError) {
    guard let size = MapSize(shape), shape.count == 3 else {
      throw ModelError(
        "needs maps of height x width x channels, but its input is \(shape.crossDescription)")
    }
    self = size
  }

  /// The size that any shape means: where it is neither a vector nor a map, its values in a row.
  init(ofAny shape: Shape) {
    self = MapSize(shape) ?? MapSize(height: 1, width: 1, channels: shape.reduce(1, *))
  }

  public func index(_ place: MapPlace) -> Int {
    (place.row * width + place.column) * channels + place.channel
  }

  public func place(_ index: Int) -> MapPlace {
    MapPlace(
      row: index / channels / width, column: index / channels % width, channel: index % channels)
  }

  public func contains(_ place: MapPlace) -> Bool {
    (0..<height).contains(place.row) && (0..<width).contains(place.column)
      && (0..<channels).contains(place.channel)
  }

  /// One channel of a map's values, row after row.
  public func plane(_ channel: Int, of values: [Float]) -> [Float] {
    (0..<height * width).map { values[$0 * channels + channel] }
  }
}
