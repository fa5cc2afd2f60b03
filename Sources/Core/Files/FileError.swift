import Foundation

/// A file or folder that could not be read or written, and why, in words.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  /// Why, without what was tried.
  public let reason: String
  /// Whether there is no such file, or no folder on the way to it.
  public let isMissing: Bool

  /// - Parameters:
  ///   - action: what was tried: `write`, `read`.
  ///   - code: the system's `errno`.
  public init(cannot action: String, _ path: String, code: Int32) {
    self.init(cannot: action, path, because: SystemError(code).description, isMissing: code == ENOENT)
  }

  public init(cannot action: String, _ path: String, because reason: String) {
    self.init(cannot: action, path, because: reason, isMissing: false)
  }

  private init(cannot action: String, _ path: String, because reason: String, isMissing: Bool) {
    description = "cannot \(action) '\(path.printableLine)': \(reason)"
    self.reason = reason
    self.isMissing = isMissing
  }

  /// The error of another action or path: what the user knows the file by.
  public func renamed(_ action: String, _ path: String) -> FileError {
    FileError(cannot: action, path, because: reason, isMissing: isMissing)
  }
}
