import Core
import Foundation
import Notebooks

/// What a session does while it goes on, in a file beside the history. Only a session that ends as its user wants, and
/// has written what it leaves behind, removes it; after a crash, a kill or a closed terminal the next one finds it.
///
/// The file is a ``RecordLog`` of ``SessionNote``s, in the folder `journals` under the number of the process. It is locked
/// as long as its session lives, so that nobody takes it for abandoned.
final class Journal {
  private(set) var record: SessionRecord
  /// Nil where there is no place for it: it only knows what has been noted then.
  private let folder: String?
  private var path = ""
  private var log: SessionLog

  /// - Parameter record: how the session is begun. Nothing is written before something is done in it.
  init(folder: String?, _ record: SessionRecord) {
    self.folder = folder
    self.record = record
    log = SessionLog([.visit(record.frame)])
  }

  /// `$XDG_STATE_HOME/convbook/journals`; nil where there is no place for it.
  static func standardFolder() -> String? { StateFolder.path().map { $0 + "/journals" } }

  /// Whether a later session finds all that was noted.
  var isKept: Bool { log.isKept }

  /// Notes what is done.
  func note(_ notes: SessionNote..., isSynced: Bool = true) {
    for note in notes { record.add(note) }
    guard let folder else { return }
    log.note(notes, isSynced: isSynced, path: path.isEmpty ? folder : path) { try open(folder) }
  }

  /// Notes that the session is begun otherwise than it was: with another seed, or with a folder for its outputs.
  func noteFrame(_ change: (inout SessionRecord) -> Void) {
    change(&record)
    note(.visit(record.frame), isSynced: false)
  }

  /// Notes what there is of a cell of several lines; an empty text is none.
  func noteDraft(_ text: String) {
    let draft = record.draft?.text ?? ""
    guard text != draft else { return }
    if !draft.isEmpty, text.utf8.starts(with: draft.utf8) {
      note(
        .more(text: String(decoding: text.utf8.dropFirst(draft.utf8.count), as: UTF8.self)), isSynced: false)
    } else {
      note(.draft(text.isEmpty ? nil : SessionRecord.Entry(text: text)), isSynced: false)
    }
  }

  /// The session ends as it should: nothing has to be kept, but cells that it was to bring back and has not.
  func remove() {
    guard log.isOpen, record.waiting.isEmpty else { return }
    unlink(path)
    log.close()
  }

  private func open(_ folder: String) throws(SystemError) -> RecordLog<SessionNote> {
    try StateFolder.make(folder)
    for number in 0..<100 {
      path = "\(folder)/\(getpid())-\(number)"
      let file = Foundation.open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file >= 0 {
        flock(file, LOCK_EX | LOCK_NB)
        return RecordLog(file)
      }
      if errno != EEXIST { throw SystemError() }
    }
    throw SystemError()
  }

  // MARK: - Abandoned ones

  /// The journal of a session that was cut off. It stays locked, so that it is offered once at a time.
  final class Abandoned {
    let record: SessionRecord
    /// Whether it is known how the session was begun: with which seed, and where.
    let isBegunKnown: Bool
    let name: String
    /// How many of its lines could not be read.
    let damaged: Int
    private let path: String
    private let file: Int32

    fileprivate init?(_ name: String, in folder: String) {
      let path = "\(folder)/\(name)"
      guard !name.contains("/"), let file = try? StateFolder.open(path, O_RDONLY) else { return nil }
      // Its session may have ended, and removed it, before it could be locked.
      var (opened, named) = (stat(), stat())
      guard flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &opened) == 0, stat(path, &named) == 0,
        opened.st_ino == named.st_ino,
        let bytes = try? StateFolder.read(file, limit: Journal.limit, isEndWanted: false)
      else {
        close(file)
        return nil
      }
      (self.path, self.file, self.name) = (path, file, name)
      var content = RecordLog<SessionNote>.read(bytes)
      if content.damaged > 0 {
        let earlier = EarlierJournal.read(bytes)
        if content.notes.count < earlier.notes.count { content = earlier }
      }
      let begun = SessionRecord(content.notes)
      isBegunKnown = begun != nil
      record = begun ?? content.notes.reduce(into: SessionRecord(seed: 0)) { $0.add($1) }
      damaged = content.damaged
    }

    deinit { close(file) }

    func remove() {
      unlink(path)
      // Its outputs are made again in another folder.
      guard !record.outputFolder.isEmpty else { return }
      try? Folder(record.outputFolder).removeLeftovers()
      rmdir(record.outputFolder)
    }
  }

  /// More than any session's cells take.
  private static let limit = 1 << 26

  /// The newest journal that has cells and no session.
  static func abandoned(in folder: String) -> Abandoned? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let dated = names.map { ($0, modificationTime(of: "\(folder)/\($0)")) }
    for (name, _) in dated.sorted(by: { ($0.1, $0.0) > ($1.1, $1.0) }) {
      guard let journal = Abandoned(name, in: folder) else { continue }
      for merged in journal.record.merged { Abandoned(merged, in: folder)?.remove() }
      if !journal.record.cells.isEmpty { return journal }
      // A damaged one is somebody's work, though it says nothing.
      if journal.damaged == 0 { journal.remove() }
    }
    return nil
  }

  private static func modificationTime(of path: String) -> Int {
    var info = stat()
    return stat(path, &info) == 0 ? info.st_mtim.tv_sec : 0
  }
}
