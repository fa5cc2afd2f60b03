/// What a session at the prompt has done so far: enough to do it again.
struct SessionRecord: Equatable {
  /// A cell that is to come again in a later session.
  struct Cell: Codable, Equatable, Sendable {
    enum Kind: String, Codable, Sendable {
      /// It ran to its end, and runs again by itself.
      case ran
      /// It was running when the session was cut off. It may be what cut it off, so that only its user runs it again.
      case wasRunning
      /// It was being written.
      case draft
    }

    let text: String
    var kind = Kind.ran
    /// When it was interrupted, as ``InterruptMeter`` counts it.
    var interrupts: [Int] = []
  }

  /// A line of a journal.
  enum Note: Codable, Equatable, Sendable {
    /// How the session was begun: its seed, the folder that it runs in, and those that data is looked for in.
    case session(seed: UInt64, folder: String, data: [String])
    /// It makes its outputs here.
    case outputs(folder: String)
    /// A cell begins to run. It is one of ``SessionRecord/waiting``, the first, where it `isRestored`.
    case began(text: String, isRestored: Bool)
    case ended(interrupts: [Int])
    /// What there is of the next cell; nothing where it has been dropped.
    case draft(text: String)
    /// The draft goes on with this.
    case more(text: String)
    /// These cells of an earlier session, whose journal has this name, are to come again.
    case restores(cells: [Cell], journal: String)
    /// The first of them has been handed to the user, to be run or changed.
    case handedOut
    /// They are not wanted.
    case forgot
  }

  private(set) var seed: UInt64?
  private(set) var folder = ""
  private(set) var data: [String] = []
  private(set) var outputs: String?
  /// The cells that ran to their end.
  private(set) var ran: [Cell] = []
  /// The one that began and has not ended.
  private(set) var running: String?
  private(set) var draft = ""
  /// Cells of an earlier session that are still to come again.
  private(set) var waiting: [Cell] = []
  /// Journals whose cells are all in this one.
  private(set) var merged: [String] = []

  init(_ notes: [Note] = []) { for note in notes { add(note) } }

  /// All that a later session is to bring back, in order.
  var cells: [Cell] {
    ran + (running.map { [Cell(text: $0, kind: .wasRunning)] } ?? [])
      + (draft.isEmpty ? [] : [Cell(text: draft, kind: .draft)]) + waiting
  }

  mutating func add(_ note: Note) {
    switch note {
    case .session(let seed, let folder, let data): (self.seed, self.folder, self.data) = (seed, folder, data)
    case .outputs(let folder): outputs = folder
    case .began(let text, let isRestored):
      // One cell runs at a time: that the one before has ended was not to be read.
      if let running { ran.append(Cell(text: running)) }
      (running, draft) = (text, "")
      if isRestored, !waiting.isEmpty { waiting.removeFirst() }
    case .ended(let interrupts):
      if let running { ran.append(Cell(text: running, interrupts: interrupts)) }
      running = nil
    case .draft(let text): draft = text
    case .more(let text): draft += text
    case .restores(let cells, let journal):
      waiting = cells + waiting
      merged.append(journal)
    case .handedOut: if !waiting.isEmpty { waiting.removeFirst() }
    case .forgot: waiting = []
    }
  }
}
