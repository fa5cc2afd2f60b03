import Core
import Foundation
import Notebooks

/// The file that remembers, between two visits, what a learner did in a lesson and where they left.
///
/// `$XDG_STATE_HOME/convbook/lessons/lenet-5-5d1f….log`: the lesson's name, and a number made from its path, for two
/// lessons may have the same name. It is a ``RecordLog`` of ``LessonNote``s, to which each thing that is done is added.
final class LessonStore {
  let path: String
  private var lock: Int32 = -1
  private var log: RecordLog<LessonNote>?
  /// What takes the place of the file as soon as something is done.
  private var replacement: LessonRecord?
  /// Notes that are not in the file yet. Where it has no room they are tried again with the next ones.
  private var pending: [LessonNote] = []
  private var failure: (any Error)?

  /// What a visit finds of the earlier ones.
  struct Found {
    var record: LessonRecord
    /// How many lines of the file could not be read.
    var damaged = 0
    /// Whether the file is of an earlier version.
    var isEarlier = false
  }

  /// Keeps the lesson to this process. Nil where nothing can be kept: that is said, and the lesson goes on without.
  /// - Throws: where another process has it open.
  init?(
    lesson file: String, name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    guard let state = StateFolder.path(environment: environment) else { return nil }
    let place = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    let folder = state + "/lessons"
    let plain = String(name.unicodeScalars.prefix(60).map { $0.isPlain ? Character($0) : "_" })
    path = "\(folder)/\(plain)-\(String(FNV1a.hash(place.utf8), radix: 16)).log"
    do {
      try StateFolder.make(folder)
      try? Folder(folder).removeLeftovers()
      lock = try StateFolder.open(path + ".lock", O_RDWR | O_CREAT)
    } catch {
      StateFolder.complain(path, error)
      // A lesson that cannot be kept any more can still be gone on with.
      guard access(path, R_OK) == 0 else { return nil }
      failure = error
    }
    guard lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      throw UsageError("this lesson is open in another terminal")
    }
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Whether the next visit finds what is noted.
  var isKept: Bool { failure == nil }

  // MARK: - Reading

  /// More than any walk takes.
  private static let limit = 1 << 26

  /// What was noted; nil where nothing was.
  func load() throws -> Found? {
    do {
      let file = try StateFolder.open(path, O_RDONLY)
      defer { close(file) }
      let content = RecordLog<LessonNote>.read(
        try StateFolder.read(file, limit: Self.limit, isEndWanted: false))
      if let record = LessonRecord(content.notes) { return Found(record: record, damaged: content.damaged) }
      return content.damaged > 0 ? try setAside() : try loadEarlier()
    } catch let error as SystemError {
      if error.code == ENOENT { return try loadEarlier() }
      // A folder, a pipe: nothing of ours, and nothing that can be written to.
      fail(error)
      return nil
    }
  }

  /// A file of which nothing can be read is kept for whoever can.
  private func setAside() throws -> Found? {
    guard failure == nil, rename(path, path + ".damaged") == 0 else { return nil }
    complain("what was noted of this lesson cannot be read; it is set aside as \(path).damaged")
    return nil
  }

  /// The first versions kept one JSON document, in a file that ended in `.json`.
  private var earlierPath: String { String(path.dropLast("log".count)) + "json" }

  private func loadEarlier() throws -> Found? {
    guard let file = try? StateFolder.open(earlierPath, O_RDONLY) else { return nil }
    defer { close(file) }
    let data = Data(try StateFolder.read(file, limit: Self.limit, isEndWanted: false))
    do {
      return Found(record: try JSONDecoder().decode(LessonRecord.self, from: data), isEarlier: true)
    } catch {
      throw FileError(
        cannot: "read", earlierPath,
        because: "it is damaged; --restart begins the lesson anew and replaces it")
    }
  }

  // MARK: - Writing

  /// A visit begins.
  /// - Parameters:
  ///   - found: what was there before it; nil where the walk begins anew.
  ///   - restarts: whether that is because the learner wants it.
  func begin(_ record: LessonRecord, found: Found?, restarts: Bool) {
    guard failure == nil else { return }
    if let found, found.record == record, found.damaged == 0, !found.isEarlier {
      return note([.visit(record.frame)])
    }
    if found?.damaged ?? 0 > 0 { link(path, path + ".damaged") }
    replacement = record
    // Who restarts by mistake and leaves has lost nothing.
    if !restarts { note([]) }
  }

  /// Adds to the file what was done.
  func note(_ notes: [LessonNote], isSynced: Bool = true) {
    pending += notes
    attempt {
      if let replacement {
        try AtomicFile.write(Data(replacement.notes.flatMap(RecordLog<LessonNote>.line)), to: path)
        self.replacement = nil
        unlink(earlierPath)
      }
      if log == nil { log = RecordLog(try StateFolder.open(path, O_RDWR | O_APPEND | O_CREAT)) }
      try log?.append(pending, isSynced: isSynced)
      pending = []
    }
  }

  /// A full or read-only disk ends no lesson. What found no room is tried again with what is done next.
  private func attempt(_ body: () throws -> Void) {
    guard lock >= 0 else { return }
    do {
      try body()
      failure = nil
    } catch { fail(error) }
  }

  private func fail(_ error: any Error) {
    failure = error
    StateFolder.complain(path, error)
  }
}

extension Unicode.Scalar {
  /// Whether it may stand in a file's name anywhere.
  fileprivate var isPlain: Bool {
    isASCII && properties.isAlphabetic || ("0"..."9").contains(self) || self == "-" || self == "_"
  }
}
