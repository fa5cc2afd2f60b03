import Core

/// Puts the pixels of every image in one random order, the channels of a pixel together: which pixels are neighbours is
/// lost, and nothing else.
///
/// Source: the permuted MNIST of Goodfellow, Mirza, Xiao, Courville, Bengio, "An empirical investigation of catastrophic
/// forgetting in gradient-based neural networks", 2013.
public struct PixelPermutation: ImageTransform {
  public let imageSize: ImageSize
  /// Which of the old pixels each of the new ones is.
  private let order: [Int32]

  /// - Throws: ``DatasetError`` where there are more than 2³¹ pixels.
  public init(of size: ImageSize, seed: UInt64) throws {
    let (pixels, overflows) = size.height.multipliedReportingOverflow(by: size.width)
    guard !overflows, let count = Int32(exactly: pixels) else {
      throw DatasetError("images of \(size) pixels are too large to be permuted")
    }
    imageSize = size
    var random = RandomSequence(seed: seed, stream: RandomStream.pixels)
    order = random.permutation(Int(count))
  }

  public func size(of old: ImageSize) throws -> ImageSize {
    guard old == imageSize else {
      throw DatasetError("an image of \(old) among those of \(imageSize), whose pixels are to be permuted")
    }
    return old
  }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    let channels = image.channels
    return Raster(height: image.height, width: image.width, channels: channels) { result in
      for (new, old) in order.enumerated() {
        for c in 0..<channels { result[new * channels + c] = image.elements[Int(old) * channels + c] }
      }
    }
  }
}
