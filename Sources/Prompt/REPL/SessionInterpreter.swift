import CellLanguage
import Core
import Datasets
import Foundation
import Notebooks

/// The session behind the prompt. On leaving it writes the transcript and the charts.
final class SessionInterpreter: CellInterpreter {
  private let settings: PromptSettings
  private let running: RunningSession
  private var notebook = SessionNotebook()
  private let isTyped: Bool
  /// What is done, until the session has ended well; nil where nobody types.
  private let journal: Journal?
  /// The cells that are running again.
  private var restored: ArraySlice<SessionRecord.Restored> = []
  /// The text that they end with, to be handed to the user.
  private var handedOut: String?
  /// The journal of an earlier session that did not end well.
  private var abandoned: Journal.Abandoned?
  /// The last cell that was typed, for `:edit`.
  private var lastCell = ""
  private(set) var failure: FailedCell?

  /// - Parameter isTyped: whether a person types the cells.
  init(_ settings: PromptSettings, isTyped: Bool) {
    (self.settings, self.isTyped) = (settings, isTyped)
    running = RunningSession(settings, isTyped: isTyped)
    let journals = isTyped ? Journal.standardFolder() : nil
    var record = SessionRecord(seed: settings.session.seed)
    record.folder = FileManager.default.currentDirectoryPath
    record.data = settings.data.map { URL(fileURLWithPath: $0).path }
    journal = isTyped ? Journal(folder: journals, record) : nil
    abandoned = journals.flatMap(Journal.abandoned)
  }

  var greeting: String? { abandoned.map { Self.offer($0.record) } }

  /// What is said of a session that can be brought back.
  private static func offer(_ record: SessionRecord) -> String {
    let cells = record.cells
    let count = cells.count { $0.kind == .ran }
    let held = cells.first { $0.kind != .ran }
    var text = "A session"
    if !record.folder.isEmpty, record.folder != FileManager.default.currentDirectoryPath {
      text += " in \(record.folder)"
    }
    text += " was cut off"
    if count > 0 { text += " after \(count) cell\(count == 1 ? "" : "s")" }
    text += ": :restore "
    if count > 0 { text += "runs \(count == 1 ? "it" : "them") again" }
    if let held {
      text +=
        (count > 0 ? " and " : "") + "brings back the one that was "
        + (held.kind == .wasRunning ? "running" : "being written")
    }
    text += "; :forget drops \(cells.count == 1 ? "it" : "them")"
    return Reference.wrapped(text, width: Terminal.textWidth)
  }

  func isIncomplete(_ text: String) -> Bool { SessionCommand(text) == nil && Session.isIncomplete(text) }

  /// What knows the words that can be completed and explained.
  var session: Session { running.session }

  func noteDraft(_ text: String) {
    if let handedOut, handedOut == text {
      journal?.note(.handedOut, .draft(SessionRecord.Entry(text: text)))
    } else {
      journal?.noteDraft(text)
    }
    handedOut = nil
  }

  func run(_ cell: String, number: Int) -> CellOutcome {
    let again = restored.popFirst()
    if isTyped, again == nil, let command = SessionCommand(cell) { return run(command) }
    let runner = begin()
    journal?.note(.began(SessionRecord.Entry(text: cell), isRestored: again != nil))
    lastCell = cell
    let error = running.run(cell, number: number, in: runner, replaying: again?.interrupts ?? [])
    failure = error.map { FailedCell(cell, $0) }
    journal?.note(
      .ended(failed: error != nil, interrupts: running.moments, position: 0), isSynced: false)
    notebook.append(cell, failed: error != nil)
    // A chart is there to be looked at while the session goes on.
    do { if let folder = running.folder { try running.writeCharts(in: folder.open()) } } catch {
      complain("\(error)")
    }
    if Interrupts.isRequested {
      stopRestoring()
      return .interrupted
    }
    return error == nil ? .done : .failed
  }

  private func begin(seed: UInt64? = nil, data: [String] = []) -> CellRunner {
    running.begin("session") {
      if let seed { $0.seed = seed }
      if settings.data.isEmpty, !data.isEmpty { $0.search = DataSearch(dataOptions: data) }
    } claim: {
      try claimFolder()
    }
  }

  /// The folder of outputs: `session-1`, or the first number that is free. No session overwrites another, also one that
  /// begins at the same moment.
  private func claimFolder() throws -> (folder: OutputFolder, shown: String) {
    let claimed = try OutputFolder(
      claiming: (1...1_000_000).lazy.map { "session-\($0)" }, in: settings.outputs)
    journal?.noteFrame { $0.outputFolder = URL(fileURLWithPath: claimed.path).path }
    return (claimed, claimed.path)
  }

  func finish(isWanted: Bool) -> Bool {
    do {
      try writeTranscript()
      if isWanted { journal?.remove() }
      return true
    } catch {
      let isSafe = journal?.isKept == true
      complain("\(error)" + (isSafe ? "\nthe session is kept: :restore in the next one brings it back" : ""))
      return false
    }
  }

  private func writeTranscript() throws {
    guard !notebook.isEmpty, let runner = running.runner else { return }
    let folder = try running.folder(claim: claimFolder)
    let transcript = try notebook.transcript(outputs: runner.outputs)
    try folder.write(runner.charts.flatMap(\.files) + [("transcript.md", Array(transcript.utf8))])
    running.console.note("\(folder.path)/transcript.md")
  }

  // MARK: - Commands of the prompt

  private func run(_ command: SessionCommand) -> CellOutcome {
    switch command {
    case .help(let topic): Pager.show(session.help(on: topic, width: Terminal.textWidth))
    case .save(let path): save(path)
    case .edit: return .command(next: edit())
    case .restore: return restore()
    case .forget: forget()
    case .drawings(let mode): say(running.painter.set(mode))
    case .leave: return .leave
    case .ofShell(let line):
      say(
        "\(line.prefix { $0 != " " }) is a command of the shell: leave with Ctrl-D, and type there\n  convbook \(line)"
      )
    case .unknown(let word, let nearest):
      say("unknown command '\(word)'\(nearest.map { "; did you mean '\($0)'?" } ?? "; help keys lists them")")
    }
    return .command()
  }

  private func say(_ text: String) { running.console.show(.output(.said(text, aside: nil))) }

  private func save(_ path: String) {
    do {
      let refusal = Outside.save(try notebook.lesson(), to: path)
      say(refusal ?? "\(path): this session's cells; convbook run \(path) replays them")
    } catch { say("\(error)") }
  }

  private func edit() -> String {
    KeyboardEcho.on()
    switch Outside.edit(lastCell) {
    case .success(let text): return text
    case .failure(let failure):
      say(failure.description)
      return ""
    }
  }

  // MARK: - A session that was cut off

  private func restore() -> CellOutcome {
    if let abandoned, let journal {
      let record = abandoned.record
      if abandoned.isBegunKnown, record.seed != journal.record.seed {
        guard running.runner == nil else {
          say(
            "that session had the seed \(record.seed), so its cells would give other values here; "
              + ":restore comes before all other cells of a session")
          return .command()
        }
        journal.noteFrame { $0.seed = record.seed }
      }
      if abandoned.damaged > 0 {
        let lines = abandoned.damaged == 1 ? "a line" : "\(abandoned.damaged) lines"
        say("\(lines) of its journal cannot be read; here is the rest")
      }
      // They are safe in this session's journal before the other one goes.
      journal.note(.restores(cells: record.cells, journal: abandoned.name))
      if journal.isKept { abandoned.remove() }
      self.abandoned = nil
      _ = begin(seed: abandoned.isBegunKnown ? record.seed : nil, data: record.data)
    }
    guard let waiting = journal?.record.waiting, !waiting.isEmpty else {
      say("there is nothing to restore")
      return .command()
    }
    restored = waiting.prefix { $0.kind == .ran }
    let held = waiting.dropFirst(restored.count).first
    handedOut = held?.text
    return .replay(restored.map(\.text), draft: held?.text ?? "")
  }

  /// Ctrl-C ends the restoring too. What has not run yet stays on offer.
  private func stopRestoring() {
    (restored, handedOut) = ([], nil)
    guard let count = journal?.record.waiting.count, count > 0 else { return }
    say("\(count) cell\(count == 1 ? " is" : "s are") still to be restored; :restore goes on")
  }

  private func forget() {
    if let waiting = journal?.record.waiting, !waiting.isEmpty {
      journal?.note(.forgot)
      say("forgotten")
    } else if let abandoned {
      abandoned.remove()
      self.abandoned = Journal.standardFolder().flatMap(Journal.abandoned)
      say(greeting.map { "forgotten\n" + $0 } ?? "forgotten")
    } else {
      say("there is nothing to forget")
    }
  }
}

/// The prompt, or cells from a file or pipe.
/// - Returns: the exit status.
package func promptForCells(_ settings: PromptSettings) -> Int32 {
  let isTyped = isatty(STDIN_FILENO) == 1 && Terminal.isPresent
  let interpreter = SessionInterpreter(settings, isTyped: isTyped)
  var repl = REPL(
    reader: LineEditor(session: { interpreter.session }) ?? PlainReader(), interpreter: interpreter)
  return repl.run()
}
