import Core
import Foundation

/// The cells of earlier sessions, in a file that several sessions may share at once.
///
/// One line is one cell, the newest last; newlines within a cell are written as `\n`, a backslash as `\\`.
struct HistoryFile {
  let path: String
  /// The number of cells kept. The file is cut to it when it has grown a tenth longer.
  var limit = defaultLimit

  static let defaultLimit = 10_000

  /// `history` in the ``StateFolder``; nil where there is none.
  static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) -> HistoryFile? {
    StateFolder.path(environment: environment).map { HistoryFile(path: $0 + "/history") }
  }

  /// How many bytes, the newest, are read of a file that has grown beyond all use, and kept when it is cut.
  static let greatestSize = 1 << 24

  /// The cells, oldest first: none when there is no file yet.
  ///
  /// - Throws: `SystemError` when the file is there and cannot be read.
  func load() throws -> [String] {
    guard !isNone, let (all, isWhole) = try readCells() else { return [] }
    var cells = all
    if cells.count > limit + limit / 10 || !isWhole {
      // A history that cannot be cut can still be read.
      cells = (try? withLock { _ in try cut() }) ?? cells
    }
    return cells.suffix(limit)
  }

  private func cut() throws -> [String] {
    let newest = try readCells()?.cells.suffix(limit) ?? []
    try replace(with: newest)
    return Array(newest)
  }

  /// Adds a cell at the end.
  ///
  /// - Throws: `SystemError` when the file or its folder cannot be written.
  func append(_ cell: String) throws {
    guard !isNone else { return }
    try withLock { try StateFolder.append(Self.line(cell), to: $0) }
  }

  /// Whether it leads to `/dev/null`, as who wants no history has it.
  private var isNone: Bool {
    var (named, null) = (stat(), stat())
    return stat(path, &named) == 0 && stat("/dev/null", &null) == 0 && named.st_mode & S_IFMT == S_IFCHR
      && named.st_rdev == null.st_rdev
  }

  /// The cells, and whether they are all that the file has; nil where there is no file.
  private func readCells() throws -> (cells: [String], isWhole: Bool)? {
    let file: Int32
    do { file = try StateFolder.open(path, O_RDONLY) } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
    defer { close(file) }
    let size = lseek(file, 0, SEEK_END)
    var bytes = try StateFolder.read(file, limit: Self.greatestSize, isEndWanted: true)[...]
    let isWhole = size <= Self.greatestSize
    // The first line lacks its beginning.
    if !isWhole { bytes = bytes.drop { $0 != UInt8(ascii: "\n") } }
    return (bytes.split(separator: UInt8(ascii: "\n")).map(Self.cell), isWhole)
  }

  private func replace(with cells: some Sequence<String>) throws {
    let draft = path + ".new"
    // Of a writer that was killed.
    unlink(draft)
    let file = try StateFolder.open(draft, O_WRONLY | O_CREAT | O_EXCL)
    defer { close(file) }
    do {
      try StateFolder.append(cells.flatMap(Self.line), to: file)
      guard fsync(file) == 0, rename(draft, path) == 0 else { throw SystemError() }
    } catch {
      unlink(draft)
      throw error
    }
  }

  /// Opens the file for appending, made with its folder if need be, while no other session writes it.
  private func withLock<Result>(_ body: (Int32) throws -> Result) throws -> Result {
    for _ in 0..<Self.patience {
      let file = try openForAppending()
      defer { close(file) }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
        usleep(10_000)
        continue
      }
      // While this session waited, another one may have put a shorter file in this one's place.
      var opened = stat()
      var current = stat()
      if fstat(file, &opened) == 0, stat(path, &current) == 0, opened.st_ino == current.st_ino {
        return try body(file)
      }
    }
    throw SystemError(because: "another session keeps it locked")
  }

  /// How many hundredths of a second a session waits for another one, which may have been stopped while it wrote.
  private static let patience = 300

  private func openForAppending() throws -> Int32 {
    let flags = O_RDWR | O_APPEND | O_CREAT
    do { return try StateFolder.open(path, flags) } catch {
      guard error.code == ENOENT else { throw error }
      try StateFolder.make(path.parentPath)
      return try StateFolder.open(path, flags)
    }
  }

  /// The line that stands for a cell, with its newline.
  static func line(_ cell: String) -> [UInt8] {
    let escaped = cell.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\n"): Array(#"\n"#.utf8)
      case UInt8(ascii: "\\"): Array(#"\\"#.utf8)
      default: [byte]
      }
    }
    return escaped + [UInt8(ascii: "\n")]
  }

  /// The cell that a line without its newline stands for.
  static func cell(_ line: some Sequence<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.underestimatedCount)
    var isEscaped = false
    for byte in line {
      if isEscaped {
        bytes.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    // A NUL would end it for all that is written in C.
    return String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
  }
}
