import Core

/// A form in which data sets are written, for this program and for others.
public enum DatasetFormat: String, CaseIterable, Sendable {
  /// Files named as MNIST's.
  case idx
  /// A PNG file an image, in a folder for each class of each split.
  case png

  /// How many images are written between two reports, which keeps an interruption short.
  private static let piece = 500

  /// Writes all splits of a set into a new folder, and reports by ``Work`` how many images are written.
  ///
  /// - Parameters:
  ///   - path: a folder that is missing or empty. It appears when all files are written, and not at all otherwise.
  ///   - make: makes the set once the folder is known to be free: images of bytes, of shape (N, height, width) or
  ///     (N, height, width, 1 or 3).
  /// - Returns: the set.
  /// - Throws: ``DatasetError`` where the folder holds something or cannot be written, or the images are not bytes of one
  ///   size; ``Work/Cancelled``.
  public func write(to path: String, _ make: () throws -> Dataset) throws -> Dataset {
    let folder = try NewFolder(path)
    var isDone = false
    defer { if !isDone { folder.discard() } }
    let set = try make()
    let splits = try Splits { split -> EvenExamples? in
      guard let examples = set.splits[split] else { return nil }
      guard let even = examples.even else {
        throw DatasetError("the images of \(set.name).\(split) differ in size")
      }
      guard even.images.dtype == .uint8 else {
        throw DatasetError("the images of \(set.name).\(split) are not bytes")
      }
      return even
    }
    let total = splits.values.reduce(0) { $0 + $1.count }
    var done = 0
    try Work.report(done, of: total)
    for (name, examples) in splits.named {
      let writer = try writer(of: examples, name, in: folder.temporaryPath)
      for start in stride(from: 0, to: examples.count, by: Self.piece) {
        let images = start..<min(start + Self.piece, examples.count)
        try writer.write(images)
        done += images.count
        try Work.report(done, of: total)
      }
      try writer.finish()
    }
    try folder.finish()
    isDone = true
    return set
  }

  private func writer(of examples: EvenExamples, _ split: SplitName, in folder: String) throws
    -> any SplitWriter
  {
    switch self {
    case .idx: try IDXSplitWriter(examples, of: split, in: folder)
    case .png: try PNGSplitWriter(examples, of: split, in: folder)
    }
  }
}

/// Writes the images of a split, from the first to the last.
protocol SplitWriter {
  func write(_ images: Range<Int>) throws
  func finish() throws
}

extension EvenExamples {
  /// The bytes of image `i`, which must be of bytes.
  func bytes(ofImage i: Int) -> [UInt8] { images.floats(ofRow: i).map { UInt8(clamping: $0) } }
}
