/// The transcript of a walk through a lesson: its prose, what the learner answered and ran, in the order in which it
/// was done. It is a notebook, and replays to the same outputs.
///
/// An answer stands as a block quote below its question. A changed cell has the lesson's own above it, and a skipped one
/// stands as text: plain fences, which are prose to whoever reads the notebook again.
public struct LessonTranscript {
  private let lesson: Lesson
  private let record: SessionRecord
  private let outputs: [Int: [CellOutput]]

  /// - Parameter outputs: of the k-th cell that was run, by k from 1.
  public init(of lesson: Lesson, _ record: SessionRecord, outputs: [Int: [CellOutput]]) {
    self.lesson = lesson
    self.record = record
    self.outputs = outputs
  }

  public var markdown: String {
    var parts: [String] = []
    if let frontMatter = lesson.notebook.frontMatter {
      parts.append(frontMatter.isEmpty ? "---\n---" : "---\n\(frontMatter)\n---")
    }
    var shown = 0
    func show(through stop: Int) {
      while shown <= min(stop, lesson.stops.count - 1) {
        if !lesson.stops[shown].prose.isEmpty { parts.append(lesson.stops[shown].prose) }
        shown += 1
      }
    }
    var ran = 0
    for entry in record.entries {
      show(through: entry.stop)
      switch entry.kind {
      case .answer:
        if !entry.text.isEmpty { parts.append(Self.quoted(entry.text)) }
      case .skip:
        let source = lesson.cell(at: entry.stop)?.source ?? ""
        parts += ["*Skipped:*", Self.fenced(source, info: "convbook")]
      case .cell, .ownCell:
        ran += 1
        let cell = entry.kind == .cell ? lesson.cell(at: entry.stop) : nil
        if let cell, cell.source != entry.text {
          parts += ["*Changed. The lesson has:*", Self.fenced(cell.source, info: "convbook")]
        }
        var tags = cell?.tags.filter { $0 != NotebookFile.raisesErrorTag } ?? []
        if entry.failed { tags.append(NotebookFile.raisesErrorTag) }
        let options = tags.isEmpty ? "" : ":tags: [\(tags.joined(separator: ", "))]\n"
        parts.append(Self.fenced(options + entry.text, info: "{code-cell} convbook"))
        parts += Transcript.parts(outputs[ran] ?? [])
      }
    }
    show(through: record.position)
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func quoted(_ answer: String) -> String {
    let lines = Transcript.printableLines(answer)
    return lines.map { "> " + $0 }.joined(separator: "\n")
  }

  /// In a fence longer than any that stands in the text.
  private static func fenced(_ text: String, info: String) -> String {
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(info)\n\(text.isEmpty ? "" : text + "\n")\(fence)"
  }
}
