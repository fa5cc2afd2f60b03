import Foundation

/// The cells of earlier sessions, in a file that several sessions may share at once.
///
/// One line is one cell, the newest last; newlines within a cell are written as `\n`, a backslash as `\\`.
struct HistoryFile {
  let path: String
  /// The number of cells kept. The file is cut to it when it has grown a tenth longer.
  var limit = defaultLimit

  static let defaultLimit = 10_000

  /// `$XDG_STATE_HOME/convbook/history`, where the XDG Base Directory Specification puts histories;
  /// nil when there is no home folder either.
  static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) -> HistoryFile? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return HistoryFile(path: state + "/convbook/history")
    }
    guard let home = environment["HOME"], !home.isEmpty else { return nil }
    return HistoryFile(path: home + "/.local/state/convbook/history")
  }

  /// The cells, oldest first: none when there is no file yet.
  ///
  /// - Throws: `SystemError` when the file is there and cannot be read.
  func load() throws -> [String] {
    var cells = try readCells()
    if cells.count > limit + limit / 10 {
      cells = try withLock { _ in
        let newest = try readCells().suffix(limit)
        try replace(with: newest)
        return Array(newest)
      }
    }
    return cells.suffix(limit)
  }

  /// Adds a cell at the end.
  ///
  /// - Throws: `SystemError` when the file or its folder cannot be written.
  func append(_ cell: String) throws {
    try withLock { descriptor in
      let size = lseek(descriptor, 0, SEEK_END)
      do {
        try write(Self.line(cell), to: descriptor)
      } catch {
        // On a full disk half a line may have been written; the next cell would continue it.
        ftruncate(descriptor, size)
        throw error
      }
    }
  }

  private func readCells() throws -> [String] {
    guard let file = fopen(path, "re") else {
      if errno == ENOENT { return [] }
      throw SystemError()
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
    }
    if ferror(file) != 0 { throw SystemError() }
    return bytes.split(separator: UInt8(ascii: "\n")).map(Self.cell)
  }

  private func replace(with cells: some Sequence<String>) throws {
    let draft = path + ".new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemError() }
    defer { close(descriptor) }
    do {
      try write(cells.flatMap(Self.line), to: descriptor)
      guard rename(draft, path) == 0 else { throw SystemError() }
    } catch {
      unlink(draft)
      throw error
    }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw SystemError() }
      rest = rest.dropFirst(count)
    }
  }

  /// Opens the file for appending, made with its folder if need be, while no other session writes it.
  private func withLock<Result>(_ body: (Int32) throws -> Result) throws -> Result {
    while true {
      let descriptor = try openForAppending()
      defer { close(descriptor) }
      flock(descriptor, LOCK_EX)
      // While this session waited, another one may have put a shorter file in this one's place.
      var opened = stat()
      var current = stat()
      if fstat(descriptor, &opened) == 0, stat(path, &current) == 0, opened.st_ino == current.st_ino {
        return try body(descriptor)
      }
    }
  }

  private func openForAppending() throws -> Int32 {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
    var descriptor = open(path, flags, 0o600)
    if descriptor < 0, errno == ENOENT {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try? FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      descriptor = open(path, flags, 0o600)
    }
    guard descriptor >= 0 else { throw SystemError() }
    return descriptor
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
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What the system said about its last failed call.
struct SystemError: Error, CustomStringConvertible {
  let description = String(cString: strerror(errno))
}
