import Core
import Foundation
import Notebooks

/// What stands for a student in the folder of submissions.
struct Submission: Sendable {
  /// By which it is known: the folder's name, or the file's without its ending.
  let student: String
  let content: Content

  enum Content: Sendable {
    /// The path below the folder of submissions, and what is there.
    case file(String, [UInt8])
    /// Why there is nothing to replay.
    case refused(String)
    /// Nothing of that student's is there.
    case missing
  }

  /// The largest file that is read, in bytes.
  static let mostBytes = 1 << 24
}
