/// The formats of images that are read, told apart by their first bytes and never by the file's name.
enum ImageFormat: Sendable {
  case png, jpeg, netpbm, bmp, gif, webp, tiff

  static let names = "PNG, JPEG, BMP, GIF, WebP, TIFF, PPM, PGM or PBM"

  /// The format of the file that begins with `start`, of which sixteen bytes are enough; nil for any other.
  init?(_ start: some Collection<UInt8>) {
    if start.starts(with: [0x89, 0x50, 0x4E]) {
      self = .png
    } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if NetpbmKind(start) != nil {
      self = .netpbm
    } else if start.starts(with: "BM".utf8), start.dropFirst(6).prefix(4).elementsEqual([0, 0, 0, 0]) {
      self = .bmp
    } else if start.starts(with: "GIF87a".utf8) || start.starts(with: "GIF89a".utf8) {
      self = .gif
    } else if start.starts(with: "RIFF".utf8), start.dropFirst(8).starts(with: "WEBP".utf8) {
      self = .webp
    } else if start.starts(with: [0x49, 0x49, 0x2A, 0]) || start.starts(with: [0x4D, 0x4D, 0, 0x2A]) {
      self = .tiff
    } else {
      return nil
    }
  }

  /// - Throws: ``DatasetError`` where `bytes` are no image.
  fileprivate init(of bytes: [UInt8], file: String) throws {
    guard let format = ImageFormat(bytes) else {
      let kind = FileKind.guess(Array(bytes.prefix(512))).description(of: file)
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
        switch try ImageFormat(of: bytes, file: file) {
        case .png: try decodePNG(bytes)
        case .jpeg: try decodeJPEG(bytes)
        case .netpbm: try decodeNetpbm(bytes)
        case .bmp: try decodeBMP(bytes)
        case .gif: try decodeGIF(bytes)
        case .webp: try decodeWebP(bytes)
        case .tiff: try decodeTIFF(bytes)
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
      switch try ImageFormat(of: start, file: "FILE") {
      case .png: try PNGHeader(start).size
      case .jpeg: try JPEGDecoder(start).size
      case .netpbm: try NetpbmDecoder(start).size
      case .bmp: try BMPHeader(start).size
      case .gif: try GIFFile(start).size
      case .webp: try webPSize(start)
      case .tiff: try PixbufDecoder(.tiff).size(start)
      }
  }
}
