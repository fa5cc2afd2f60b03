import Core

/// What the header of an image file says of its pixels.
struct ImageHeader: Sendable, Hashable {
  let height: Int
  let width: Int
  /// 1 for gray, 3 for colour.
  let channels: Int

  /// The widest and highest image that is read: JPEG's own limit.
  private static let greatestSide = 65_535
  /// The largest image that is read, in pixels: more than a photograph of a present camera has.
  private static let greatestArea = 64 << 20

  /// - Throws: ``DatasetError`` for a size that no image for learning has, before any memory is asked for.
  init(height: Int, width: Int, channels: Int) throws {
    guard width > 0, height > 0 else {
      throw DatasetError("its header gives the size \(width)x\(height), which holds no pixel")
    }
    guard width <= Self.greatestSide, height <= Self.greatestSide, width * height <= Self.greatestArea else {
      throw DatasetError(
        "its header promises \(width)x\(height) pixels; at most \(Self.greatestSide) a side and "
          + "\(Self.greatestArea) in all are read")
    }
    if let refusal = MachineMemory.refusal(
      of: "an image of \(width)x\(height) pixels", bytes: 2 * height * width * channels)
    {
      throw DatasetError(refusal)
    }
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// How many bytes the pixels take.
  var count: Int { height * width * channels }

  /// The error for a file that is too short for its header.
  func notHeld(by format: String, of fileSize: Int) -> DatasetError {
    DatasetError(
      "its header promises \(width)x\(height) pixels, but a \(format) file of \(fileSize) bytes cannot hold "
        + "as many")
  }
}
