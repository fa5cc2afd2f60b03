/// What pixels are held as: bytes while every one is a whole number from 0 to 255, else floats.
protocol PixelValue {
  init?(whole: Int)
  init?(number: Double)
}

extension UInt8: PixelValue {
  @inline(__always)
  init?(whole: Int) { self.init(exactly: whole) }
  init?(number: Double) { self.init(exactly: number) }
}

extension Float: PixelValue {
  @inline(__always)
  init?(whole: Int) { self = Float(whole) }
  init?(number: Double) {
    self = Float(number)
    if !isFinite { return nil }
  }
}
