import Foundation

/// A file written from its start to its end.
final class OutputFile {
  private let path: String
  private let file: UnsafeMutablePointer<FILE>
  private var isOpen = true

  /// - Throws: ``DatasetError`` where the file cannot be made.
  init(path: String) throws {
    guard let file = fopen(path, "wb") else { throw DatasetError(cannot: "write", path) }
    self.path = path
    self.file = file
  }

  deinit { if isOpen { fclose(file) } }

  func write(_ bytes: [UInt8]) throws {
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw DatasetError(cannot: "write", path)
    }
  }

  /// Only now all bytes are known to have found room.
  func close() throws {
    isOpen = false
    guard fclose(file) == 0 else { throw DatasetError(cannot: "write", path) }
  }
}
