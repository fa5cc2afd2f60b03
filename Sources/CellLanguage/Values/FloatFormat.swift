import Core
import Foundation

/// How NumPy writes the floats of one array: each with the fewest digits that tell it from its neighbours, at most
/// eight after the point; with exponents where the sizes differ by more than a thousand or are extreme.
/// Source: `FloatingFormat` in numpy/_core/arrayprint.py, version 2.4.
struct FloatFormat {
  private static let precision = 8
  /// From here on a float has an exponent: 32 bits hold six digits for sure (NumPy 2.3; older ones took 1e8).
  static let exponentsFrom: Float = 1e6
  private let usesExponents: Bool
  /// The digits after the point of the value that has most.
  private let decimals: Int

  init(_ values: [Float]) {
    let finite = values.filter(\.isFinite)
    let sizes = finite.map(abs).filter { $0 > 0 }
    let (least, greatest) = (sizes.min() ?? 1, sizes.max() ?? 1)
    usesExponents = greatest >= Self.exponentsFrom || least < 1e-4 || greatest / least > 1000
    let exponents = usesExponents
    decimals =
      finite.map { exponents ? FloatDigits($0).digits.count - 1 : Self.fraction($0).count }.max() ?? 0
  }

  func text(_ value: Float) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if usesExponents {
      let text = String(format: "%.\(decimals)e", Double(value))
      return decimals > 0 ? text : text.replacing("e", with: ".e")
    }
    let fraction = Self.fraction(value)
    let whole = String(format: "%.8f", Double(value)).prefix { $0 != "." }
    return "\(whole).\(fraction)" + String(repeating: " ", count: decimals - fraction.count)
  }

  /// The digits after the point, without zeros at their end.
  private static func fraction(_ value: Float) -> String {
    let digits = FloatDigits(value)
    let count = min(precision, max(0, digits.digits.count - 1 - digits.exponent))
    var text = String(format: "%.\(count)f", Double(value)).drop { $0 != "." }.dropFirst()
    while text.last == "0" { text.removeLast() }
    return String(text)
  }
}

/// One float as NumPy prints a `float32`: with the fewest digits that stand for it, and an exponent from a million on
/// and below a ten-thousandth. A whole number has no point, as any other number of a cell.
/// Source: numpy/_core/src/multiarray/scalartypes.c.src, version 2.4.
func printFloat32(_ value: Float) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  if abs(value) < FloatFormat.exponentsFrom, value.rounded() == value { return shortNumber(Double(value)) }
  let sign = value.sign == .minus ? "-" : ""
  let number = FloatDigits(value)
  let (digits, exponent) = (number.digits, number.exponent)
  if value != 0, abs(value) >= FloatFormat.exponentsFrom || abs(value) < 1e-4 {
    let fraction = digits.dropFirst()
    let power = (exponent < 0 ? "-" : "+") + (abs(exponent) < 10 ? "0" : "") + String(abs(exponent))
    return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e" + power
  }
  if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
  return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
}

/// The fewest decimal digits that stand for a float, `d.ddd e exponent`, without zeros at either end.
private struct FloatDigits {
  let digits: String
  let exponent: Int

  init(_ value: Float) {
    let parts = "\(abs(value))".split(separator: "e")
    let number = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = number.count > 1 ? number[1] : ""
    let written = number[0] + fraction
    let leadingZeros = written.prefix { $0 == "0" }.count
    var digits = written.dropFirst(leadingZeros)
    while digits.last == "0" { digits.removeLast() }
    self.digits = digits.isEmpty ? "0" : String(digits)
    let shift = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    exponent = digits.isEmpty ? 0 : number[0].count - 1 - leadingZeros + shift
  }
}
