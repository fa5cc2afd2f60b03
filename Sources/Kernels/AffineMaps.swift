import Core

/// A map of the plane: where in the old image the middle of a pixel of the new one lies. The names are those of Keras:
///
///     x = a0 · column + a1 · row + a2,  y = b0 · column + b1 · row + b2
///
/// Source: `keras.ops.image.affine_transform`, whose last two numbers are 0 here.
public struct AffineMap: Sendable, Equatable {
  public var a0 = 1.0
  public var a1 = 0.0
  public var a2 = 0.0
  public var b0 = 0.0
  public var b1 = 1.0
  public var b2 = 0.0

  /// Each pixel where it is.
  public init() {}

  /// - Parameter turn: by how many full turns the image turns around its middle, against the clock.
  public init(turn: Double, height: Int, width: Int) {
    let (sine, cosine) = sineAndCosine(ofTurn: turn)
    let (x, y) = (Double(width - 1) / 2, Double(height - 1) / 2)
    (a0, a1, a2) = (cosine, -sine, x - x * cosine + y * sine)
    (b0, b1, b2) = (sine, cosine, y - x * sine - y * cosine)
  }

  /// - Parameters:
  ///   - down: by how many pixels the image moves down; `right`: to the right.
  public init(down: Double, right: Double) { (a2, b2) = (-right, -down) }

  /// - Parameters:
  ///   - rows: how many old rows a new one spans, `columns` likewise; the middle stays.
  public init(rows: Double, columns: Double, height: Int, width: Int) {
    (a0, a2) = (columns, Double(width - 1) / 2 * (1 - columns))
    (b1, b2) = (rows, Double(height - 1) / 2 * (1 - rows))
  }

  /// - Parameters:
  ///   - flipsRows: whether what is above comes below.
  ///   - flipsColumns: whether what is on the left comes to the right.
  public init(flipsRows: Bool, flipsColumns: Bool, height: Int, width: Int) {
    if flipsColumns { (a0, a2) = (-1, Double(width - 1)) }
    if flipsRows { (b1, b2) = (-1, Double(height - 1)) }
  }
}

/// How an image is seen between its pixels and beyond its edges.
public struct PlaneSampling: Sendable {
  /// What is seen beyond the edge.
  public enum Fill: Sendable, CaseIterable {
    /// The image mirrored at its edge: `d c b a | a b c d | d c b a`.
    case reflect
    /// One value.
    case constant
    /// The outermost pixels: `a a a a | a b c d | d d d d`.
    case nearest
    /// The image again: `a b c d | a b c d | a b c d`.
    case wrap
  }

  public let height, width, channels: Int
  /// Whether the nearest pixel is taken, rather than a mixture of four (bilinear).
  public let isNearest: Bool
  public let fill: Fill
  public let fillValue: Float

  public init(
    height: Int, width: Int, channels: Int, isNearest: Bool, fill: Fill, fillValue: Float
  ) {
    (self.height, self.width, self.channels) = (height, width, channels)
    (self.isNearest, self.fill, self.fillValue) = (isNearest, fill, fillValue)
  }

  /// The row or column from which place `i` has its value; -1 where that is the fill value.
  @inline(__always)
  private func place(_ i: Int, _ count: Int) -> Int {
    if i >= 0, i < count { return i }
    switch fill {
    case .constant: return -1
    case .nearest: return i < 0 ? 0 : count &- 1
    case .wrap:
      let k = i % count
      return k < 0 ? k &+ count : k
    case .reflect:
      let k = i % (2 &* count)
      let inside = k < 0 ? k &+ 2 &* count : k
      return inside < count ? inside : 2 &* count &- 1 &- inside
    }
  }

  /// The pixels of which a new one is made, as numbers row by row or -1 for the fill value, and their weights.
  @inline(__always)
  fileprivate func taps(_ map: AffineMap, row: Int, column: Int) -> (
    pixels: SIMD4<Int>, weights: SIMD4<Float>
  ) {
    let x = map.a0 * Double(column) + map.a1 * Double(row) + map.a2
    let y = map.b0 * Double(column) + map.b1 * Double(row) + map.b2
    @inline(__always)
    func pixel(_ row: Int, _ column: Int) -> Int { row < 0 || column < 0 ? -1 : row &* width &+ column }
    if isNearest {
      let pixel = pixel(place(Int(clamping: y.rounded()), height), place(Int(clamping: x.rounded()), width))
      return (SIMD4(pixel, 0, 0, 0), SIMD4(1, 0, 0, 0))
    }
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (shareX, shareY) = (Float(x - left), Float(y - top))
    let (x0, x1) = (place(Int(clamping: left), width), place(Int(clamping: left) &+ 1, width))
    let (y0, y1) = (place(Int(clamping: top), height), place(Int(clamping: top) &+ 1, height))
    return (
      SIMD4(pixel(y0, x0), pixel(y0, x1), pixel(y1, x0), pixel(y1, x1)),
      SIMD4(
        (1 - shareY) * (1 - shareX), (1 - shareY) * shareX, shareY * (1 - shareX), shareY * shareX)
    )
  }
}

extension PlaneSampling {
  /// Calls `body` for each pixel of each image's new picture: with the image, the pixel's number row by row, the pixels of which it is made
  /// and their weights.
  @inline(__always)
  fileprivate func forEachPixel(
    _ maps: [AffineMap],
    _ body: (_ image: Int, _ pixel: Int, _ pixels: SIMD4<Int>, _ weights: SIMD4<Float>) -> Void
  ) {
    for (image, map) in maps.enumerated() {
      for row in 0..<height {
        for column in 0..<width {
          let (pixels, weights) = taps(map, row: row, column: column)
          body(image, row &* width &+ column, pixels, weights)
        }
      }
    }
  }

  /// Where a channel of an image's pixel lies among the floats of a group.
  @inline(__always)
  fileprivate func place(_ pixel: Int, _ channel: Int, image: Int) -> Int {
    (pixel &* channels &+ channel) &* laneCount &+ image
  }
}

/// Each image of a group as a map of its own shows it: a new pixel is the sum of those that it lies between, by their weights.
/// - Parameter maps: one for each image; what lies in the other lanes becomes 0.
public func mapPlanes(
  _ input: UnsafePointer<Lanes>, _ sampling: PlaneSampling, _ maps: [AffineMap],
  output: UnsafeMutablePointer<Lanes>
) {
  let source = UnsafeRawPointer(input).assumingMemoryBound(to: Float.self)
  let target = UnsafeMutableRawPointer(output).assumingMemoryBound(to: Float.self)
  output.update(repeating: Lanes(), count: sampling.height &* sampling.width &* sampling.channels)
  sampling.forEachPixel(maps) { image, pixel, pixels, weights in
    for c in 0..<sampling.channels {
      var sum: Float = 0
      for i in 0..<4 where weights[i] != 0 {
        let value =
          pixels[i] < 0 ? sampling.fillValue : source[sampling.place(pixels[i], c, image: image)]
        sum = sum.addingProduct(weights[i], value)
      }
      target[sampling.place(pixel, c, image: image)] = sum
    }
  }
}

/// The gradient of ``mapPlanes(_:_:_:output:)``: each pixel that was looked at receives its share, in the order of the output. Overwritten.
public func mapPlanesGradient(
  _ outputGradient: UnsafePointer<Lanes>, _ sampling: PlaneSampling, _ maps: [AffineMap],
  inputGradient: UnsafeMutablePointer<Lanes>
) {
  let source = UnsafeRawPointer(outputGradient).assumingMemoryBound(to: Float.self)
  let target = UnsafeMutableRawPointer(inputGradient).assumingMemoryBound(to: Float.self)
  inputGradient.update(repeating: Lanes(), count: sampling.height &* sampling.width &* sampling.channels)
  sampling.forEachPixel(maps) { image, pixel, pixels, weights in
    for c in 0..<sampling.channels {
      let slope = source[sampling.place(pixel, c, image: image)]
      for i in 0..<4 where weights[i] != 0 && pixels[i] >= 0 {
        let place = sampling.place(pixels[i], c, image: image)
        target[place] = target[place].addingProduct(weights[i], slope)
      }
    }
  }
}
