import Core
import Foundation
import Notebooks

/// The file that remembers, between two visits, what a learner did in a lesson and where they left.
///
/// `$XDG_STATE_HOME/convbook/lessons/lenet-5-5d1f….log`: the lesson's name, and a number made from its path, for two
/// lessons may have the same name. It is a ``RecordLog`` of ``SessionNote``s, to which each thing that is done is added.
final class LessonStore {
  let path: String
  private var lock: Int32 = -1
  private var log = SessionLog()
  /// What takes the place of the file as soon as something is done.
  private var replacement: SessionRecord?

  /// What a visit finds of the earlier ones.
  struct Found {
    var record: SessionRecord
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
      // A lesson that cannot be kept any more can still be gone on with.
      log.fail(error, path)
      guard access(path, R_OK) == 0 else { return nil }
    }
    guard lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      throw UsageError("this lesson is open in another terminal")
    }
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Whether the next visit finds what is noted.
  var isKept: Bool { log.failure == nil }

  // MARK: - Reading

  /// More than any walk takes.
  private static let limit = 1 << 26

  /// What was noted; nil where nothing was.
  func load() throws -> Found? {
    do {
      let file = try StateFolder.open(path, O_RDONLY)
      defer { close(file) }
      let content = RecordLog<SessionNote>.read(
        try StateFolder.read(file, limit: Self.limit, isEndWanted: false))
      if var record = SessionRecord(content.notes) {
        record.endVisit()
        return Found(record: record, damaged: content.damaged)
      }
      return content.damaged > 0 ? try setAside() : try loadEarlier()
    } catch let error as SystemError {
      if error.code == ENOENT { return try loadEarlier() }
      // A folder, a pipe: nothing of ours, and nothing that can be written to.
      log.fail(error, path)
      return nil
    }
  }

  /// A file of which nothing can be read is kept for whoever can.
  private func setAside() throws -> Found? {
    guard log.failure == nil, rename(path, path + ".damaged") == 0 else { return nil }
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
      return Found(record: try JSONDecoder().decode(EarlierLesson.self, from: data).record, isEarlier: true)
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
  func begin(_ record: SessionRecord, found: Found?, restarts: Bool) {
    guard log.failure == nil else { return }
    if let found, found.record == record, found.damaged == 0, !found.isEarlier {
      return note([.visit(record.frame)])
    }
    if found?.damaged ?? 0 > 0 { link(path, path + ".damaged") }
    replacement = record
    // Who restarts by mistake and leaves has lost nothing.
    if !restarts { note([]) }
  }

  /// Adds to the file what was done. A full or read-only disk ends no lesson.
  func note(_ notes: [SessionNote], isSynced: Bool = true) {
    guard lock >= 0 else { return }
    log.note(notes, isSynced: isSynced, path: path) {
      if let replacement {
        try AtomicFile.write(Data(replacement.notes.flatMap(RecordLog<SessionNote>.line)), to: path)
        self.replacement = nil
        unlink(earlierPath)
      }
      return RecordLog(try StateFolder.open(path, O_RDWR | O_APPEND | O_CREAT))
    }
  }
}

/// The JSON document in which the first versions kept a lesson.
private struct EarlierLesson: Decodable {
  let settings: [String]
  let seed: UInt64
  let outputFolder: String
  let position: Int
  let entries: [SessionRecord.Entry]
  let draft: SessionRecord.Entry?

  var record: SessionRecord {
    var record = SessionRecord(settings: settings, seed: seed, outputFolder: outputFolder)
    (record.position, record.entries, record.draft) = (position, entries, draft)
    return record
  }
}

extension Unicode.Scalar {
  /// Whether it may stand in a file's name anywhere.
  fileprivate var isPlain: Bool {
    isASCII && properties.isAlphabetic || ("0"..."9").contains(self) || self == "-" || self == "_"
  }
}
