import Core

/// Images of differing sizes, one after the other in one array: what a Python list of arrays or a
/// `tf.RaggedTensor` holds. They have one type of elements and one number of channels.
public struct RaggedImages: Sendable {
  public let sizes: [ImageSize]
  public let channels: Int
  /// All pixels: shape (1, pixels, channels).
  let pixels: Tensor
  /// Where each image begins in `pixels`.
  private let starts: [Int]

  init(_ sizes: [ImageSize], starts: [Int], pixels: Tensor) {
    self.sizes = sizes
    self.starts = starts
    self.pixels = pixels
    channels = pixels.shape.last ?? 1
  }

  public var count: Int { sizes.count }
  public var dtype: Tensor.DType { pixels.dtype }
  /// The least and the greatest element of all images.
  public var range: ClosedRange<Float>? {
    var all: ClosedRange<Float>?
    for i in 0..<count {
      guard let range = image(i).range else { continue }
      all =
        min(
          all?.lowerBound ?? range.lowerBound, range.lowerBound)...max(
          all?.upperBound ?? range.upperBound, range.upperBound)
    }
    return all
  }

  /// `(150, None, None, 1)`, as TensorFlow writes it.
  public var shapeDescription: String { "(\(count), None, None, \(channels))" }

  /// The elements of image `i` in the only row of `pixels`.
  func elements(of i: Int) -> Range<Int> {
    let start = starts[i] * channels
    return start..<start + sizes[i].height * sizes[i].width * channels
  }

  /// Image `i` as an array of its own: shape (height, width, channels).
  public func image(_ i: Int) -> Tensor {
    let shape = [sizes[i].height, sizes[i].width, channels]
    if let bytes = pixels.bytes(ofRow: 0, in: elements(of: i)) { return Tensor(shape: shape, bytes: bytes) }
    return Tensor(
      shape: shape, floats: pixels.floats(ofRow: 0, in: elements(of: i)), limits: pixels.limits)
  }

  /// The images at `indices`, in that order; the pixels are shared, not copied. Each index must be an image.
  func selecting(_ indices: [Int32]) -> RaggedImages {
    RaggedImages(indices.map { sizes[Int($0)] }, starts: indices.map { starts[Int($0)] }, pixels: pixels)
  }

  /// The images with `change` done to their pixels, which it receives as an array of shape (1, pixels, channels) and
  /// must give back in as many pixels, each in its place.
  public func mapPixels(_ change: (Tensor) throws -> Tensor) rethrows -> RaggedImages {
    RaggedImages(sizes, starts: starts, pixels: try change(pixels))
  }
}
