import Foundation

/// The numbers that a table's fields are.
enum TableNumber {
  /// What stands where a value is missing, as pandas reads it; an empty field too.
  private static let missing: Set<String> = [
    "", "?", "-", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "nil",
  ]

  static func isMissing(_ field: String) -> Bool { missing.contains(field.lowercased()) }

  /// Powers of ten that a Double holds exactly.
  private static let powers: [Double] = (0...22).map { pow(10, Double($0)) }

  /// A number in decimal notation, correctly rounded: `3`, `-0.5`, `1e-3`, `.5`, `5.`, and `0,5` where the comma
  /// separates no columns. nil for anything else, and for infinities.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, decimalComma: Bool) -> Double? {
    var place = 0
    var isNegative = false
    if place < bytes.count, bytes[place] == 0x2D || bytes[place] == 0x2B {
      isNegative = bytes[place] == 0x2D
      place += 1
    }
    var (mantissa, scale, digits, isExact) = (UInt64(0), 0, 0, true)
    var isFraction = false
    while place < bytes.count {
      let byte = bytes[place]
      if byte &- 0x30 < 10 {
        if mantissa < 1 << 59 {
          mantissa = mantissa * 10 + UInt64(byte &- 0x30)
          if isFraction { scale -= 1 }
        } else {
          isExact = isExact && byte == 0x30
          if !isFraction { scale += 1 }
        }
        digits += 1
      } else if !isFraction, byte == 0x2E || decimalComma && byte == 0x2C {
        isFraction = true
      } else {
        break
      }
      place += 1
    }
    guard digits > 0 else { return nil }
    if place < bytes.count {
      guard bytes[place] | 0x20 == 0x65 else { return nil }
      place += 1
      var isSmall = false
      if place < bytes.count, bytes[place] == 0x2D || bytes[place] == 0x2B {
        isSmall = bytes[place] == 0x2D
        place += 1
      }
      guard place < bytes.count else { return nil }
      var exponent = 0
      while place < bytes.count {
        guard bytes[place] &- 0x30 < 10 else { return nil }
        exponent = min(exponent * 10 + Int(bytes[place] &- 0x30), 100_000)
        place += 1
      }
      scale += isSmall ? -exponent : exponent
    }
    // Both factors are exact, so their product or quotient is rounded once (Clinger, "How to read floating point
    // numbers accurately", 1990).
    if isExact, mantissa < 1 << 53, abs(scale) <= 22 {
      let value = scale < 0 ? Double(mantissa) / powers[-scale] : Double(mantissa) * powers[scale]
      return isNegative ? -value : value
    }
    if mantissa == 0 { return isNegative ? -0.0 : 0 }
    let text = bytes.map { $0 == 0x2C ? 0x2E : $0 }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  static func parse(_ field: String, decimalComma: Bool = false) -> Double? {
    var field = field
    return field.withUTF8 { parse($0, decimalComma: decimalComma) }
  }
}
