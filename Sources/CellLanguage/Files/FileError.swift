import Foundation
import Text

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
  init(cannot action: String, _ path: String, code: Int32) {
    self.init(cannot: action, path, because: Self.reason(code), isMissing: code == ENOENT)
  }

  public init(cannot action: String, _ path: String, because reason: String) {
    self.init(cannot: action, path, because: reason, isMissing: false)
  }

  private init(cannot action: String, _ path: String, because reason: String, isMissing: Bool) {
    description = "cannot \(action) '\(path.printableLine)': \(reason)"
    self.reason = reason
    self.isMissing = isMissing
  }

  /// The same of another path: what the user knows the file by.
  func renamed(_ action: String, _ path: String) -> FileError {
    FileError(cannot: action, path, because: reason, isMissing: isMissing)
  }

  /// The common reasons in our own words: the system's depend on its language.
  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case ENOTDIR: "a part of the path is a file, not a folder"
    case EISDIR: "it is a folder"
    case EACCES, EPERM: "permission denied"
    case EROFS: "the disk is read-only"
    case ENOSPC, EDQUOT: "the disk is full"
    case EFBIG: "the file would be too large"
    case ENAMETOOLONG: "the name is too long"
    case EIO: "the disk failed"
    case ELOOP: "there are too many links on the way to it"
    case EMFILE, ENFILE: "too many files are open"
    case ENXIO, ENODEV: "it is a device that is not there"
    case ETXTBSY: "it is a program that runs"
    case ECANCELED: "it was ended on the way"
    default: "system error \(code)"
    }
  }
}
