import Foundation

/// What the colours of a picture mean: the scale that its pixels are drawn with, and that the key beside it shows.
///
/// Pictures that are compared are drawn with one of these.
public struct ColourKey: Sendable, Equatable {
  public enum Palette: Sendable {
    /// From black to white.
    case gray
    /// From blue over white, 0, to orange.
    case signed
    /// From black over red to pale yellow.
    case heat
  }

  public var palette: Palette
  public var low, high: Float

  public init(_ palette: Palette, low: Float, high: Float) {
    (self.palette, self.low, self.high) = (palette, low, high)
  }

  /// Pixels of images: 0 to 1 or 0 to 255 where they lie within, so that a white image is white; else (normalized
  /// images) from the least to the greatest.
  public static func pixels(_ values: [Float]) -> ColourKey {
    let range = TileColours.range(values)
    for high: Float in [1, 255] where range.lowerBound >= 0 && range.upperBound <= high {
      return ColourKey(.gray, low: 0, high: high)
    }
    // A constant stands in the middle, neither black nor white.
    let isConstant = range.lowerBound == range.upperBound
    return ColourKey(
      .gray, low: isConstant ? range.lowerBound - 1 : range.lowerBound,
      high: isConstant ? range.upperBound + 1 : range.upperBound)
  }

  /// What a layer gives, all of its maps: gray from 0 where nothing is negative, else blue below 0 and orange above.
  public static func layer(_ values: [Float]) -> ColourKey {
    let limit = TileColours.limit(values)
    let shown = limit > 0 ? limit : 1
    return values.contains { $0 < 0 }
      ? ColourKey(.signed, low: -shown, high: shown) : ColourKey(.gray, low: 0, high: shown)
  }

  public static func signed(_ values: [Float]) -> ColourKey {
    let limit = TileColours.limit(values)
    return ColourKey(.signed, low: limit > 0 ? -limit : -1, high: limit > 0 ? limit : 1)
  }

  public static func heat(_ values: [Float]) -> ColourKey {
    let limit = TileColours.limit(values)
    return ColourKey(.heat, low: 0, high: limit > 0 ? limit : 1)
  }

  /// Whether these are the pixels of an image as everyone knows them: black is 0, white 1 or 255.
  public var isNatural: Bool { palette == .gray && low == 0 && (high == 1 || high == 255) }

  /// Red, green and blue of each value.
  public func colours(_ values: [Float]) -> [UInt8] {
    switch palette {
    case .gray: TileColours.gray(values, in: low...max(low, high))
    case .signed: TileColours.signed(values, limit: high)
    case .heat: TileColours.heat(values, limit: high)
    }
  }

  /// For readers of text: `blue −0.31, white 0, orange 0.31`.
  public var text: String {
    switch palette {
    case .gray: "black \(lowText), white \(highText)"
    case .signed: "blue \(lowText), white 0, orange \(highText)"
    case .heat: "black \(lowText), pale yellow \(highText)"
    }
  }

  var lowText: String { Double(low).keyText }
  var highText: String { Double(high).keyText }

  /// The key as it stands below pictures: the ends of the scale at either side of its colours.
  /// - Returns: the elements and the room they take.
  func strip(named name: String, left: Double, top: Double) -> (elements: [Element], width: Double) {
    let style = TextStyle.tick
    let y = top + style.lineHeight / 2
    var x = left
    var elements: [Element] = []
    func write(_ text: String) {
      elements.append(.text(text, x: x, y: y, style: style))
      x += style.width(text) + 6
    }
    if !name.isEmpty { write(name + ":") }
    write(lowText)
    let (count, width) = (25, 5.0)
    let values = (0..<count).map { low + (high - low) * Float($0) / Float(count - 1) }
    let bytes = colours(values)
    let squares = (0..<count).map { k in
      Element(
        "rect",
        [
          "x": x + Double(k) * width, "y": y - 6, "width": width, "height": 12.0,
          "fill": RGB(bytes[3 * k], bytes[3 * k + 1], bytes[3 * k + 2]).hex,
        ])
    }
    elements.append(
      Element(
        "g", ["class": "key", "shape-rendering": "crispEdges"],
        content: squares.map(\.svg).joined(separator: "\n")))
    elements.append(
      .rectangle(Box(left: x, top: y - 6, width: Double(count) * width, height: 12), class: "edge"))
    x += Double(count) * width + 6
    write(highText)
    return (elements, x - left)
  }
}

extension Double {
  /// Three significant digits: a key is read, not measured.
  fileprivate var keyText: String { (Double(String(format: "%.3g", self)) ?? self).valueText }
}
