/// Round numbers along an axis: the multiples of 1, 2 or 5 times a power of ten.
///
/// A tick is kept as an integer times a power of ten, so that its label is exact and no rounding of
/// 0.1 + 0.2 ever shows.
struct Ticks {
  /// The distance between ticks is `mantissa` times 10 to the `exponent`.
  let mantissa: Int
  let exponent: Int
  /// Tick `i` is `i` such distances from zero.
  private(set) var multiples: ClosedRange<Int>

  enum Extent {
    /// Only ticks within the range.
    case inside
    /// One more on either side where the range does not end on a tick: the axis then does.
    case around
  }

  /// The closest ticks that number at most `limit` (one more, if `around`). The range must not be empty,
  /// as `ClosedRange(covering:)` promises.
  init(_ range: ClosedRange<Double>, extent: Extent, limit: Int, integersOnly: Bool = false) {
    let closest = (range.upperBound - range.lowerBound) / Double(max(limit, 2) - 1)
    // log10(2) times the binary exponent: at most one power of ten too low, and the same everywhere.
    var exponent = Int(clamping: (Double(closest.exponent) * 0.30103).rounded(.down)) - 1
    if integersOnly { exponent = max(exponent, 0) }
    var mantissa = 1
    while Double(mantissa) * Self.power(exponent) < closest * (1 - 1e-9) {
      switch mantissa {
      case 1: mantissa = 2
      case 2: mantissa = 5
      default: (mantissa, exponent) = (1, exponent + 1)
      }
    }
    self.mantissa = mantissa
    self.exponent = exponent

    let step = Double(mantissa) * Self.power(exponent)
    let (low, high) = (range.lowerBound / step, range.upperBound / step)
    // A thousandth of a millionth of a step is a rounding error, not a distance.
    let slack = 1e-9
    let first = extent == .inside ? (low - slack).rounded(.up) : (low + slack).rounded(.down)
    let last = extent == .inside ? (high + slack).rounded(.down) : (high - slack).rounded(.up)
    let start = Int(exactly: first) ?? 0
    multiples = start...max(start, Int(exactly: last) ?? start)
  }

  /// Ten to the `exponent`, correctly rounded (`pow` is not on every machine).
  private static func power(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? .infinity }

  private func value(_ i: Int) -> Double { Double("\(i * mantissa)e\(exponent)") ?? .infinity }

  /// From the first tick to the last.
  var range: ClosedRange<Double> { value(multiples.lowerBound)...value(multiples.upperBound) }

  var list: [Tick] { multiples.map { Tick(value: value($0), label: label($0)) } }

  /// All labels of an axis have the same decimals, or the same power of ten.
  private func label(_ i: Int) -> String {
    if i == 0 { return "0" }
    if -6...5 ~= exponent {
      let zeros = String(repeating: "0", count: max(exponent, 0))
      return Self.decimal(i * mantissa, places: max(-exponent, 0)) + zeros
    }
    let largest = max(multiples.lowerBound.magnitude, multiples.upperBound.magnitude) * UInt(mantissa)
    let places = String(largest).count - 1
    var digits = Self.decimal(i * mantissa, places: places)
    if places > 0 {
      while digits.last == "0" { digits.removeLast() }
      if digits.last == "." { digits.removeLast() }
    }
    return digits + "×10" + superscript(exponent + places)
  }

  /// `number` divided by 10 to the `places`: `decimal(-125, places: 2)` is −1.25.
  private static func decimal(_ number: Int, places: Int) -> String {
    var digits = String(number.magnitude)
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    if places > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places)) }
    return (number < 0 ? "−" : "") + digits
  }
}

/// A labelled place on an axis.
struct Tick {
  var value: Double
  var label: String
}

/// An exponent as it is set: ⁻¹².
func superscript(_ exponent: Int) -> String {
  let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
  return (exponent < 0 ? "⁻" : "")
    + String(String(exponent.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } })
}
