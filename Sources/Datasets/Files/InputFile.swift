import CZlib
import Foundation

/// A regular file read from its start to its end, a piece at a time.
///
/// The bytes of a gzip file come out inflated. Which files those are is told from their first bytes, not
/// from their names (zlib's `gzread` does so), and their checksums are verified on the way.
final class InputFile {
  let path: String
  /// The file's size on disk in bytes.
  let size: Int
  /// Whether the file is a gzip file.
  let isCompressed: Bool
  /// Whether a gzip file stopped in the middle of its stream.
  private(set) var isCutOff = false
  private let handle: gzFile

  /// - Throws: ``DatasetError`` where there is no such file, it may not be read, or it is not a regular file.
  init(path: String) throws {
    var info = stat()
    guard stat(path, &info) == 0 else {
      throw DatasetError("cannot read \(path): \(String(cString: strerror(errno)).lowercased())")
    }
    guard info.st_mode & S_IFMT == S_IFREG else {
      let kind = info.st_mode & S_IFMT == S_IFDIR ? "a folder" : "a device or a pipe"
      throw DatasetError("cannot read \(path): it is \(kind), not a file")
    }
    guard let handle = gzopen(path, "rb") else {
      throw DatasetError("cannot read \(path): \(String(cString: strerror(errno)).lowercased())")
    }
    self.path = path
    self.handle = handle
    size = Int(info.st_size)
    gzbuffer(handle, 1 << 17)
    isCompressed = gzdirect(handle) == 0
  }

  deinit { gzclose(handle) }

  /// The next `count` bytes, fewer only at the end of the file.
  /// - Throws: ``DatasetError`` where a gzip stream is damaged or the file cannot be read.
  func read(_ count: Int) throws -> [UInt8] {
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let start = buffer.baseAddress {
        let got = gzread(handle, start + filled, UInt32(min(count - filled, 1 << 24)))
        if got > 0 { filled += Int(got) } else { break }
      }
      if filled < count { failure = endOfReading() }
    }
    if let failure { throw DatasetError("cannot read \(path): \(failure)") }
    return bytes
  }

  /// Notes why no more bytes came: nil for the end of the file, early or not, else zlib's reason.
  private func endOfReading() -> String? {
    var code: Int32 = Z_OK
    guard let text = gzerror(handle, &code) else { return nil }
    switch code {
    case Z_OK, Z_STREAM_END: return nil
    case Z_BUF_ERROR:
      isCutOff = true
      return nil
    case Z_ERRNO: return String(cString: strerror(errno)).lowercased()
    default:
      // zlib puts the path it was given before its reason.
      let reason = String(cString: text).replacingOccurrences(of: path + ": ", with: "")
      return "its gzip data is damaged (\(reason))"
    }
  }
}
