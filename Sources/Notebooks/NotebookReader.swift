import Core

/// Reads a notebook line by line into its blocks.
struct NotebookReader {
  private(set) var frontMatter: String?
  private(set) var blocks: [NotebookFile.Block] = []

  private let file: String
  private let lines: [String]
  /// The line that is read next, counted from 0.
  private var next = 0
  /// The first line of the prose being read.
  private var proseStart = 0
  private var cellCount = 0

  init(text: String, file: String) throws(NotebookError) {
    self.file = file
    lines = Self.lines(of: text)
    for (i, line) in lines.enumerated() {
      if let control = line.unicodeScalars.first(where: \.isControl) {
        let code = String(control.value, radix: 16, uppercase: true)
        throw NotebookError(
          file: file, line: i + 1,
          message: "the control character U+\(code) has no place in a text; is this a notebook?")
      }
    }
  }

  /// The lines of a text, which end in LF, CR LF or CR, without the mark of byte order that it may begin with.
  static func lines(of text: String) -> [String] {
    // Line breaks are looked for among scalars: CR LF is one character to Swift.
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    for (i, scalar) in scalars.enumerated() {
      if scalar == "\n", i > 0, scalars[i - 1] == "\r" { continue }
      if scalar == "\n" || scalar == "\r" {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }

  private func error(_ line: Int?, _ message: String) -> NotebookError {
    NotebookError(file: file, line: line.map { $0 + 1 }, message: message)
  }

  mutating func read() throws(NotebookError) {
    try readFrontMatter()
    proseStart = next
    let start = next
    for block in MarkdownOutline.blocks(of: lines[start...]) {
      let range = start + block.lines.lowerBound...min(start + block.lines.upperBound, lines.count - 1)
      // What a transcript wrote under the cell before.
      guard range.lowerBound >= next else { continue }
      switch block.kind {
      case .fence: try readFence(range)
      case .fenceInList:
        if Fence(lines[range.lowerBound].drop { $0 == " " })?.cellLanguage != nil {
          throw misplaced(range.lowerBound)
        }
      case .html(let text): try checkClosed(text, range)
      }
    }
    next = lines.count
    endProse(before: next)
    if cellCount == 0 {
      throw error(
        nil,
        "no cell found; a cell begins with a line ```{code-cell} convbook and ends with ```"
          + (ForeignFile.hint(file) ?? ""))
    }
  }

  // MARK: - Front matter

  private mutating func readFrontMatter() throws(NotebookError) {
    guard let first = lines.first, Self.isFrontMatterRule(first) else { return }
    guard let end = lines.dropFirst().firstIndex(where: Self.isFrontMatterRule) else {
      throw error(0, "the front matter that begins here has no closing '---'")
    }
    for i in 1..<end where lines[i].hasPrefix("file_format:") {
      let format = lines[i].dropFirst("file_format:".count).trimmed
      guard ["mystnb", "'mystnb'", "\"mystnb\""].contains(format) else {
        throw error(i, "the file format is '\(format)'; a convbook notebook has 'file_format: mystnb'")
      }
    }
    frontMatter = lines[1..<end].joined(separator: "\n")
    next = end + 1
  }

  private static func isFrontMatterRule(_ line: String) -> Bool {
    line.hasPrefix("---") && line.drop { $0 == "-" }.isBlank
  }

  // MARK: - Fences

  private mutating func readFence(_ range: ClosedRange<Int>) throws(NotebookError) {
    let (start, end) = (range.lowerBound, range.upperBound)
    guard let fence = Fence(lines[start]) else { return }
    guard end > start, fence.isClosed(by: lines[end]) else {
      let what = fence.cellLanguage == nil ? "block" : "cell"
      let marker = String(repeating: fence.marker, count: fence.length)
      throw error(start, "this \(what) is never closed; it ends with a line \(marker)")
    }
    guard let language = fence.cellLanguage else { return }
    // Jupytext does not take this for a cell.
    guard !fence.hasGap else { throw misplaced(start) }
    guard language.isEmpty || language == "convbook" else {
      throw error(start, "this cell is written in '\(language)'; only convbook cells can be run here")
    }
    endProse(before: start)
    try addCell(start: start, end: end, indent: fence.indent)
    next = end + 1
    // What a transcript wrote under the cell.
    next = Transcript.outputs(from: next, ofCell: cellCount, in: lines).last.map { $0.upperBound + 1 } ?? next
    proseStart = next
  }

  private func misplaced(_ line: Int) -> NotebookError {
    error(line, "a cell begins with ```{code-cell}, without spaces before it or within")
  }

  private mutating func addCell(start: Int, end: Int, indent: Int) throws(NotebookError) {
    // A fence's own indentation is none of its lines'.
    let body = lines[start + 1..<end].map { line in
      String(line.dropFirst(min(indent, line.prefix { $0 == " " }.count)))
    }
    let options: CellOptions
    do {
      options = try CellOptions(body)
    } catch {
      throw self.error(start + 1 + error.line, error.message)
    }
    cellCount += 1
    let opening = Array(lines[start...start + options.lineCount])
    blocks.append(
      .cell(
        NotebookFile.Cell(
          number: cellCount, tags: options.tags, source: body[options.lineCount...].joined(separator: "\n"),
          firstLine: start + options.lineCount + 2, fenceLine: start + 1, opening: opening,
          closing: lines[end])))
  }

  // MARK: - Prose

  /// A comment that is never closed would hide all that follows.
  private func checkClosed(_ html: String, _ range: ClosedRange<Int>) throws(NotebookError) {
    guard lines[range.lowerBound].trimmed.hasPrefix("<!--"), !html.contains("-->") else { return }
    throw error(range.lowerBound, "this comment is never closed; it ends with -->")
  }

  private mutating func endProse(before end: Int) {
    let written = (proseStart..<end).filter { !lines[$0].isBlank }
    guard let first = written.first, let last = written.last else { return }
    let text = lines[first...last].joined(separator: "\n")
    blocks.append(.prose(NotebookFile.Prose(text: text, lines: first + 1...last + 1)))
  }
}
