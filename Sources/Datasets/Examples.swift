import Core

/// Images with their labels, which stay together whatever is done with them.
public struct Examples: Sendable {
  /// Shape (N, height, width) or (N, height, width, channels) as read; row i is image i. Where the images differ in
  /// size they are in ``ragged``, and this array has the shape (N, 0, 0, channels).
  public let images: Tensor
  /// The images where they differ in size; nil where they all have one.
  public let ragged: RaggedImages?
  public let labels: Labels

  /// - Throws: ``DatasetError`` where there are not as many images as labels.
  public init(images: Tensor, labels: Labels) throws {
    guard !images.shape.isEmpty, images.count == labels.count else {
      let found = images.shape.isEmpty ? "a single number" : "\(images.count) images"
      throw DatasetError("\(found) cannot go with \(labels.count) labels: each image needs its own label")
    }
    self.init(paired: .array(images), labels)
  }

  /// - Throws: ``DatasetError`` where there are not as many images as labels.
  public init(_ images: ImageSet, labels: Labels) throws {
    switch images {
    case .array(let array): try self.init(images: array, labels: labels)
    case .ragged(let ragged):
      guard ragged.count == labels.count else {
        throw DatasetError(
          "\(ragged.count) images cannot go with \(labels.count) labels: each image needs its own label")
      }
      self.init(paired: images, labels)
    }
  }

  private init(paired images: ImageSet, _ labels: Labels) {
    switch images {
    case .array(let array): (self.images, ragged) = (array, nil)
    case .ragged(let ragged):
      self.images = Tensor(shape: [ragged.count, 0, 0, ragged.channels], floats: [])
      self.ragged = ragged
    }
    self.labels = labels
  }

  /// The images, whether they have one size or differ.
  public var imageSet: ImageSet { ragged.map { .ragged($0) } ?? .array(images) }

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
  public var oneHot: Examples { Examples(paired: imageSet, labels.oneHot) }

  /// The same labels with other images: these ones in gray, rescaled or reshaped.
  /// - Throws: ``DatasetError`` where there are not as many images as labels.
  public func replacingImages(_ images: Tensor) throws -> Examples {
    try Examples(images: images, labels: labels)
  }

  /// The same labels with `transform` done to each image.
  public func applying(_ transform: any ImageTransform) throws -> Examples {
    Examples(paired: try imageSet.applying(transform), labels)
  }

  /// The same examples, of classes that Keras would number in another order.
  func orderedByKeras(_ order: [String]?) -> Examples {
    Examples(paired: imageSet, labels.orderedByKeras(order))
  }

  func choosing(_ indices: [Int32]) -> Examples {
    Examples(paired: imageSet.selecting(indices), labels.selecting(indices))
  }
}
