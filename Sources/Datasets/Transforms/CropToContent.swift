/// Cuts away the empty border: what is left is the smallest rectangle that holds every pixel that differs from the
/// background. An image that is all background stays whole.
public struct CropToContent: ImageTransform {
  /// By how much an element may differ from the background and still belong to it; nil for an eighth of what lies
  /// between black and white.
  public let threshold: Double?
  /// The background's value; nil for the median of each image's outermost pixels, channel by channel.
  public let background: Double?

  public init(threshold: Double? = nil, background: Double? = nil) {
    self.threshold = threshold
    self.background = background
  }

  public var needsLimits: Bool { threshold == nil }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    let channels = image.channels
    let paper = (0..<channels).map { background ?? Double(image.edgeMedian(ofChannel: $0).float) }
    let threshold = threshold ?? Double(image.limits.upperBound - image.limits.lowerBound) / 8
    var (top, bottom, left, right) = (image.height, -1, image.width, -1)
    var k = 0
    for y in 0..<image.height {
      for x in 0..<image.width {
        for c in 0..<channels {
          if abs(Double(image.elements[k].float) - paper[c]) > threshold {
            (top, bottom, left, right) = (min(top, y), y, min(left, x), max(right, x))
          }
          k += 1
        }
      }
    }
    guard bottom >= 0 else { return image }
    return image.part(top: top, left: left, height: bottom - top + 1, width: right - left + 1)
  }
}

extension Raster {
  /// The median of the outermost pixels (of an even number, the upper of the middle two); black where there is none.
  fileprivate func edgeMedian(ofChannel c: Int) -> Element {
    var edge: [Element] = []
    for y in 0..<height {
      let isEdge = y == 0 || y == height - 1
      for x in stride(from: 0, to: width, by: isEdge ? 1 : Swift.max(1, width - 1)) {
        edge.append(elements[(y * width + x) * channels + c])
      }
    }
    edge.sort()
    return edge.isEmpty ? .black : edge[edge.count / 2]
  }
}
