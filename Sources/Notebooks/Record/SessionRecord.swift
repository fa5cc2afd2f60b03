/// What was done so far at the prompt or in a lesson: enough to do it again, and to go on where it ended.
///
/// The prompt is a lesson without stops: all of its cells are the learner's own.
public struct SessionRecord: Equatable, Sendable {
  /// One thing done.
  public struct Entry: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, Sendable {
      /// Ran the lesson's cell, as it was or changed.
      case cell
      /// Ran a cell of one's own.
      case ownCell
      case answer
      case skip
    }

    /// Where in ``Lesson/stops`` it was done; 0 at the prompt.
    public let stop: Int
    public let kind: Kind
    /// The code or the answer.
    public let text: String
    public var failed = false
    /// How often a running cell had asked whether to stop, each time when it was told so anew: with it the replay stops
    /// after the same batch.
    public var interrupts: [Int] = []

    public init(stop: Int = 0, kind: Kind = .ownCell, text: String = "") {
      self.stop = stop
      self.kind = kind
      self.text = text
    }

    public var isRun: Bool { kind == .cell || kind == .ownCell }
  }

  /// A cell of a session that was cut off, which is to come again in a later one.
  public struct Restored: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, Sendable {
      /// It ran to its end, and runs again by itself.
      case ran
      /// It was running when the session was cut off. It may be what cut it off, so that only its user runs it again.
      case wasRunning
      /// It was being written.
      case draft
    }

    public let text: String
    public var kind = Kind.ran
    /// When it was interrupted, as in ``Entry/interrupts``.
    public var interrupts: [Int] = []

    public init(text: String, kind: Kind = .ran, interrupts: [Int] = []) {
      (self.text, self.kind, self.interrupts) = (text, kind, interrupts)
    }
  }

  /// `--set NAME=VALUE`: names and values in turns.
  public var settings: [String]
  public var seed: UInt64
  /// The folder that the session runs in; empty where that is of no importance, as in a lesson.
  public var folder = ""
  /// The folders that data is looked for in before all other places.
  public var data: [String] = []
  /// Where transcript and charts are; empty before there is such a place.
  public var outputFolder: String
  /// The stop that the learner is at.
  public var position = 0
  public var entries: [Entry] = []
  /// The texts of the lesson's stops at the last visit, by which the next one knows whether its file has changed.
  var stops: [String]?
  /// What the learner was writing at the position, or was running when the program ended: a cell or an answer. Only the
  /// learner runs it again, for it may be what ended the program.
  public var draft: Entry?
  /// The mark of a walk's own folder of outputs.
  public var mark: String?
  /// The cell that began and has not ended.
  public internal(set) var running: Entry?
  /// Cells of an earlier session that are still to come again.
  public internal(set) var waiting: [Restored] = []
  /// Journals whose cells are all in this record.
  public internal(set) var merged: [String] = []

  public init(settings: [String] = [], seed: UInt64, outputFolder: String = "") {
    self.settings = settings
    self.seed = seed
    self.outputFolder = outputFolder
  }

  /// The learner's own version of the cell at a stop: as it was last run there.
  public func source(at stop: Int) -> String? {
    entries.last { $0.stop == stop && $0.kind == .cell }?.text
  }

  /// All that a later session is to bring back, in order.
  public var cells: [Restored] {
    entries.filter(\.isRun).map { Restored(text: $0.text, interrupts: $0.interrupts) }
      + (running.map { [Restored(text: $0.text, kind: .wasRunning)] } ?? [])
      + (draft.map { [Restored(text: $0.text, kind: .draft)] } ?? []) + waiting
  }
}
