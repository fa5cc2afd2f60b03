/// A notebook as a walk: its prose and cells cut into stops, at each of which the learner does something.
public struct Lesson: Sendable {
  public struct Stop: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// A question, to be answered before the lesson goes on.
      case question(String)
      case cell(NotebookFile.Cell)
      /// Nothing follows.
      case end
    }

    /// The Markdown that leads to it; it ends with the question where there is one.
    public let prose: String
    public let kind: Kind
    /// The heading that it stands under; empty before the first.
    public let section: String
    /// Whether the prose has a heading.
    public let beginsSection: Bool
    /// The exercise whose question it is, or to which its cell belongs.
    public let exercise: String?
  }

  public let notebook: NotebookFile
  /// By their labels.
  public let exercises: [String: Exercise]
  /// The last one is the end.
  public let stops: [Stop]
  /// How many cells there are up to each stop.
  private let cellCounts: [Int]

  public init(_ notebook: NotebookFile) {
    self.notebook = notebook
    var stops: [Stop] = []
    let exercises = notebook.exercises
    self.exercises = Dictionary(exercises.map { ($0.label, $0) }) { first, _ in first }
    let hidden = notebook.solutionCells
    var waiting = exercises
    var gate = SolutionGate()
    var section = ""
    /// Prose that leads to no stop yet.
    var prose = ""
    func add(_ text: String) { prose += (prose.isEmpty ? "" : "\n\n") + text }
    func stop(_ kind: Stop.Kind, exercise: String? = nil) {
      let headings = MarkdownNode(parsing: prose).children.filter { $0.kind == .heading }
      section = headings.last?.plainText ?? section
      stops.append(
        Stop(prose: prose, kind: kind, section: section, beginsSection: !headings.isEmpty, exercise: exercise)
      )
      prose = ""
    }
    for block in notebook.blocks {
      switch block {
      case .prose(let text):
        let parts = Questions.parts(of: Self.foldingSolutions(text.text, &gate)) { directive in
          waiting.firstIndex { $0.directive == directive }.map { waiting.remove(at: $0) }
        }
        for part in parts {
          add(part.text)
          if let question = part.question { stop(.question(question), exercise: part.exercise) }
        }
      case .cell(let cell) where hidden.contains(cell.number): add(Self.solution(cell.source))
      case .cell(var cell):
        let whole = cell.source
        if cell.tags.contains(Exercise.tag) { cell.source = whole.aboveSolution }
        stop(.cell(cell), exercise: exercises.first { $0.cells.contains(cell.number) }?.label)
        if cell.source != whole { add(Self.solution(whole)) }
      }
    }
    stop(.end)
    self.stops = stops
    var count = 0
    cellCounts = stops.map { stop in
      if case .cell = stop.kind { count += 1 }
      return count
    }
  }

  /// A cell's code as a solution, which a learner opens.
  private static func solution(_ code: String) -> String {
    let fence = Transcript.fence(around: code.components)
    return [fence + "`{solution}", fence, code, fence, fence + "`"].joined(separator: "\n")
  }

  /// A text in which what stands between `solution-start` and `solution-end` is a directive `solution`, which a learner opens.
  private static func foldingSolutions(_ text: String, _ gate: inout SolutionGate) -> String {
    let lines = text.components
    var result: [String] = []
    var open: [String]? = gate.isOpen ? [] : nil
    var next = 0
    func fold() {
      guard let body = open, body.contains(where: { !$0.isBlank }) else { return }
      let fence = Transcript.fence(around: body)
      result += [fence + "{solution}"] + body + [fence]
    }
    func take(_ lines: ArraySlice<String>) { if open == nil { result += lines } else { open? += lines } }
    for (range, directive) in Directive.found(in: lines) {
      take(lines[next..<range.lowerBound])
      next = range.upperBound + 1
      gate.pass(directive)
      switch directive.name {
      case Directive.solutionStart: open = open ?? []
      case Directive.solutionEnd:
        fold()
        open = nil
      default: take(lines[range])
      }
    }
    take(lines[next...])
    fold()
    return result.joined(separator: "\n")
  }

  /// The cell at a stop, if it is one.
  public func cell(at stop: Int) -> NotebookFile.Cell? {
    guard stops.indices.contains(stop) else { return nil }
    return if case .cell(let cell) = stops[stop].kind { cell } else { nil }
  }

  /// The last stop before `stop` that is a cell.
  public func cellStop(before stop: Int) -> Int? {
    stops[..<stop].lastIndex { if case .cell = $0.kind { true } else { false } }
  }

  /// The stop of a cell, by its number from 1; nil where there is none.
  public func stop(ofCell number: Int) -> Int? {
    number > 0 ? cellCounts.firstIndex(of: number) : nil
  }

  /// How many cells there are up to a stop, itself included.
  public func cellNumber(at stop: Int) -> Int {
    cellCounts[stop]
  }
}
