/// Makes images black and white: an element above the threshold becomes white (255, or 1 for floats), any other black.
public struct Threshold: ImageTransform {
  /// Nil for Otsu's threshold of each image.
  public let value: Double?

  public init(value: Double? = nil) { self.value = value }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    let threshold = value ?? image.otsuThreshold
    return Raster(
      checked: image.height, image.width, image.channels,
      image.elements.map { Double($0.float) > threshold ? .white : .black })
  }

  public func limits(of old: ClosedRange<Float>?) -> ClosedRange<Float>? { 0...1 }
}

/// Makes dark light: what is as far from black as the old value is from white. 255 - x for bytes, 1 - x for floats from
/// 0 to 1, -x for those from -1 to 1.
public struct Invert: ImageTransform {
  public init() {}

  public var needsLimits: Bool { true }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    let sum = image.limits.lowerBound + image.limits.upperBound
    return Raster(
      checked: image.height, image.width, image.channels,
      image.elements.map { Element(nearest: sum - $0.float) })
  }
}

extension Raster {
  /// The value that parts the elements into two classes whose variances, weighted by their sizes, have the least sum;
  /// it belongs to the darker class. Of an even image, its only value; of one without finite elements, 0.
  ///
  /// Source: Otsu, "A threshold selection method from gray-level histograms", IEEE Trans. SMC 9, 1979; as
  /// `skimage.filters.threshold_otsu` computes it: bytes by their values, floats in 256 bins.
  public var otsuThreshold: Double {
    let values = elements.lazy.map { Double($0.float) }.filter(\.isFinite)
    guard let least = values.min(), let greatest = values.max() else { return 0 }
    guard least < greatest else { return least }
    let isBytes = Element.self == UInt8.self
    let bins = isBytes ? Int(clamping: greatest - least) + 1 : 256
    let width = isBytes ? 1 : (greatest - least) / Double(bins)
    var counts = [Double](repeating: 0, count: bins)
    for value in values { counts[min(bins - 1, Int(clamping: (value - least) / width))] += 1 }
    let centers = (0..<bins).map { least + (Double($0) + (isBytes ? 0 : 0.5)) * width }

    let total = counts.reduce(0, +)
    let sum = zip(counts, centers).reduce(0) { $0 + $1.0 * $1.1 }
    var (darkCount, darkSum) = (0.0, 0.0)
    var (best, threshold) = (-1.0, least)
    for k in 0..<bins - 1 {
      darkCount += counts[k]
      darkSum += counts[k] * centers[k]
      let difference = darkSum / darkCount - (sum - darkSum) / (total - darkCount)
      let betweenClasses = darkCount * (total - darkCount) * difference * difference
      if betweenClasses > best { (best, threshold) = (betweenClasses, centers[k]) }
    }
    return threshold
  }
}
