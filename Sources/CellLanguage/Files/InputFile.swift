import Foundation

public enum InputFile {
  /// All bytes of the file at `path`, of which it may have `limit` at most (a device has no end).
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError(cannot: "read", path, code: errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = Foundation.read(file, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += buffer[..<count]
      } else if errno != EINTR {
        throw FileError(cannot: "read", path, code: errno)
      }
    }
    throw FileError(cannot: "read", path, because: "it is larger than \(limit) bytes")
  }
}
