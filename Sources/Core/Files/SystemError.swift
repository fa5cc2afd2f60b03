import Foundation

/// What the system said about a call that failed.
///
/// Source: errno(3) of the Linux manual.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system's `errno`.
  public let code: Int32
  public let description: String

  /// - Parameter code: what failed, the last call unless another is named.
  public init(_ code: Int32 = errno) {
    self.code = code
    description = Self.reason(code)
  }

  public init(because reason: String) { (code, description) = (EINVAL, reason) }

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
    case EEXIST: "there is something of this name already"
    case ENOTEMPTY: "the folder is not empty"
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
