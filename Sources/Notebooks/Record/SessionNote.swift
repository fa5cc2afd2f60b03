/// A line of the log of a session: what was done next. One line says all of it, so that whoever is cut off has done it or
/// has not.
public enum SessionNote: Codable, Equatable, Sendable {
  /// How the session was begun, and where it is; written at each visit, and so more than once.
  case visit(SessionRecord.Frame)
  /// A cell begins to run. It is one of ``SessionRecord/waiting``, the first, where it `isRestored`.
  case began(SessionRecord.Entry, isRestored: Bool? = nil)
  /// It has ended, and the learner is at this stop.
  case ended(failed: Bool, interrupts: [Int], position: Int)
  /// Something else was done, and the learner is at this stop.
  case done(SessionRecord.Entry, position: Int)
  case moved(position: Int)
  /// What there is of a cell of several lines; nil where it has been dropped.
  case draft(SessionRecord.Entry?)
  /// The draft goes on with this.
  case more(text: String)
  /// These cells of an earlier session, whose journal has this name, are to come again.
  case restores(cells: [SessionRecord.Restored], journal: String)
  /// The first of them has been handed to the user, to be run or changed.
  case handedOut
  /// They are not wanted.
  case forgot
}

extension SessionRecord {
  /// All of a record but what was done.
  public struct Frame: Codable, Equatable, Sendable {
    let settings: [String]
    let seed: UInt64
    let outputFolder: String
    let mark: String?
    let position: Int
    let stops: [String]?
    /// Nil in the logs of lessons of earlier versions, as is `data`.
    let folder: String?
    let data: [String]?
  }

  public var frame: Frame {
    Frame(
      settings: settings, seed: seed, outputFolder: outputFolder, mark: mark, position: position,
      stops: stops,
      folder: folder, data: data)
  }

  /// The record that notes add up to; nil where none of them says how the session was begun.
  public init?(_ notes: [SessionNote]) {
    let frames = notes.compactMap { if case .visit(let frame) = $0 { frame } else { nil } }
    guard let first = frames.first else { return nil }
    self.init(settings: first.settings, seed: first.seed, outputFolder: first.outputFolder)
    for note in notes { add(note) }
  }

  /// A visit is over: a cell that was running when it ended has never ended itself.
  public mutating func endVisit() {
    if let running { draft = running }
    running = nil
  }

  /// The notes that add up to this record. The frame stands in two places: everything depends on it.
  public var notes: [SessionNote] {
    [.visit(frame)] + entries.map { .done($0, position: position) } + [.visit(frame)]
      + (draft.map { [.draft($0)] } ?? [])
  }

  public mutating func add(_ note: SessionNote) {
    switch note {
    case .visit(let frame):
      endVisit()
      (settings, seed, outputFolder) = (frame.settings, frame.seed, frame.outputFolder)
      (mark, position, stops) = (frame.mark, frame.position, frame.stops)
      (folder, data) = (frame.folder ?? "", frame.data ?? [])
    case .began(let entry, let isRestored):
      // One cell runs at a time: that the one before has ended was not to be read.
      if let running { entries.append(running) }
      (running, draft) = (entry, nil)
      if isRestored == true, !waiting.isEmpty { waiting.removeFirst() }
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
    case .more(let text):
      draft = Entry(
        stop: draft?.stop ?? position, kind: draft?.kind ?? .ownCell, text: (draft?.text ?? "") + text)
    case .restores(let cells, let journal):
      waiting = cells + waiting
      merged.append(journal)
    case .handedOut: if !waiting.isEmpty { waiting.removeFirst() }
    case .forgot: waiting = []
    }
  }
}
