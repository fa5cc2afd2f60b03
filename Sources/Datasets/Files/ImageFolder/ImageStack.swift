import Core

/// Image files decoded and brought to one size.
struct ImageStack {
  /// The size that all images have now.
  let size: ImageExtent
  /// 3 where one image or more is in colour, else 1.
  let channels: Int
  /// The smallest and the largest image as their files have them.
  let found: ClosedRange<ImageExtent>
  /// What is wrong with each broken file.
  let failures: [(file: DataFile, error: DatasetError)]
  /// An image for each file, nil where the file is broken.
  private let images: [RasterImage?]

  /// The size of images that have no common one: that of the traffic signs in the lessons.
  static let usualSize = ImageExtent(height: 32, width: 32)
  /// A bound on the pixels that are held, in bytes; the lessons' largest set has 158 million.
  private static let greatestCount = Int(Int32.max)
  /// Where an image's size is looked for at first. A camera may put a small picture and much else before it.
  private static let headerCount = 1 << 16

  /// Decodes files on all threads.
  /// - Parameter wanted: the size of all images; nil for their own where they agree, else ``usualSize``.
  /// - Throws: ``DatasetError`` where no image can be read, or all together are too large.
  init(_ files: [DataFile], of source: DataSource, size wanted: ImageExtent?) throws {
    let size = try wanted ?? Self.commonSize(of: files, in: source) ?? Self.usualSize
    let (count, overflows) = (size.area * 3).multipliedReportingOverflow(by: files.count)
    // The images as they come from their files, and all in one array.
    guard !overflows, count <= Self.greatestCount, MachineMemory.has(2 * count) else {
      let most = min(Self.greatestCount, MachineMemory.limit / 2)
      throw DatasetError(
        "\(files.count) images of \(size)x3 take more than \(most) bytes; say size=HEIGHTxWIDTH "
          + "for smaller ones, such as size=\(Self.usualSize)")
    }
    let resize = try Resize(height: size.height, width: size.width, interpolation: .bilinear)
    let results = try source.map(files) { file, bytes in
      let image = try RasterImage(decoding: bytes, file: file.path)
      return (found: ImageExtent(height: image.height, width: image.width), image: try resize(image))
    }
    images = results.map { try? $0.get().image }
    failures = zip(files, results).compactMap { file, result in
      if case .failure(let error) = result { (file, DatasetError("\(error)")) } else { nil }
    }
    let found = results.compactMap { try? $0.get().found }
    guard let least = found.min(), let greatest = found.max() else {
      if let only = failures.first?.error, files.count == 1 { throw only }
      throw DatasetError(
        "none of the \(files.count) images can be read; the first: "
          + (failures.first?.error.description ?? "there is none"))
    }
    self.found = least...greatest
    self.size = size
    channels = images.contains { $0?.channels == 3 } ? 3 : 1
  }

  /// The size that all files' headers give, nil where they differ.
  private static func commonSize(of files: [DataFile], in source: DataSource) throws -> ImageExtent? {
    func sizes(_ files: [DataFile], within limit: Int) throws -> [ImageExtent?] {
      try source.map(files, limit: limit) { _, start in
        let size = try ImageHeader(ofFileBeginning: start)
        return ImageExtent(height: size.height, width: size.width)
      }.map { try? $0.get() }
    }
    var found = try sizes(files, within: headerCount)
    let late = zip(files, found).filter { $1 == nil }.map(\.0)
    found += try sizes(late, within: .max)
    let different = Set(found.compactMap(\.self))
    return different.count == 1 ? different.first : nil
  }

  /// Whether the file at place `k` gave an image.
  func has(_ k: Int) -> Bool { images[k] != nil }

  /// The pixels of the images at `places`, one after the other, all with ``channels``.
  func pixels(_ places: [Int]) -> [UInt8] {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(places.count * size.area * channels)
    for k in places {
      guard let image = images[k] else { continue }
      pixels += channels == 3 ? image.inColour.elements : image.elements
    }
    return pixels
  }
}

/// Height and width in pixels; the smaller of two is the one with fewer pixels.
struct ImageExtent: Sendable, Hashable, Comparable, CustomStringConvertible {
  let height: Int
  let width: Int

  var area: Int { height * width }
  var description: String { "\(height)x\(width)" }

  static func < (a: ImageExtent, b: ImageExtent) -> Bool { (a.area, a.height) < (b.area, b.height) }
}
