import Foundation

/// Where bytes come from, in order, once.
protocol ByteSource: AnyObject {
  /// Fills `buffer` from its start with at least one byte; 0 tells the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// The bytes of a regular file as they are: the one place where data files are opened.
final class FileBytes: ByteSource {
  let path: String
  /// The file's size on disk in bytes when it was opened. No byte beyond it is read, so that a file of the kernel's that
  /// has no size, or one that others write to, cannot go on for ever.
  let size: Int
  /// For libraries that read by themselves; open as long as the value lives.
  let descriptor: Int32
  private var left: Int
  private let opened: stat

  /// - Parameter bytes: the path as the system has it, where it is not UTF-8.
  /// - Throws: ``DatasetError`` where there is no such file, it may not be read, or it is not a regular file.
  init(path: String, bytes: [CChar]? = nil) throws {
    // Looked at before it is opened, since a device may act on that; and after, since it may have been exchanged. A pipe
    // that came in between does not keep the program waiting for a writer.
    var info = stat()
    let code = Self.withPath(path, bytes) { stat($0, &info) }
    guard code == 0 else { throw Self.failure(path) }
    try Self.checkIsFile(info, path)
    let descriptor = Self.withPath(path, bytes) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else { throw Self.failure(path) }
    do {
      guard fstat(descriptor, &info) == 0 else { throw Self.failure(path) }
      try Self.checkIsFile(info, path)
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
    opened = info
    size = Int(info.st_size)
    left = size
  }

  deinit { close(descriptor) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let got = Foundation.read(descriptor, buffer.baseAddress, min(left, buffer.count))
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw Self.failure(path) }
      left -= got
      if got == 0, !buffer.isEmpty { try checkIsUnchanged() }
      return got
    }
  }

  /// - Throws: ``DatasetError`` where the file has grown, shrunk or been written to since it was opened.
  private func checkIsUnchanged() throws {
    var now = stat()
    guard fstat(descriptor, &now) == 0 else { throw Self.failure(path) }
    guard left == 0, now.st_size == opened.st_size, now.st_mtim.tv_sec == opened.st_mtim.tv_sec,
      now.st_mtim.tv_nsec == opened.st_mtim.tv_nsec
    else { throw DatasetError("\(path) was changed while it was read; try again when it is complete") }
  }

  private static func checkIsFile(_ info: stat, _ path: String) throws {
    guard info.st_mode & S_IFMT == S_IFREG else {
      let kind = info.st_mode & S_IFMT == S_IFDIR ? "a folder" : "a device or a pipe"
      throw DatasetError("cannot read \(path): it is \(kind), not a file")
    }
  }

  private static func withPath<Result>(
    _ path: String, _ bytes: [CChar]?, _ body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    guard let bytes else { return path.withCString(body) }
    return bytes.withUnsafeBufferPointer { pointer in
      pointer.baseAddress.map(body) ?? path.withCString(body)
    }
  }

  private static func failure(_ path: String) -> DatasetError { DatasetError(cannot: "read", path) }
}
