import CellLanguage

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
  public let frontMatter: String?
  /// Prose and cells in their order; no two proses follow each other.
  public private(set) var blocks: [Block]

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
    public fileprivate(set) var source: String
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

  /// The same notebook with other code in cell `number`; unchanged where there is no such cell.
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
    try self.init(utf8: InputFile.read(path, limit: 16 << 20), file: path)
  }

  /// Reads the bytes of a notebook file; `file` is its name in errors.
  public init(utf8 bytes: [UInt8], file: String) throws(NotebookError) {
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
