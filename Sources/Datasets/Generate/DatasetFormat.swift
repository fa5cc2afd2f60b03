/// A form in which data sets are written, for this program and for others.
public enum DatasetFormat: String, CaseIterable, Sendable {
  /// Files named as MNIST's.
  case idx
  /// A PNG file an image, in a folder for each class of each split.
  case png

  /// Writes all splits of a set into a new folder.
  ///
  /// - Parameters:
  ///   - path: a folder that is missing or empty. It appears when all files are written.
  ///   - isCancelled: asked again and again.
  ///   - progress: told how many images are written, of how many.
  ///   - make: makes the set once the folder is known to be free: images of bytes, of shape (N, height, width) or
  ///     (N, height, width, 1 or 3).
  /// - Returns: the set; nil where it was cancelled, and then no folder is left.
  /// - Throws: ``DatasetError`` where the folder holds something or cannot be written, or the images are not bytes.
  public func write(
    to path: String, isCancelled: () -> Bool, progress: (_ done: Int, _ total: Int) -> Void,
    _ make: () throws -> Dataset
  ) throws -> Dataset? {
    let folder = try NewFolder(path)
    var isDone = false
    defer { if !isDone { folder.discard() } }
    let set = try make()
    for (name, examples) in set.splits where examples.images.dtype != .uint8 {
      throw DatasetError("the images of \(set.name).\(name) are not bytes")
    }
    let total = set.splits.reduce(0) { $0 + $1.examples.count }
    var done = 0
    // Pieces keep an interruption short.
    let piece = 500
    for (name, examples) in set.splits {
      let writer: any SplitWriter =
        switch self {
        case .idx: try IDXSplitWriter(examples, of: name, in: folder.temporaryPath)
        case .png: try PNGSplitWriter(examples, of: name, in: folder.temporaryPath)
        }
      for start in stride(from: 0, to: examples.count, by: piece) {
        if isCancelled() { return nil }
        let images = start..<min(start + piece, examples.count)
        try writer.write(images)
        done += images.count
        progress(done, total)
      }
      try writer.finish()
    }
    try folder.finish()
    isDone = true
    return set
  }
}

/// Writes the images of a split, from the first to the last.
protocol SplitWriter {
  func write(_ images: Range<Int>) throws
  func finish() throws
}

extension Examples {
  /// The bytes of image `i`, which must be of bytes.
  func bytes(ofImage i: Int) -> [UInt8] { images.floats(ofRow: i).map { UInt8(clamping: $0) } }
}
