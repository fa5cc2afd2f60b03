/// The copy of a lesson that students get.
extension NotebookFile {
  /// The text without solutions, cells tagged `solution` or `hidden`, and marks of right choices. Of a cell tagged `exercise` it has
  /// what stands above a line `# solution`.
  ///
  /// - Parameter frontMatter: lines to add at the top.
  public func studentCopy(addingToFrontMatter frontMatter: [String] = []) -> String {
    var copy = self
    var gate = SolutionGate()
    let solutionCells = solutionCells
    copy.blocks = blocks.compactMap { block in
      switch block {
      case .prose(let prose):
        let text = Self.withoutSolutions(prose.text, &gate)
        return text.isEmpty ? nil : .prose(Prose(text: text, lines: prose.lines))
      case .cell(var cell):
        guard !solutionCells.contains(cell.number), !cell.tags.contains(Exercise.hiddenTag) else {
          return nil
        }
        if cell.tags.contains(Exercise.tag) { cell.source = cell.source.aboveSolution }
        return .cell(cell)
      }
    }
    copy.frontMatter =
      frontMatter.isEmpty
      ? self.frontMatter
      : ([self.frontMatter].compactMap { $0 }.filter { !$0.isEmpty } + frontMatter).joined(separator: "\n")
    return Transcript(of: copy, outputs: [:]).markdown
  }

  private static func withoutSolutions(_ text: String, _ gate: inout SolutionGate) -> String {
    let lines = text.components
    var kept: [String] = []
    var next = 0
    func keep(upTo end: Int) {
      if !gate.isOpen, next < end { kept += lines[next..<end] }
    }
    for (range, directive) in Directive.found(in: lines) {
      keep(upTo: range.lowerBound)
      next = range.upperBound + 1
      gate.pass(directive)
      switch directive.name {
      case "solution", Directive.solutionStart, Directive.solutionEnd: break
      case _ where gate.isOpen: break
      case _ where directive.isExercise:
        kept += lines[range].map { line in
          guard let match = line.wholeMatch(of: Question.taskItem), match.1 != " " else { return line }
          return line.replacingCharacters(in: match.1.startIndex..<match.1.endIndex, with: " ")
        }
      default: kept += lines[range]
      }
    }
    keep(upTo: lines.count)
    // Blank lines around what is left, and no two of them where something went.
    var result: [String] = []
    for line in kept where !(line.isBlank && result.last?.isBlank ?? true) { result.append(line) }
    while result.last?.isBlank == true { result.removeLast() }
    return result.joined(separator: "\n")
  }
}

extension String {
  /// The lines of a cell above `# solution`; all of them where there is no such line.
  var aboveSolution: String {
    let lines = components
    guard let end = lines.firstIndex(where: { $0.trimmed.lowercased() == "# solution" }) else { return self }
    return lines[..<end].joined(separator: "\n")
  }

  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
