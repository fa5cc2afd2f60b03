/// A stretch of a cell's text, in UTF-8 bytes from the cell's first byte.
public struct SourceRange: Hashable, Sendable {
  /// The first byte.
  public let start: Int
  /// The byte after the last one; `start` for a place between two characters.
  public let end: Int

  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// From the start of this range to the end of `other`.
  public func through(_ other: SourceRange) -> SourceRange { SourceRange(start, other.end) }

  /// The text of this range; the part that exists, where `source` is shorter.
  public func text(in source: String) -> String {
    let bytes = source.utf8
    return String(decoding: bytes.dropFirst(start).prefix(max(0, end - start)), as: UTF8.self)
  }

  /// The line and the column of the first character.
  public func location(in source: String) -> SourceLocation {
    let line = SourceLine(at: start, in: source)
    return SourceLocation(line: line.number, column: line.before(start).count + 1)
  }
}

/// A place in a text as an editor shows it: lines and characters, both counted from 1.
public struct SourceLocation: Hashable, Sendable {
  public let line: Int
  public let column: Int
}

/// One line of a text, found by a byte offset.
struct SourceLine {
  /// Counted from 1.
  let number: Int
  /// The offset of the line's first byte in the whole text.
  let start: Int
  /// The line's bytes, without its line break.
  let bytes: [UInt8]

  init(at offset: Int, in source: String) {
    let all = Array(source.utf8)
    let offset = min(max(offset, 0), all.count)
    let newline = UInt8(ascii: "\n")
    number = all[..<offset].count { $0 == newline } + 1
    start = (all[..<offset].lastIndex(of: newline) ?? -1) + 1
    let end = all[offset...].firstIndex(of: newline) ?? all.count
    var line = all[start..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    bytes = Array(line)
  }

  /// The part of the line before the text's byte `offset`.
  func before(_ offset: Int) -> String {
    String(decoding: bytes.prefix(max(0, offset - start)), as: UTF8.self)
  }

  /// The part of the line from the text's byte `offset` on; no more of it than a message can use.
  func after(_ offset: Int) -> String {
    String(decoding: bytes.dropFirst(max(0, offset - start)).prefix(1 << 14), as: UTF8.self)
  }

  /// The part of the line within `range` of the text.
  func within(_ range: SourceRange) -> String {
    let end = bytes.prefix(max(0, range.end - start))
    return String(decoding: end.dropFirst(max(0, range.start - start)), as: UTF8.self)
  }
}
