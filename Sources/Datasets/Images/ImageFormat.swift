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

  /// - Throws: ``DatasetError`` where `bytes` are no image.
  fileprivate init(of bytes: [UInt8]) throws {
    guard let format = ImageFormat(bytes) else {
      let kind = FileKind.guess(Array(bytes.prefix(512)))
      throw DatasetError("expected a \(Self.names) image, but it looks like \(kind)")
    }
    self = format
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
      self =
        switch try ImageFormat(of: bytes) {
        case .png: try decodePNG(bytes)
        case .jpeg: try decodeJPEG(bytes)
        case .netpbm: try decodeNetpbm(bytes)
        }
    } catch let error as DatasetError {
      throw DatasetError("\(file): \(error)")
    }
  }
}

extension ImageHeader {
  /// Reads the header of an image; `start` need not be the whole file.
  /// - Throws: ``DatasetError`` where it is no image, or its header is damaged or longer than `start`.
  init(ofFileBeginning start: [UInt8]) throws {
    self =
      switch try ImageFormat(of: start) {
      case .png: try PNGHeader(start).size
      case .jpeg: try JPEGDecoder(start).size
      case .netpbm: try NetpbmDecoder(start).size
      }
  }
}
