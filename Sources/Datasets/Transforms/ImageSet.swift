import Core

/// Images: as one array where they all have one size, and otherwise ragged.
public enum ImageSet: Sendable {
  /// Shape (N, height, width) or (N, height, width, channels).
  case array(Tensor)
  case ragged(RaggedImages)

  public var count: Int {
    switch self {
    case .array(let array): array.count
    case .ragged(let images): images.count
    }
  }

  /// The images as one array, nil where they differ in size: the one way to it.
  public var even: Tensor? {
    if case .array(let array) = self { array } else { nil }
  }

  /// Image `i` as an array of its own, which must be an image: shape (height, width) or (height, width, channels).
  public func image(_ i: Int) -> Tensor {
    switch self {
    case .array(let array): array.row(i)
    case .ragged(let images): images.image(i)
    }
  }

  public var dtype: Tensor.DType {
    switch self {
    case .array(let array): array.dtype
    case .ragged(let images): images.dtype
    }
  }

  /// The memory of the pixels.
  public var bytes: Int {
    switch self {
    case .array(let array): array.bytes
    case .ragged(let images): images.pixels.bytes
    }
  }

  public var range: ClosedRange<Float>? {
    switch self {
    case .array(let array): array.range
    case .ragged(let images): images.range
    }
  }

  /// The least and the greatest value that a pixel can have, where that is known: see ``Tensor/limits``.
  public var limits: ClosedRange<Float>? {
    switch self {
    case .array(let array): array.limits
    case .ragged(let images): images.pixels.limits
    }
  }

  /// The images with these limits, where theirs are not known.
  public func within(_ limits: ClosedRange<Float>?) -> ImageSet {
    switch self {
    case .array(let array): .array(array.within(limits))
    case .ragged(let images): .ragged(images.mapPixels { $0.within(limits) })
    }
  }

  /// The limits of images that belong together, by their values where nobody knows: 0 to 1, -1 to 1 or 0 to 255, the first
  /// that holds them all, and otherwise what they have.
  public static func likelyLimits(of sets: [ImageSet]) -> ClosedRange<Float>? {
    var all: ClosedRange<Float>?
    for set in sets {
      guard let range = set.limits ?? set.range else { continue }
      all = all?.widened(to: range.lowerBound).widened(to: range.upperBound) ?? range
    }
    guard let all, all.lowerBound.isFinite, all.upperBound.isFinite else { return nil }
    let usual: [ClosedRange<Float>] = [0...1, -1...1, 0...255]
    return usual.first { $0.contains(all.lowerBound) && $0.contains(all.upperBound) } ?? all
  }

  /// `(60000, 28, 28)`, or `(150, None, None, 1)` for images of differing sizes.
  public var shapeDescription: String {
    switch self {
    case .array(let array): array.shape.tupleDescription
    case .ragged(let images): images.shapeDescription
    }
  }

  /// The images at `indices`, in that order. Each index must be an image.
  public func selecting(_ indices: [Int32]) -> ImageSet {
    switch self {
    case .array(let array): return .array(array.selecting(indices))
    case .ragged(let images):
      let chosen = images.selecting(indices)
      guard let first = chosen.sizes.first, chosen.sizes.allSatisfy({ $0 == first }) else {
        return indices.isEmpty
          ? .array(Tensor(shape: [0, 0, 0, images.channels], floats: [])) : .ragged(chosen)
      }
      let joined =
        images.dtype == .uint8
        ? ImageSet(JoinedRasters((0..<chosen.count).map { chosen.raster($0) as Raster<UInt8> }))
        : ImageSet(JoinedRasters((0..<chosen.count).map { chosen.raster($0) as Raster<Float> }))
      return joined.within(limits)
    }
  }

  /// The images with `transform` done to each. Bytes stay bytes.
  /// - Throws: ``DatasetError`` where it cannot be done, or takes more memory than there is.
  public func applying(_ transform: any ImageTransform) throws -> ImageSet {
    guard count > 0 else { return self }
    try checkSizes(transform)
    guard !transform.needsLimits || limits != nil else {
      return try within(Self.likelyLimits(of: [self]) ?? 0...1).applying(transform)
    }
    let changed =
      dtype == .uint8
      ? try changed { try transform.apply(to: raster($0) as Raster<UInt8>, index: $0) }
      : try changed { try transform.apply(to: raster($0) as Raster<Float>, index: $0) }
    return changed.within(transform.limits(of: limits))
  }

  /// The changed images are joined block by block, so that there is never a second copy of them all.
  private func changed<Element: PixelElement>(
    _ change: @Sendable (Int) throws -> Raster<Element>
  ) throws -> ImageSet {
    var changed = JoinedRasters<Element>()
    if case .array(let array) = self { changed.expected = array.count }
    try concurrentMap(count, change) { changed.append($0) }
    return ImageSet(changed, like: self)
  }

  // MARK: - Sizes

  /// - Throws: ``DatasetError`` where the transform cannot be done, or takes more memory than there is.
  func checkSizes(_ transform: any ImageTransform) throws {
    let bytesPerElement = dtype == .uint8 ? 1 : 4
    var total = 0
    func add(_ size: ImageSize, channels: Int, times count: Int) throws {
      let shape = [count, size.height, size.width, channels, bytesPerElement]
      let (sum, overflows) = total.addingReportingOverflow(shape.elementCount ?? .max)
      if let refusal = MachineMemory.refusal(
        of: "\(self.count) images of \(size)", bytes: overflows ? nil : sum)
      {
        throw DatasetError(refusal)
      }
      total = sum
    }
    switch self {
    case .array(let array):
      guard array.shape.count == 3 || array.shape.count == 4 else {
        throw DatasetError(
          "this needs images of height x width x channels, but these are \(array.rowShape.crossDescription)")
      }
      try add(
        transform.size(of: ImageSize(array.shape[1], array.shape[2])),
        channels: array.shape.count == 4 ? array.shape[3] : 1, times: count)
    case .ragged(let images):
      for (i, size) in images.sizes.enumerated() {
        do {
          try add(transform.size(of: size), channels: images.channels, times: 1)
        } catch { throw DatasetError("image \(i): \(error)") }
      }
    }
  }

  // MARK: - Rasters

  private func raster<Element>(_ i: Int) -> Raster<Element> {
    switch self {
    case .array(let array):
      Raster(
        checked: array.shape[1], array.shape[2], array.shape.count == 4 ? array.shape[3] : 1,
        Element.elements(of: array, row: i, in: 0..<array.rowSize), limits: array.limits)
    case .ragged(let images): images.raster(i)
    }
  }

  /// The rasters as an array, or ragged where their sizes differ.
  private init<Element>(_ rasters: JoinedRasters<Element>, like old: ImageSet? = nil) {
    let (first, channels) = (rasters.sizes[0], rasters.channels)
    guard rasters.sizes.allSatisfy({ $0 == first }) else {
      var starts: [Int] = []
      var pixels = 0
      for size in rasters.sizes {
        starts.append(pixels)
        pixels += size.height * size.width
      }
      self = .ragged(
        RaggedImages(
          rasters.sizes, starts: starts, pixels: Element.tensor([1, pixels, channels], rasters.elements)))
      return
    }
    var shape = [rasters.sizes.count, first.height, first.width]
    if case .array(let array)? = old, array.shape.count == 3 {} else { shape.append(channels) }
    self = .array(Element.tensor(shape, rasters.elements))
  }
}

/// The elements of images, one after the other.
private struct JoinedRasters<Element: PixelElement> {
  var sizes: [ImageSize] = []
  var channels = 1
  var elements: [Element] = []

  /// How many there will be, where they are known to be of one size.
  var expected = 0

  init() {}

  init(_ rasters: [Raster<Element>]) { append(rasters) }

  mutating func append(_ rasters: [Raster<Element>]) {
    guard let first = rasters.first else { return }
    if sizes.isEmpty {
      channels = first.channels
      elements.reserveCapacity(first.elements.count * expected)
    }
    for raster in rasters {
      sizes.append(ImageSize(raster.height, raster.width))
      elements += raster.elements
    }
  }
}

extension RaggedImages {
  fileprivate func raster<Element>(_ i: Int) -> Raster<Element> {
    Raster(
      checked: sizes[i].height, sizes[i].width, channels,
      Element.elements(of: pixels, row: 0, in: elements(of: i)), limits: pixels.limits)
  }
}

extension ClosedRange<Float> {
  /// The least range that holds this one and a value.
  func widened(to value: Float) -> ClosedRange { Swift.min(lowerBound, value)...Swift.max(upperBound, value) }
}
