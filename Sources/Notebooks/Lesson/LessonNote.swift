/// A line of the log of a walk through a lesson: what was done next. One line says all of it, so that whoever is cut off
/// has done it or has not.
public enum LessonNote: Codable, Equatable, Sendable {
  /// How the walk was begun, and where it is; written at each visit, and so more than once.
  case visit(LessonRecord.Frame)
  /// A cell begins to run.
  case began(LessonRecord.Entry)
  /// It has ended, and the learner is at this stop.
  case ended(failed: Bool, interrupts: [Int], position: Int)
  /// Something else was done, and the learner is at this stop.
  case done(LessonRecord.Entry, position: Int)
  case moved(position: Int)
  /// What there is of a cell of several lines; nil where it has been dropped.
  case draft(LessonRecord.Entry?)
}

extension LessonRecord {
  /// All of a record but what was done.
  public struct Frame: Codable, Equatable, Sendable {
    let settings: [String]
    let seed: UInt64
    let outputFolder: String
    let mark: String?
    let position: Int
    let stops: [String]?
  }

  public var frame: Frame {
    Frame(
      settings: settings, seed: seed, outputFolder: outputFolder, mark: mark, position: position, stops: stops
    )
  }

  /// The record that notes add up to; nil where none of them says how the walk was begun.
  public init?(_ notes: [LessonNote]) {
    let frames = notes.compactMap { if case .visit(let frame) = $0 { frame } else { nil } }
    guard let first = frames.first else { return nil }
    self.init(settings: first.settings, seed: first.seed, outputFolder: first.outputFolder)
    for note in notes { add(note) }
    endVisit()
  }

  /// A cell that was running when a visit ended has never ended itself.
  private mutating func endVisit() {
    if let running { draft = running }
    running = nil
  }

  /// The notes that add up to this record. The frame stands in two places: everything depends on it.
  public var notes: [LessonNote] {
    [.visit(frame)] + entries.map { .done($0, position: position) } + [.visit(frame)]
      + (draft.map { [.draft($0)] } ?? [])
  }

  public mutating func add(_ note: LessonNote) {
    switch note {
    case .visit(let frame):
      endVisit()
      (settings, seed, outputFolder) = (frame.settings, frame.seed, frame.outputFolder)
      (mark, position, stops) = (frame.mark, frame.position, frame.stops)
    case .began(let entry):
      // One cell runs at a time: that the one before has ended was not to be read.
      if let running { entries.append(running) }
      (running, draft) = (entry, nil)
    case .ended(let failed, let interrupts, let position):
      if var entry = running {
        (entry.failed, entry.interrupts) = (failed, interrupts)
        entries.append(entry)
      }
      (running, self.position) = (nil, position)
    case .done(let entry, let position):
      entries.append(entry)
      (self.position, draft) = (position, nil)
    case .moved(let position): (self.position, draft) = (position, nil)
    case .draft(let entry): draft = entry
    }
  }
}
