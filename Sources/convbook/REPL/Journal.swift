import Foundation

/// The cells of a session while it goes on, in a file beside the history. Only a session that ends as its user wants
/// removes it; after a crash, a kill or a closed terminal the next one finds it.
///
/// A line is a cell as ``HistoryFile`` writes it, after `c `; or, after `d `, what has been written of the next one. The
/// file is locked as long as its session lives, so that nobody takes it for abandoned.
final class Journal {
  private let folder: String
  private var path = ""
  private var file: Int32 = -1
  private var hasDraft = false

  init(folder: String) { self.folder = folder }

  deinit { if file >= 0 { Foundation.close(file) } }

  /// `$XDG_STATE_HOME/convbook/journals`; nil where there is no place for it.
  static func standardFolder() -> String? {
    HistoryFile.standard().map { ($0.path as NSString).deletingLastPathComponent + "/journals" }
  }

  /// Notes a cell that is about to run.
  func append(_ cell: String) {
    write("c", cell)
    hasDraft = false
  }

  /// Notes what there is of a cell of several lines; an empty text is none.
  func noteDraft(_ text: String) {
    if text.isEmpty, !hasDraft { return }
    write("d", text)
    hasDraft = !text.isEmpty
  }

  /// The session ends as it should: nothing has to be kept.
  func remove() {
    guard file >= 0 else { return }
    unlink(path)
    Foundation.close(file)
    file = -1
  }

  /// A disk that is full or read-only loses the safety and nothing else, so errors are not reported.
  private func write(_ kind: String, _ text: String) {
    if file < 0 { open() }
    guard file >= 0 else { return }
    let line = Array("\(kind) ".utf8) + HistoryFile.line(text)
    _ = line.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
  }

  private func open() {
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for number in 0..<100 {
      path = "\(folder)/\(getpid())-\(number)"
      file = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file >= 0 {
        flock(file, LOCK_EX | LOCK_NB)
        return
      }
      if errno != EEXIST { return }
    }
  }

  // MARK: - Abandoned ones

  /// The journal of a session that was cut off. It stays locked, so that it is offered once at a time.
  final class Abandoned {
    let cells: [String]
    /// What had been written of the next cell; empty for nothing.
    let draft: String
    private let path: String
    private let file: Int32

    fileprivate init?(path: String) {
      let file = Foundation.open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return nil }
      guard flock(file, LOCK_EX | LOCK_NB) == 0, let data = FileManager.default.contents(atPath: path) else {
        Foundation.close(file)
        return nil
      }
      (self.path, self.file) = (path, file)
      var (cells, draft): ([String], String) = ([], "")
      for line in data.split(separator: UInt8(ascii: "\n")) {
        let text = HistoryFile.cell(line.dropFirst(2))
        if line.first == UInt8(ascii: "d") {
          draft = text
        } else {
          cells.append(text)
          draft = ""
        }
      }
      (self.cells, self.draft) = (cells, draft)
    }

    deinit { Foundation.close(file) }

    func remove() { unlink(path) }
  }

  /// The newest journal that has cells and no session.
  static func abandoned(in folder: String) -> Abandoned? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let paths = names.map { "\(folder)/\($0)" }.map { ($0, modificationTime(of: $0)) }
    for (path, _) in paths.sorted(by: { ($0.1, $0.0) > ($1.1, $1.0) }) {
      guard let journal = Abandoned(path: path) else { continue }
      if !journal.cells.isEmpty || !journal.draft.isEmpty { return journal }
      journal.remove()
    }
    return nil
  }

  private static func modificationTime(of path: String) -> Int {
    var info = stat()
    return stat(path, &info) == 0 ? info.st_mtim.tv_sec : 0
  }
}
