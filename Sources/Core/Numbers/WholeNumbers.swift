/// Whole numbers from floats, without a trap.
///
/// Swift's own `Int(x)` ends the program where x is NaN, infinite or too large, and floats come from files, cells and
/// trainings that went wrong. Here it is deprecated, which the build takes for an error (see Package.swift). Every target has
/// this file, as a link, for only a target's own declarations go before those of the standard library.

extension FixedWidthInteger {
  /// The number without its decimals; the nearest that this type has where it is too large, 0 for NaN.
  @inline(__always)
  init(clamping x: Double) {
    if let whole = Int64(exactly: x.rounded(.towardZero)) {
      self.init(clamping: whole)
    } else if x >= 0x1p63 {
      // Of the types here only unsigned 64 bits go on beyond Int64.
      self = UInt64(exactly: x.rounded(.towardZero)).map { Self(clamping: $0) } ?? .max
    } else {
      self = x < 0 ? .min : 0
    }
  }

  /// The number without its decimals; the nearest that this type has where it is too large, 0 for NaN.
  @inline(__always)
  init(clamping x: Float) { self.init(clamping: Double(x)) }
}

extension Int {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension Int8 {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int8(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int8(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension Int16 {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int16(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int16(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension Int32 {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int32(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int32(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension Int64 {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int64(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use Int64(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension UInt {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension UInt8 {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt8(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt8(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension UInt16 {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt16(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt16(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension UInt32 {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt32(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt32(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}

extension UInt64 {
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt64(clamping: x)")
  init(_ x: Double) { self.init(clamping: x) }
  @available(*, deprecated, message: "it traps on NaN and large numbers: use UInt64(clamping: x)")
  init(_ x: Float) { self.init(clamping: x) }
}
