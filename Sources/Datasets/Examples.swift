import Core

/// Images with their labels, which stay together whatever is done with them.
public struct Examples: Sendable {
  /// As many images as labels; image i has label i.
  public let images: ImageSet
  public let labels: Labels

  /// - Throws: ``DatasetError`` where there are not as many images as labels.
  public init(_ images: ImageSet, labels: Labels) throws {
    guard images.count == labels.count else {
      throw DatasetError(
        "\(images.count) images cannot go with \(labels.count) labels: each image needs its own label")
    }
    self.init(paired: images, labels)
  }

  /// - Throws: ``DatasetError`` where there are not as many images as labels.
  public init(images: Tensor, labels: Labels) throws {
    guard !images.shape.isEmpty else {
      throw DatasetError(
        "a single number cannot go with \(labels.count) labels: each image needs its own label")
    }
    try self.init(.array(images), labels: labels)
  }

  private init(paired images: ImageSet, _ labels: Labels) { (self.images, self.labels) = (images, labels) }

  public var count: Int { labels.count }

  /// The images as one array, with their labels; nil where they differ in size.
  public var even: EvenExamples? { images.even.map { EvenExamples(images: $0, labels: labels) } }

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

  /// The examples in a random order, which depends on the seed and their number alone and is one on every machine.
  public func shuffled(seed: UInt64) -> Examples {
    var random = RandomSequence(seed: seed, stream: RandomStream.shuffle)
    return choosing(random.permutation(count))
  }

  /// The examples with their labels as one-hot vectors.
  public var oneHot: Examples { Examples(paired: images, labels.oneHot) }

  /// The examples with `transform` done to each image.
  public func applying(_ transform: any ImageTransform) throws -> Examples {
    Examples(paired: try images.applying(transform), labels)
  }

  /// The examples, of classes that Keras would number in another order.
  func orderedByKeras(_ order: [String]?) -> Examples {
    Examples(paired: images, labels.orderedByKeras(order))
  }

  func choosing(_ indices: [Int32]) -> Examples {
    Examples(paired: images.selecting(indices), labels.selecting(indices))
  }
}

/// Labelled images of one size, as a network learns from them and as files of one array hold them.
public struct EvenExamples: Sendable {
  /// Shape (N, height, width) or (N, height, width, channels) as read, or what else was made of that; row i is image i.
  public let images: Tensor
  public let labels: Labels

  /// As many images as labels: the way here is ``Examples/even``.
  fileprivate init(images: Tensor, labels: Labels) { (self.images, self.labels) = (images, labels) }

  public var count: Int { labels.count }
}
