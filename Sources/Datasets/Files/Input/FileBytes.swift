import Foundation

/// Where bytes come from, in order, once.
protocol ByteSource: AnyObject {
  /// Fills `buffer` from its start with at least one byte; 0 tells the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// The bytes of a regular file as they are.
final class FileBytes: ByteSource {
  let path: String
  /// The file's size on disk in bytes.
  let size: Int
  private let descriptor: Int32

  /// - Throws: ``DatasetError`` where there is no such file, it may not be read, or it is not a regular file.
  init(path: String) throws {
    var info = stat()
    guard stat(path, &info) == 0 else { throw Self.failure(path) }
    guard info.st_mode & S_IFMT == S_IFREG else {
      let kind = info.st_mode & S_IFMT == S_IFDIR ? "a folder" : "a device or a pipe"
      throw DatasetError("cannot read \(path): it is \(kind), not a file")
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
    self.path = path
    size = Int(info.st_size)
  }

  deinit { close(descriptor) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let got = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if got >= 0 { return got }
      guard errno == EINTR else { throw Self.failure(path) }
    }
  }

  private static func failure(_ path: String) -> DatasetError {
    DatasetError("cannot read \(path): \(String(cString: strerror(errno)).lowercased())")
  }
}
