import Core

/// What a cell leaves under itself.
public enum CellOutput: Hashable, Sendable {
  /// Lines of text; texts that follow each other share one fence.
  case text(String)
  /// A chart beside the transcript, in a file named by ``Transcript/chartFileName(cell:name:)``.
  case chart(fileName: String, altText: String)
}

/// A notebook with the outputs of its cells under them.
///
/// Texts stand in fences named `output`. A chart's image link has a line of its own and a file name that begins
/// with its cell's number; by that number the link is told from the author's own images when the transcript is
/// read as a notebook again.
public struct Transcript: Sendable {
  static let outputName = "output"

  private let notebook: NotebookFile
  private let outputs: [Int: [CellOutput]]

  /// - Parameter outputs: by cell number; a cell that is not in it was not run or has nothing to show.
  public init(of notebook: NotebookFile, outputs: [Int: [CellOutput]]) {
    self.notebook = notebook
    self.outputs = outputs
  }

  /// The Markdown text, with one blank line between its parts.
  public var markdown: String {
    var parts: [String] = []
    if let frontMatter = notebook.frontMatter {
      parts.append(frontMatter.isEmpty ? "---\n---" : "---\n\(frontMatter)\n---")
    }
    for block in notebook.blocks {
      switch block {
      case .prose(let prose): parts.append(prose.text)
      case .cell(let cell):
        parts.append(
          (cell.opening + (cell.source.isEmpty ? [] : [cell.source]) + [cell.closing]).joined(separator: "\n")
        )
        parts += Self.parts(outputs[cell.number] ?? [])
      }
    }
    // A text that begins with a rule has a blank line before it, or the rule would begin front matter.
    let beginsWithRule = notebook.frontMatter == nil && parts.first?.hasPrefix("---") == true
    return (beginsWithRule ? "\n" : "") + parts.joined(separator: "\n\n") + "\n"
  }

  static func parts(_ outputs: [CellOutput]) -> [String] {
    var parts: [String] = []
    var lines: [String] = []
    func endText() {
      if !lines.isEmpty { parts.append(fenced(lines)) }
      lines = []
    }
    for output in outputs {
      switch output {
      case .text(let text): lines += printableLines(text)
      case .chart(let fileName, let altText):
        endText()
        parts.append("![\(escaped(altText))](\(fileName))")
      }
    }
    endText()
    return parts
  }

  private static func fenced(_ lines: [String]) -> String {
    let fence = fence(around: lines)
    return ([fence + outputName] + lines + [fence]).joined(separator: "\n")
  }

  /// A fence longer than any that stands in the text.
  static func fence(around lines: [String]) -> String {
    let longest = lines.map { $0.trimmed.prefix { $0 == "`" }.count }.max() ?? 0
    return String(repeating: "`", count: max(3, longest + 1))
  }

  /// The lines of an output as they may be shown: a notebook may have no control characters.
  static func printableLines(_ text: String) -> [String] {
    var lines = text.printable.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func escaped(_ altText: String) -> String {
    printableLines(altText).joined(separator: " ").map { "\\[]`<*_".contains($0) ? "\\\($0)" : String($0) }
      .joined()
  }

  /// The lines of each output that stands below a cell, as ``markdown`` writes them.
  /// - Parameters:
  ///   - line: the one behind the cell, from 0.
  ///   - number: the cell's.
  static func outputs(from line: Int, ofCell number: Int, in lines: [String]) -> [ClosedRange<Int>] {
    var outputs: [ClosedRange<Int>] = []
    var next = line
    while next < lines.count, let line = lines[next...].firstIndex(where: { !$0.isBlank }) {
      if let fence = Fence(lines[line]), fence.info == outputName,
        let close = lines[(line + 1)...].firstIndex(where: { fence.isClosed(by: $0) })
      {
        outputs.append(line...close)
      } else if isChartLink(lines[line], ofCell: number) {
        outputs.append(line...line)
      } else {
        break
      }
      next = outputs[outputs.count - 1].upperBound + 1
    }
    return outputs
  }

  // MARK: - Charts

  /// The name of the file of a chart: `03-history.svg`. Anything but letters, digits, `-` and `_` in `name`
  /// becomes `-`.
  public static func chartFileName(cell: Int, name: String) -> String {
    "\(twoDigits(cell))-" + String(name.map { FileName.isPlain($0) ? $0 : "-" }) + ".svg"
  }

  /// Whether a line of Markdown is the image link of a chart of cell `number`, as ``markdown`` writes it.
  static func isChartLink(_ line: String, ofCell number: Int) -> Bool {
    guard line.hasPrefix("!["), line.hasSuffix(".svg)"), let bracket = line.lastIndex(of: "("),
      line[..<bracket].hasSuffix("]")
    else { return false }
    let name = line[bracket...].dropFirst().dropLast(".svg)".count)
    let prefix = "\(twoDigits(number))-"
    return name.hasPrefix(prefix) && name.dropFirst(prefix.count).allSatisfy(FileName.isPlain)
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
