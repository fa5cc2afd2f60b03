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
    // Line breaks are looked for among scalars: CR LF is one character to Swift.
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    lines = Self.split(scalars)
    for (i, line) in lines.enumerated() {
      if let control = line.unicodeScalars.first(where: Self.isControl) {
        let code = String(control.value, radix: 16, uppercase: true)
        throw NotebookError(
          file: file, line: i + 1,
          message: "the control character U+\(code) has no place in a text; is this a notebook?")
      }
    }
  }

  private static func split(_ scalars: [Unicode.Scalar]) -> [String] {
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

  /// Whether a terminal would obey the character instead of showing it.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\t" && scalar.properties.generalCategory == .control
  }

  private func error(_ line: Int?, _ message: String) -> NotebookError {
    NotebookError(file: file, line: line.map { $0 + 1 }, message: message)
  }

  mutating func read() throws(NotebookError) {
    try readFrontMatter()
    proseStart = next
    while next < lines.count {
      let line = lines[next]
      if let fence = Fence(line) {
        try readFence(fence)
      } else if line.prefix(while: { $0 == " " }).count <= 3, line.trimmed.hasPrefix("<!--") {
        try skipComment()
      } else {
        next += 1
      }
    }
    endProse(before: next)
    if cellCount == 0 {
      throw error(nil, "no cell found; a cell begins with a line ```{code-cell} convbook and ends with ```")
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
    line.hasPrefix("---") && line.dropFirst(3).isBlank
  }

  // MARK: - Fences

  private mutating func readFence(_ fence: Fence) throws(NotebookError) {
    let start = next
    guard let end = lines[(start + 1)...].firstIndex(where: { fence.isClosed(by: $0) }) else {
      let what = fence.cellLanguage == nil ? "block" : "cell"
      let marker = String(repeating: fence.marker, count: fence.length)
      throw error(start, "this \(what) is never closed; it ends with a line \(marker)")
    }
    next = end + 1
    guard let language = fence.cellLanguage else { return }
    // Jupytext does not take these for cells.
    guard fence.indent == 0, !fence.hasGap else {
      throw error(start, "a cell begins with ```{code-cell}, without spaces before it or within")
    }
    guard language.isEmpty || language == "convbook" else {
      throw error(start, "this cell is written in '\(language)'; only convbook cells can be run here")
    }
    endProse(before: start)
    try addCell(start: start, end: end)
    next = skippingOutputs(ofCell: cellCount)
    proseStart = next
  }

  private mutating func addCell(start: Int, end: Int) throws(NotebookError) {
    let body = Array(lines[start + 1..<end])
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

  /// The line after what a transcript wrote under a cell.
  private func skippingOutputs(ofCell number: Int) -> Int {
    var end = next
    while true {
      guard let line = lines[end...].firstIndex(where: { !$0.isBlank }) else { return end }
      if let fence = Fence(lines[line]), fence.info == Transcript.outputName,
        let close = lines[(line + 1)...].firstIndex(where: { fence.isClosed(by: $0) })
      {
        end = close + 1
      } else if Transcript.isChartLink(lines[line], ofCell: number) {
        end = line + 1
      } else {
        return end
      }
    }
  }

  // MARK: - Prose

  /// A fence within an HTML comment is none.
  private mutating func skipComment() throws(NotebookError) {
    guard let end = lines[next...].firstIndex(where: { $0.contains("-->") }) else {
      throw error(next, "this comment is never closed; it ends with -->")
    }
    next = end + 1
  }

  private mutating func endProse(before end: Int) {
    let written = (proseStart..<end).filter { !lines[$0].isBlank }
    guard let first = written.first, let last = written.last else { return }
    let text = lines[first...last].joined(separator: "\n")
    blocks.append(.prose(NotebookFile.Prose(text: text, lines: first + 1...last + 1)))
  }
}
