import Foundation

public enum InputFile {
  /// All bytes of the file at `path`, of which it may have `limit` at most (a device has no end).
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else { throw FileError(cannot: "read", path, code: errno) }
    defer { close(file) }
    do { return try read(file, limit: limit) } catch { throw error.renamed("read", path) }
  }

  /// All bytes of an open file. What a regular file has too many of is known before any are read.
  static func read(_ file: Int32, limit: Int) throws(FileError) -> [UInt8] {
    var info = stat()
    guard fstat(file, &info) != 0 || info.st_mode & S_IFMT != S_IFREG || info.st_size <= limit else {
      throw FileError(cannot: "read", "", because: "it is larger than \(limit) bytes")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = Foundation.read(file, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += buffer[..<count]
      } else if errno != EINTR {
        throw FileError(cannot: "read", "", code: errno)
      }
    }
    throw FileError(cannot: "read", "", because: "it is larger than \(limit) bytes")
  }
}
