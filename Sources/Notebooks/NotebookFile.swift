import Core
import Foundation

/// A notebook: a Markdown text with cells of code, in the form that Jupytext and Jupyter Book read.
///
///     ---
///     file_format: mystnb
///     ---
///     # A title, then prose
///
///     ```{code-cell} convbook
///     :tags: [parameters]
///     epochs = 10
///     ```
///
/// A transcript of a notebook is one too: what stands under its cells (fences named `output` and the charts'
/// image links) is left out when it is read. Source of the format: "Text-based notebooks" in the MyST-NB
/// documentation, and CommonMark for what is a fence.
public struct NotebookFile: Hashable, Sendable {
  /// The lines between the two `---` at the top, as they are; nil where the file has none.
  public internal(set) var frontMatter: String?
  /// Prose and cells in their order; no two proses follow each other.
  public internal(set) var blocks: [Block]

  public enum Block: Hashable, Sendable {
    case prose(Prose)
    case cell(Cell)
  }

  /// Markdown between two cells, without the blank lines around it.
  public struct Prose: Hashable, Sendable {
    public let text: String
    /// The lines of the file, counted from 1.
    public let lines: ClosedRange<Int>
  }

  public struct Cell: Hashable, Sendable {
    /// Counted from 1.
    public let number: Int
    /// In the order in which they are written.
    public let tags: [String]
    /// The code, without a line break at its end.
    public internal(set) var source: String
    /// The line of the file on which the code begins, and the one of the fence above it; counted from 1.
    public let firstLine: Int
    public let fenceLine: Int
    /// The lines above the code (the fence, the options) and the one below it, as they are.
    let opening: [String]
    let closing: String
  }

  /// The tag of a cell that is meant to fail.
  public static let raisesErrorTag = "raises-error"

  public var cells: [Cell] {
    blocks.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
  }

  /// The notebook with other code in cell `number`; unchanged where there is no such cell.
  public func replacingSource(ofCell number: Int, with source: String) -> NotebookFile {
    var changed = self
    for (i, block) in blocks.enumerated() {
      guard case .cell(var cell) = block, cell.number == number else { continue }
      cell.source = source
      changed.blocks[i] = .cell(cell)
    }
    return changed
  }

  /// Reads the notebook file at `path`, of up to 16 MiB. Throws a ``FileError`` or a ``NotebookError``.
  public init(contentsOf path: String) throws {
    var info = stat()
    if stat(path, &info) == 0 {
      // To open a pipe is to wait for whoever writes to it.
      switch info.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: throw FileError(cannot: "read", path, because: "it is a folder")
      default: throw FileError(cannot: "read", path, because: "it is a pipe or a device, not a file")
      }
    }
    try self.init(utf8: InputFile.read(path, limit: 16 << 20), file: path)
  }

  /// Reads the bytes of a notebook file, UTF-8 or, with a byte order mark, UTF-16; `file` is its name in errors.
  public init(utf8 bytes: [UInt8], file: String) throws(NotebookError) {
    if let kind = ForeignFile.described(bytes, file: file) {
      throw NotebookError(file: file, line: nil, message: kind)
    }
    if let text = Self.utf16(bytes) {
      try self.init(text: text, file: file)
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let offset = UTF8.validCount(bytes)
      let line = bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
      let hexadecimal = String(bytes[offset], radix: 16, uppercase: true)
      throw NotebookError(
        file: file, line: line,
        message:
          "this is not UTF-8 text: the byte 0x\(hexadecimal) at offset \(offset) belongs to no character")
    }
    try self.init(text: text, file: file)
  }

  /// The text that Windows writes as "Unicode", which begins with a byte order mark; nil where this is none.
  private static func utf16(_ bytes: [UInt8]) -> String? {
    let isBig = bytes.starts(with: [0xFE, 0xFF])
    guard isBig || bytes.starts(with: [0xFF, 0xFE]) else { return nil }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { i -> UInt16 in
      let (first, second) = (UInt16(bytes[i]), UInt16(bytes[i + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    return String(validating: units, as: UTF16.self)
  }

  /// Reads the text of a notebook; `file` is its name in errors.
  public init(text: String, file: String) throws(NotebookError) {
    var reader = try NotebookReader(text: text, file: file)
    try reader.read()
    frontMatter = reader.frontMatter
    blocks = reader.blocks
  }
}

extension UTF8 {
  /// The number of bytes before the first one that belongs to no character.
  fileprivate static func validCount(_ bytes: [UInt8]) -> Int {
    var parser = ForwardParser()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .valid(let character) = parser.parseScalar(from: &iterator) { count += character.count }
    return min(count, bytes.count - 1)
  }
}
