import Foundation

/// Files that are there completely or not at all.
public enum AtomicFile {
  /// Writes `data` to a temporary file beside `path`, then gives it that name, replacing what had it.
  ///
  /// Whatever happens in between, `path` holds all of its old content or all of the new one; on an error the
  /// temporary file is removed.
  public static func write(_ data: Data, to path: String) throws(FileError) {
    let folder = (path as NSString).deletingLastPathComponent
    let temporary = ".convbook-\(getpid())-\(UInt64.random(in: 0 ... .max)).tmp"
    let temporaryPath = (folder as NSString).appendingPathComponent(temporary)
    let file = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw FileError(cannot: "write", path, code: errno) }

    var code = append(data, to: file)
    if code == 0, fsync(file) != 0 { code = errno }
    if close(file) != 0, code == 0 { code = errno }
    if code == 0, rename(temporaryPath, path) != 0 { code = errno }
    if code != 0 {
      unlink(temporaryPath)
      throw FileError(cannot: "write", path, code: code)
    }
  }

  /// Writes all of `data` to an open file; the system's error, or 0.
  static func append(_ data: Data, to file: Int32) -> Int32 {
    data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if count == 0 {
          return EIO
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }
}
