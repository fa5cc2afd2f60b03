import Core

/// The values of images at a glance: NumPy's `min` and `max`, and how many are not finite numbers.
public struct ImageValues: Sendable, Equatable {
  /// NaN where one value is.
  public var min = Float.infinity
  public var max = -Float.infinity
  public var nan = 0
  public var infinite = 0
  /// How many images have such a value, and which is the first.
  public var images = 0
  public var firstImage: Int?

  /// What is wrong with the values, with nothing before it: "3 values are NaN, in image 17". Nil where all are
  /// finite.
  public var problem: String? {
    guard let firstImage else { return nil }
    func values(_ count: Int, _ what: String) -> String {
      count == 1 ? "1 value is \(what)" : "\(count) values are \(what)"
    }
    let parts = (nan > 0 ? [values(nan, "NaN")] : []) + (infinite > 0 ? [values(infinite, "infinite")] : [])
    let place =
      images == 1 ? "in image \(firstImage)" : "in \(images) images, the first of them image \(firstImage)"
    return "\(parts.joined(separator: " and ")), \(place)"
  }

  /// Elements that are looked at together, so that there is no second copy of large images.
  private static let piece = 1 << 14

  /// The values of some images.
  /// - Parameters:
  ///   - size: how many elements an image has.
  ///   - elements: some of the elements of an image.
  fileprivate init?(
    images count: Int, size: (Int) -> Int, elements: (Int, Range<Int>) -> [Float]
  ) {
    for image in 0..<count {
      let size = size(image)
      let before = nan + infinite
      for start in stride(from: 0, to: size, by: Self.piece) {
        add(elements(image, start..<Swift.min(start + Self.piece, size)))
      }
      guard nan + infinite > before else { continue }
      images += 1
      firstImage = firstImage ?? image
    }
    if nan > 0 { (min, max) = (.nan, .nan) }
    guard nan > 0 || min <= max else { return nil }
  }

  private mutating func add(_ values: [Float]) {
    // Zero as long as all are finite.
    var check: Float = 0
    var (low, high) = (min, max)
    for value in values {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
      check += value * 0
    }
    (min, max) = (low, high)
    guard check != 0 else { return }
    nan += values.count(where: \.isNaN)
    infinite += values.count(where: \.isInfinite)
  }

  fileprivate init?(ofBytes range: ClosedRange<Float>?) {
    guard let range else { return nil }
    (min, max) = (range.lowerBound, range.upperBound)
  }
}

extension ImageSet {
  /// The values of all images; nil where there are none.
  public var values: ImageValues? {
    switch self {
    case .array(let array): return array.values
    case .ragged(let images):
      if images.dtype == .uint8 { return ImageValues(ofBytes: images.range) }
      return ImageValues(
        images: images.count, size: { images.elements(of: $0).count },
        elements: { image, range in
          let start = images.elements(of: image).lowerBound
          return images.pixels.floats(ofRow: 0, in: start + range.lowerBound..<start + range.upperBound)
        })
    }
  }
}

extension Tensor {
  /// The values of images, or of any other array, whose rows then count as images; nil where there are none.
  public var values: ImageValues? {
    // Bytes are always finite.
    if dtype == .uint8 || shape.isEmpty { return ImageValues(ofBytes: range) }
    return ImageValues(images: count, size: { _ in rowSize }, elements: { floats(ofRow: $0, in: $1) })
  }
}
