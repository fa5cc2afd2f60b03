/// The formats of images that are read, told apart by their first bytes and never by the file's name.
enum ImageFormat: Sendable {
  case png, jpeg, netpbm

  static let names = "PNG, JPEG, PPM, PGM or PBM"

  /// The format of the file that begins with `start`, of which three bytes are enough; nil for any other.
  init?(_ start: some Collection<UInt8>) {
    if start.starts(with: [0x89, 0x50, 0x4E]) {
      self = .png
    } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if NetpbmKind(start) != nil {
      self = .netpbm
    } else {
      return nil
    }
  }
}

extension RasterImage {
  /// Decodes an image, whatever its format is.
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name, for messages.
  /// - Throws: ``DatasetError`` naming the file where it is empty, no image, damaged, or of a kind or size that
  ///   is not read.
  public init(decoding bytes: [UInt8], file: String) throws {
    do {
      switch ImageFormat(bytes) {
      case .png: self = try decodePNG(bytes)
      case .jpeg: self = try decodeJPEG(bytes)
      case .netpbm: self = try decodeNetpbm(bytes)
      case nil:
        throw DatasetError(
          "expected a \(ImageFormat.names) image, but it looks like \(FileKind.guess(Array(bytes.prefix(512))))"
        )
      }
    } catch let error as DatasetError {
      throw DatasetError("\(file): \(error)")
    }
  }
}
