import Kernels
import NeuralNetwork

/// Images with their labels, which stay together whatever is done with them.
public struct Examples: Sendable {
  /// Shape (N, height, width) or (N, height, width, channels) as read; row i is image i.
  public let images: Tensor
  public let labels: Labels

  /// - Throws: ``DatasetError`` where there are not as many images as labels.
  public init(images: Tensor, labels: Labels) throws {
    guard !images.shape.isEmpty, images.count == labels.count else {
      let found = images.shape.isEmpty ? "a single number" : "\(images.count) images"
      throw DatasetError("\(found) cannot go with \(labels.count) labels: each image needs its own label")
    }
    self.init(paired: images, labels)
  }

  private init(paired images: Tensor, _ labels: Labels) {
    self.images = images
    self.labels = labels
  }

  public var count: Int { labels.count }

  /// The examples at `indices`, in that order; the pixels are shared, not copied.
  /// - Throws: ``DatasetError`` where an index is not in 0..<count.
  public func selecting(indices: [Int32]) throws -> Examples {
    for index in indices where !(0..<count).contains(Int(index)) {
      let range = count == 0 ? "there are no examples" : "the examples are numbered 0 to \(count - 1)"
      throw DatasetError("there is no example \(index): \(range)")
    }
    return choosing(indices)
  }

  /// The examples of `range`, which must lie in 0..<count.
  public func slice(_ range: Range<Int>) -> Examples { choosing(range.map(Int32.init)) }

  /// The first `n` examples, all of them where there are fewer.
  public func prefix(_ n: Int) -> Examples { choosing((0..<min(max(n, 0), count)).map(Int32.init)) }

  /// The same examples in a random order, the same for the same seed and count on every machine.
  public func shuffled(seed: UInt64) -> Examples {
    var random = RandomSequence(seed: seed, stream: RandomStream.shuffle)
    return choosing(random.permutation(count))
  }

  /// The same examples with their labels as one-hot vectors.
  public var oneHot: Examples { Examples(paired: images, labels.oneHot) }

  /// The same labels with other images: these ones in gray, rescaled or reshaped.
  /// - Throws: ``DatasetError`` where there are not as many images as labels.
  public func replacingImages(_ images: Tensor) throws -> Examples {
    try Examples(images: images, labels: labels)
  }

  func choosing(_ indices: [Int32]) -> Examples {
    Examples(paired: images.selecting(indices), labels.selecting(indices))
  }
}
