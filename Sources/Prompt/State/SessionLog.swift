import Foundation
import Notebooks

/// The file of a session's notes, as far as there is room for it: a disk that is full or read-only loses the safety and
/// nothing else.
struct SessionLog {
  private var log: RecordLog<SessionNote>?
  /// Notes that are not in the file yet. Where it has no room they are tried again with the next ones.
  private var pending: [SessionNote]
  private(set) var failure: (any Error)?

  /// - Parameter first: what is written before anything else, once there is something.
  init(_ first: [SessionNote] = []) { pending = first }

  /// Whether the file holds all that was noted.
  var isKept: Bool { log != nil && failure == nil }
  var isOpen: Bool { log != nil }

  /// - Parameters:
  ///   - path: of the file, or of the folder that it is to be made in, for a complaint.
  ///   - open: opens the file, where it is not open yet.
  mutating func note(
    _ notes: [SessionNote], isSynced: Bool, path: @autoclosure () -> String,
    open: () throws -> RecordLog<SessionNote>
  ) {
    pending += notes
    do {
      if log == nil { log = try open() }
      try log?.append(pending, isSynced: isSynced)
      (pending, failure) = ([], nil)
    } catch { fail(error, path()) }
  }

  mutating func fail(_ error: any Error, _ path: String) {
    failure = error
    StateFolder.complain(path, error)
  }

  mutating func close() { log = nil }
}
