/// How many colours a terminal shows.
public enum ColourDepth: Sendable, CaseIterable {
  /// None but its own: pictures are drawn in shades of the letters' colour.
  case plain
  /// The 256 colours of xterm.
  case palette
  /// Any red, green and blue of 8 bits each.
  case full

  /// The parameters of ECMA-48's SGR sequence that give letters (`isBackground`: what is behind them) a colour.
  func parameters(_ colour: RGB, isBackground: Bool) -> [Int]? {
    let target = isBackground ? 48 : 38
    switch self {
    case .plain: return nil
    case .palette: return [target, 5, colour.paletteNumber]
    case .full: return [target, 2, Int(colour.red), Int(colour.green), Int(colour.blue)]
    }
  }
}

extension RGB {
  /// The nearest of xterm's colours 16 to 255: a cube of six levels for each of red, green and blue, and 24 grays.
  var paletteNumber: Int {
    let levels = [0, 95, 135, 175, 215, 255]
    let parts = [Int(red), Int(green), Int(blue)]
    let cube = parts.map { part in
      levels.indices.min { abs(levels[$0] - part) < abs(levels[$1] - part) } ?? 0
    }
    let gray = min(23, max(0, (parts.reduce(0, +) / 3 - 3) / 10))
    func distance(_ colour: [Int]) -> Int {
      zip(colour, parts).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let grayPart = 8 + 10 * gray
    return distance([grayPart, grayPart, grayPart]) < distance(cube.map { levels[$0] })
      ? 232 + gray : 16 + 36 * cube[0] + 6 * cube[1] + cube[2]
  }

  /// `#0072b2`; black where the text is no colour.
  init(hex: String) {
    let number = UInt32(hex.dropFirst(), radix: 16) ?? 0
    self.init(
      UInt8(truncatingIfNeeded: number >> 16), UInt8(truncatingIfNeeded: number >> 8),
      UInt8(truncatingIfNeeded: number))
  }

  /// How bright it looks, 0 to 1 (the luma of ITU-R BT.709).
  var brightness: Double {
    (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255
  }
}
