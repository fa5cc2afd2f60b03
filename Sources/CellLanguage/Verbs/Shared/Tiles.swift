import Charts
import NeuralNetwork

/// Tiles of what networks work with.
extension Tile {
  /// An image as a model takes it: in colour where it has three channels. A white image is white; a normalized one goes
  /// from its least value to its greatest.
  static func image(
    _ values: [Float], _ size: MapSize, title: String = "", frame: Frame? = nil, side: Double = 112,
    key given: ColourKey? = nil
  ) -> Tile {
    let key = given ?? ColourKey.pixels(values)
    return Tile(
      width: size.width, height: size.height, pixels: imagePixels(values, size, key), title: title,
      frame: frame, side: side, key: key.isNatural ? nil : key)
  }

  /// The bytes of such an image, red, green and blue.
  static func imagePixels(_ values: [Float], _ size: MapSize, _ key: ColourKey? = nil) -> [UInt8] {
    let key = key ?? ColourKey.pixels(values)
    guard size.channels == 3 else { return key.colours(size.plane(0, of: values)) }
    return TileColours.colour(values, in: key.low...key.high)
  }

  /// Values in the colours of a scale, which stands below.
  static func coloured(
    _ values: [Float], width: Int, height: Int, key: ColourKey, title: String = "", frame: Frame? = nil,
    side: Double = 112
  ) -> Tile {
    Tile(
      width: width, height: height, pixels: key.colours(values), title: title, frame: frame, side: side,
      key: key)
  }

  /// One channel of what a layer gives, on the scale of the whole layer: its maps can be compared.
  static func map(
    _ values: [Float], _ size: MapSize, channel: Int, isInput: Bool = false, title: String = "",
    frame: Frame? = nil, side: Double = 112
  ) -> Tile {
    let key = isInput ? ColourKey.pixels(values) : ColourKey.layer(values)
    return Tile(
      width: size.width, height: size.height, pixels: key.colours(size.plane(channel, of: values)),
      title: title, frame: frame, side: side, key: key.isNatural && isInput ? nil : key)
  }

  /// The values of a vector in rows of `columns`, those that are missing in the last row gray.
  static func vector(
    _ values: [Float], columns: Int = 16, title: String = "", marked: Int? = nil, side: Double = 112
  ) -> Tile {
    let width = max(1, min(columns, values.count))
    let height = max(1, (values.count + width - 1) / width)
    let key = ColourKey.layer(values)
    let colours = key.colours(values)
    let rest = [UInt8](repeating: 0xD0, count: 3 * (width * height - values.count))
    return Tile(
      width: width, height: height, pixels: colours + rest, title: title,
      frame: marked.map { Frame(row: $0 / width, column: $0 % width, height: 1, width: 1) }, side: side,
      key: key)
  }

  /// Numbers that can be read, on their colours.
  static func numbers(
    _ values: [Float], width: Int, pixels: [UInt8], title: String = "", frame: Frame? = nil
  ) -> Tile {
    Tile(
      width: width, height: max(1, values.count / max(1, width)), pixels: pixels, title: title,
      values: values.map(pictureText), frame: frame)
  }

  /// As short as a number can stand on a pixel.
  static func pictureText(_ value: Float) -> String {
    if value.rounded() == value, abs(value) < 10_000 { return String(Int(clamping: value)) }
    let text = formatted(abs(value) >= 100 ? "%.0f" : abs(value) >= 10 ? "%.1f" : "%.2f", Double(value))
    return text == "-0.00" ? "0.00" : text
  }
}

extension Tile.Frame {
  /// The part of a window that lies on a map; nil where nothing does.
  static func clipped(top: Int, left: Int, height: Int, width: Int, on size: MapSize) -> Tile.Frame? {
    let rows = max(0, top)..<max(0, top, min(size.height, top + height))
    let columns = max(0, left)..<max(0, left, min(size.width, left + width))
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
    return Tile.Frame(
      row: rows.lowerBound, column: columns.lowerBound, height: rows.count, width: columns.count)
  }
}
