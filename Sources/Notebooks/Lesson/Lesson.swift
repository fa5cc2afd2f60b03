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
  }

  public let notebook: NotebookFile
  /// The last one is the end.
  public let stops: [Stop]
  /// How many cells there are up to each stop.
  private let cellCounts: [Int]

  public init(_ notebook: NotebookFile) {
    self.notebook = notebook
    var stops: [Stop] = []
    var section = ""
    /// Prose that leads to no stop yet.
    var prose = ""
    func stop(_ kind: Stop.Kind) {
      let headings = MarkdownNode(parsing: prose).children.filter { $0.kind == .heading }
      section = headings.last?.plainText ?? section
      stops.append(Stop(prose: prose, kind: kind, section: section, beginsSection: !headings.isEmpty))
      prose = ""
    }
    for block in notebook.blocks {
      switch block {
      case .prose(let text):
        for part in Questions.parts(of: text.text) {
          prose = part.text
          if let question = part.question { stop(.question(question)) }
        }
      case .cell(let cell): stop(.cell(cell))
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
