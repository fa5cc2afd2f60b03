/// What a learner has done in a lesson so far: enough to do it again, and to go on where it ended.
public struct LessonRecord: Codable, Equatable, Sendable {
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

    /// Where in ``Lesson/stops`` it was done.
    public let stop: Int
    public let kind: Kind
    /// The code or the answer.
    public let text: String
    public var failed = false
    /// How often a running cell had asked whether to stop, each time when it was told so anew: with it the replay stops
    /// after the same batch.
    public var interrupts: [Int] = []

    public init(stop: Int, kind: Kind, text: String = "") {
      self.stop = stop
      self.kind = kind
      self.text = text
    }

    public var isRun: Bool { kind == .cell || kind == .ownCell }
  }

  /// `--set NAME=VALUE`: names and values in turns.
  public var settings: [String]
  public var seed: UInt64
  /// Where transcript and charts are.
  public var outputFolder: String
  /// The stop that the learner is at.
  public var position = 0
  public var entries: [Entry] = []
  /// The texts of the lesson's stops at the last visit, by which the next one knows whether its file has changed.
  var stops: [String]?
  /// What the learner was writing at the position, or was running when the program ended: `cell` or `ownCell`, or an
  /// answer. Only the learner runs it again, for it may be what ended the program.
  public var draft: Entry?
  /// The mark of the walk's own folder of outputs.
  public var mark: String?
  /// The cell that began and has not ended.
  var running: Entry?

  public init(settings: [String], seed: UInt64, outputFolder: String) {
    self.settings = settings
    self.seed = seed
    self.outputFolder = outputFolder
  }

  /// The learner's own version of the cell at a stop: as it was last run there.
  public func source(at stop: Int) -> String? {
    entries.last { $0.stop == stop && $0.kind == .cell }?.text
  }
}
