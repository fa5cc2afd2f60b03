import Core

/// One image: height x width x channels values, row by row, the channels of a pixel side by side.
public struct Raster<Element: PixelElement>: Sendable, Equatable {
  public let height, width, channels: Int
  public let elements: [Element]
  /// Black and white: the least and the greatest value that a pixel can have.
  public let limits: ClosedRange<Float>

  /// Nil where the number of elements is not height · width · channels.
  public init?(height: Int, width: Int, channels: Int, elements: [Element]) {
    let (area, overflows) = height.multipliedReportingOverflow(by: width)
    guard height >= 0, width >= 0, channels >= 0, !overflows,
      area.multipliedReportingOverflow(by: channels) == (elements.count, false)
    else { return nil }
    self.init(checked: height, width, channels, elements)
  }

  init(
    checked height: Int, _ width: Int, _ channels: Int, _ elements: [Element],
    limits: ClosedRange<Float>? = nil
  ) {
    self.limits = limits ?? Element.black.float...Element.white.float
    self.height = height
    self.width = width
    self.channels = channels
    self.elements = elements
  }

  /// Writes the elements of a new image into memory that `fill` receives.
  init(
    height: Int, width: Int, channels: Int, filledBy fill: (UnsafeMutableBufferPointer<Element>) -> Void
  ) {
    let count = height * width * channels
    self.init(
      checked: height, width, channels,
      [Element](unsafeUninitializedCapacity: count) { memory, initialized in
        fill(memory)
        initialized = count
      })
  }
}

/// What a pixel is made of: bytes from 0 to 255, or floats, whose white is 1.
public protocol PixelElement: Sendable, Equatable, Comparable {
  /// What weighted sums of pixels are computed in.
  associatedtype Sum
  /// 255 for bytes, 1 for floats.
  static var white: Self { get }
  static var black: Self { get }

  var float: Float { get }
  /// The nearest one: bytes are rounded to the nearest (halves up) and end at 0 and 255.
  init(nearest value: Float)

  static func weight(_ weight: Double) -> Sum
  /// The weighted sum of `count` elements, `stride` apart.
  static func weightedSum(
    _ elements: UnsafePointer<Self>, stride: Int, weights: UnsafePointer<Sum>, count: Int
  ) -> Self

  /// The elements of a tensor's row.
  static func elements(of tensor: Tensor, row: Int, in range: Range<Int>) -> [Self]
  static func tensor(_ shape: Shape, _ elements: [Self]) -> Tensor
}

/// Weights of bytes are whole multiples of 2⁻²², as in Pillow's Resample.c, so that sums are exact.
private let weightBits: Int32 = 22

extension UInt8: PixelElement {
  public static let white: UInt8 = 255
  public static let black: UInt8 = 0

  public var float: Float { Float(self) }
  public init(nearest value: Float) {
    self = value > 0 ? UInt8(clamping: Swift.min(255, (value + 0.5).rounded(.down))) : 0
  }

  public static func weight(_ weight: Double) -> Int32 {
    Int32(clamping: weight * Double(1 << weightBits) + 0.5)
  }

  @inline(__always)
  public static func weightedSum(
    _ elements: UnsafePointer<UInt8>, stride: Int, weights: UnsafePointer<Int32>, count: Int
  ) -> UInt8 {
    var sum: Int32 = 1 << (weightBits - 1)
    for k in 0..<count { sum &+= Int32(elements[k &* stride]) &* weights[k] }
    return UInt8(truncatingIfNeeded: Swift.max(0, Swift.min(255, sum >> weightBits)))
  }

  public static func elements(of tensor: Tensor, row: Int, in range: Range<Int>) -> [UInt8] {
    tensor.bytes(ofRow: row, in: range) ?? tensor.floats(ofRow: row, in: range).map { UInt8(nearest: $0) }
  }

  public static func tensor(_ shape: Shape, _ elements: [UInt8]) -> Tensor {
    Tensor(shape: shape, bytes: elements)
  }
}

extension Float: PixelElement {
  public static let white: Float = 1
  public static let black: Float = 0

  public var float: Float { self }
  public init(nearest value: Float) { self = value }

  public static func weight(_ weight: Double) -> Double { weight }

  @inline(__always)
  public static func weightedSum(
    _ elements: UnsafePointer<Float>, stride: Int, weights: UnsafePointer<Double>, count: Int
  ) -> Float {
    var sum = 0.0
    for k in 0..<count { sum += Double(elements[k &* stride]) * weights[k] }
    return Float(sum)
  }

  public static func elements(of tensor: Tensor, row: Int, in range: Range<Int>) -> [Float] {
    tensor.floats(ofRow: row, in: range)
  }

  public static func tensor(_ shape: Shape, _ elements: [Float]) -> Tensor {
    Tensor(shape: shape, floats: elements)
  }
}
