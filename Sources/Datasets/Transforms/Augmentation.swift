import Core

/// Random changes of images that leave their meaning as it is. Every epoch of a training draws them anew, so that the
/// network never sees quite the same image twice.
///
/// The factors mean what they mean for Keras's layers RandomTranslation, RandomRotation, RandomZoom, RandomShear,
/// RandomFlip, GaussianNoise, RandomBrightness, RandomContrast, RandomSaturation, RandomHue, RandomErasing, MixUp and CutMix.
/// Translation, rotation, zoom, shear and flip are one map of the plane, so that pixels are interpolated (bilinearly) only once.
public struct Augmentation: Sendable, Equatable {
  /// The greatest shift, in either direction, as a share of the height and of the width.
  public var shift = 0.0
  /// The greatest rotation, in either direction, as a share of a full turn.
  public var rotate = 0.0
  /// The greatest enlargement of what is seen, and its greatest reduction, as a share.
  public var zoom = 0.0
  /// How far a row moves sideways at most, as a share of its distance from the middle.
  public var shear = 0.0
  /// The standard deviation of the normal noise, as a share of the values' range.
  public var noise = 0.0
  /// The most that is added to all values, or taken from them, as a share of their range.
  public var brightness = 0.0
  /// How much the contrast is lowered and raised at most: 0.2 or [0.2, 0.2] is a factor of up to 1.2, or of 0.8 to 1.2.
  public var contrast: Factor?
  /// Of colours: 0 is grey, 0.5 leaves the image as it is, 1 is the strongest.
  public var saturation: Factor?
  /// Of colours: by how much they turn, in either direction; 1 is half a turn.
  public var hue: Factor?
  /// How likely a part of an image is erased.
  public var erase: Factor?
  /// The least and the greatest share of the image that is erased.
  public var eraseScale = Factor(0.02, 0.33)
  /// How evenly two images are mixed: alpha of the beta distribution that gives their shares; 0 mixes none.
  public var mixUp = 0.0
  /// The same of images that take a part of another one: alpha is drawn anew for each epoch.
  public var cutMix: Factor?
  /// Which mirror images occur, each in half of the images.
  public var flip: Flip?
  /// What is seen beyond the edge.
  public var fill: Fill = .reflect

  /// Keras's names of RandomFlip's modes.
  public enum Flip: String, Choice {
    case horizontal, vertical
    case both = "horizontal_and_vertical"
  }

  /// Keras's names of fill modes: the image mirrored at its edge, its outermost pixels, or one value.
  public enum Fill: Sendable, Equatable {
    case reflect, nearest
    case constant(Float)
  }

  public init() {}

  /// The changed images: a function of the seed, the epoch and each image's place among them. Mixed ones are no longer what their
  /// labels say.
  /// - Throws: ``DatasetError`` where these are not images.
  public func augmented(_ images: ImageSet, seed: UInt64) throws -> ImageSet {
    let changed = try images.applying(
      Drawing(augmentation: self, seed: seed, epoch: 0, range: range(of: images)))
    guard mixes else { return changed }
    guard let even = changed.even else {
      throw DatasetError(
        "images of several sizes cannot be mixed: resize them first", subject: mixUp > 0 ? "mixup" : "cutmix")
    }
    let none = Tensor(shape: [even.count, 0], floats: [])
    return .array(try mixed(even, none, seed: seed, epoch: 0).images)
  }

  /// What each epoch of a training makes of its images.
  /// - Throws: ``DatasetError`` where these are not images.
  public func epochs(
    of images: Tensor, seed: UInt64
  ) throws -> @Sendable (_ epoch: Int) throws -> Tensor {
    let set = ImageSet.array(images)
    let range = range(of: set)
    @Sendable func drawing(_ epoch: Int) -> Drawing {
      Drawing(augmentation: self, seed: seed, epoch: epoch, range: range)
    }
    try set.checkSizes(drawing(0))
    return { epoch in
      guard case .array(let changed) = try set.applying(drawing(epoch)) else { return images }
      return changed
    }
  }

  /// The range of the values that these images may have; what the floats have now, where that is not known.
  private func range(of images: ImageSet) -> ClosedRange<Float> { images.limits ?? images.range ?? 0...1 }
}

/// One epoch's random changes.
private struct Drawing: ImageTransform {
  let augmentation: Augmentation
  let seed: UInt64
  let epoch: Int
  let range: ClosedRange<Float>

  func limits(of old: ClosedRange<Float>?) -> ClosedRange<Float>? {
    if case .constant(let value) = augmentation.fill { return old?.widened(to: value) }
    return old
  }

  func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    guard image.channels == 3 || augmentation.saturation == nil && augmentation.hue == nil else {
      throw DatasetError(
        "saturation and hue are of colours, and these images have "
          + (image.channels == 1 ? "one channel" : "\(image.channels) channels"),
        subject: augmentation.saturation == nil ? "hue" : "saturation")
    }
    // From a stream of its own, so that images without it are what they always were.
    let colours = ColourChange(
      augmentation, height: image.height, width: image.width,
      RandomSequence(seed: seed, stream: RandomStream.colours(epoch: epoch, index: index)))
    let moved = moved(image, index: index)
    return colours.isNone ? moved : colours.apply(to: moved, range: range)
  }

  /// Moved, made brighter and noisy.
  private func moved<Element>(_ image: Raster<Element>, index: Int) -> Raster<Element> {
    var random = RandomSequence(
      seed: seed, stream: RandomStream.augmentation(epoch: epoch, index: index))
    // Every image draws the same numbers, whatever is asked for: another option changes nothing in them.
    let plane = PlaneMap(augmentation, of: image, &random)
    let width = range.upperBound - range.lowerBound
    let brighter = Float(augmentation.brightness) * random.uniform(-1, 1) * width
    var result = plane.isIdentity ? image : image.mapped(by: plane, beyond: augmentation.fill)
    guard brighter != 0 || augmentation.noise > 0 else { return result }
    let spread = Float(augmentation.noise) * width
    var spare: Float?
    result = Raster(
      checked: image.height, image.width, image.channels,
      result.elements.map { element in
        var value = element.float + brighter
        if spread > 0 {
          if let second = spare {
            value += spread * second
            spare = nil
          } else {
            let (first, second) = random.normals()
            value += spread * first
            spare = second
          }
        }
        return Element(nearest: min(max(value, range.lowerBound), range.upperBound))
      })
    return result
  }
}
