import Core

/// Images that are made of two each, and targets that say how much of which: MixUp adds a share of another image, CutMix puts a part
/// of another one in its place.
///
/// Sources: Keras's layers MixUp and CutMix, https://keras.io/api/layers/preprocessing_layers/image_augmentation, which mix within
/// a batch what is mixed here within an epoch; Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2017, arXiv:1710.09412;
/// Yun et al., "CutMix", 2019, arXiv:1905.04899.
extension Augmentation {
  /// Whether it changes what the images should be taken for.
  public var mixes: Bool { mixUp > 0 || cutMix != nil }

  /// The mixed images of an epoch, and their targets.
  ///
  /// - Parameters:
  ///   - images: `(N, height, width, channels)`.
  ///   - targets: `(N, outputs)`.
  ///   - epoch: counted from 1; 0 for a copy.
  /// - Throws: ``DatasetError`` where these are not images.
  public func mixed(
    _ images: Tensor, _ targets: Tensor, seed: UInt64, epoch: Int
  ) throws -> (images: Tensor, targets: Tensor) {
    guard images.shape.count == 4 || images.shape.count == 3 else {
      throw DatasetError(
        "only images can be mixed, and these have the shape \(images.shape.tupleDescription)",
        subject: mixUp > 0 ? "mixup" : "cutmix")
    }
    var (images, targets) = (images, targets)
    if mixUp > 0 {
      let draws = Draws(count: images.count, seed: seed) { RandomStream.mixUp(epoch: epoch, index: $0) }
      let shares = draws.map { Share(Float($0.beta(mixUp))) }
      images = images.blended(draws.partners, shares)
      targets = targets.blended(draws.partners, shares)
    }
    if let cutMix {
      let draws = Draws(count: images.count, seed: seed) { RandomStream.cutMix(epoch: epoch, index: $0) }
      let (height, width) = (images.shape[1], images.shape[2])
      let alpha = cutMix.at(draws.ofAll) + 1e-6
      let parts = draws.map { random in
        let side = Double(1 - random.beta(alpha)).squareRoot()
        return Part(side: side, height: height, width: width, &random)
      }
      let channels = images.rowShape.dropFirst(2).first ?? 1
      images = images.mixed(draws.partners) { image, other, k in
        for row in parts[k].rows {
          let pixels = parts[k].columns
          let range =
            (row * width + pixels.lowerBound) * channels..<(row * width + pixels.upperBound) * channels
          image.replaceSubrange(range, with: other[range])
        }
      }
      targets = targets.blended(draws.partners, parts.map(\.kept))
    }
    return (images, targets)
  }
}

/// How much of a thing is its own, the rest being another's.
private struct Share {
  let own: Float

  init(_ own: Float) { self.own = own }

  func of(_ mine: Float, _ other: Float) -> Float { own * mine + (1 - own) * other }
}

/// The part of an image that another one takes.
private struct Part {
  let rows, columns: Range<Int>
  /// How much is left of the image, as the part was drawn: its borders may lie within pixels.
  let kept: Share

  /// - Parameter side: of height and of width.
  init(side: Double, height: Int, width: Int, _ random: inout RandomSequence) {
    func part(of length: Int) -> Range<Int> {
      let share = side * Double(length)
      let start = Double(random.uniform()) * (Double(length) - share)
      return pixels(from: start, to: start + share, of: length)
    }
    columns = part(of: width)
    rows = part(of: height)
    kept = Share(Float(1 - side * side))
  }
}

/// The pixels of a line whose numbers lie from one place up to, and without, another.
func pixels(from start: Double, to end: Double, of length: Int) -> Range<Int> {
  let first = min(length, Int(clamping: start.rounded(.up)))
  return first..<max(first, min(length, Int(clamping: end.rounded(.up))))
}

/// What an epoch draws: for each image another one, and numbers of its own.
private struct Draws {
  let partners: [Int32]
  /// A number that all images share.
  let ofAll: Float
  private let seed: UInt64
  private let stream: (Int) -> UInt64

  /// - Parameter stream: that of image k is number k + 1, that of the epoch number 0.
  init(count: Int, seed: UInt64, stream: @escaping (Int) -> UInt64) {
    (self.seed, self.stream) = (seed, stream)
    var random = RandomSequence(seed: seed, stream: stream(0))
    ofAll = random.uniform()
    partners = random.permutation(count)
  }

  func map<Result>(_ draw: (inout RandomSequence) -> Result) -> [Result] {
    partners.indices.map { k in
      var random = RandomSequence(seed: seed, stream: stream(k + 1))
      return draw(&random)
    }
  }
}

extension Tensor {
  /// Each row with so much of its own, and the rest of its partner's.
  fileprivate func blended(_ partners: [Int32], _ shares: [Share]) -> Tensor {
    mixed(partners) { row, other, k in
      for i in row.indices { row[i] = shares[k].of(row[i], other[i]) }
    }
  }

  /// Each row as `mix` changes it with its partner, as floats.
  fileprivate func mixed(
    _ partners: [Int32], _ mix: @Sendable (_ row: inout [Float], _ partner: [Float], _ k: Int) -> Void
  ) -> Tensor {
    let size = rowSize
    let mixed = [Float](unsafeUninitializedCapacity: count * size) { result, filled in
      nonisolated(unsafe) let result = result
      WorkerPool.forEach(count, piece: 16) { k in
        var row = floats(ofRow: k)
        mix(&row, floats(ofRow: Int(partners[k])), k)
        for (i, value) in row.enumerated() { result.initializeElement(at: k * size + i, to: value) }
      }
      filled = count * size
    }
    return Tensor(shape: shape, floats: mixed, limits: limits)
  }
}

extension RandomSequence {
  /// A number of the beta distribution with both parameters `alpha`, from 0 to 1.
  ///
  /// Source: Jöhnk's method, in logarithms, since powers of a large exponent are too small for a float: Devroye, "Non-Uniform
  /// Random Variate Generation", 1986, IX.3.
  mutating func beta(_ alpha: Double) -> Float {
    let exponent = Float(1 / alpha)
    while true {
      // From 2^-24 to 1.
      let (x, y) = (exponent * Scalar.log(1 - uniform()), exponent * Scalar.log(1 - uniform()))
      if Scalar.exp(x) + Scalar.exp(y) <= 1 { return 1 / (1 + Scalar.exp(y - x)) }
    }
  }
}
