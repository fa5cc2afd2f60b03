import CellLanguage
import Core
import Foundation
import Notebooks

/// The session behind the prompt. On leaving it writes the transcript and the charts.
final class SessionInterpreter: CellInterpreter {
  private let options: CommandLineOptions
  private let painter = ChartPainter()
  private var console: Console
  private let interrupts = InterruptMeter()
  /// Begins with the first cell: a session without any leaves nothing behind.
  private var begun: (runner: CellRunner, folder: OutputFolder?)?
  /// What knows the words that can be completed and explained, before that.
  private lazy var blank = Session(seed: 0, threads: 1, search: options.search) { _ in }
  private var notebook = SessionNotebook()
  private let isTyped: Bool
  /// What is done, until the session has ended well; nil where nobody types.
  private let journal: Journal?
  /// The cells that are running again.
  private var restored: ArraySlice<SessionRecord.Cell> = []
  /// The text that they end with, to be handed to the user.
  private var handedOut: String?
  /// The journal of an earlier session that did not end well.
  private var abandoned: Journal.Abandoned?
  /// The last cell that was typed, for `:edit`.
  private var lastCell = ""

  /// - Parameter isTyped: whether a person types the cells.
  init(_ options: CommandLineOptions, isTyped: Bool) {
    self.options = options
    self.isTyped = isTyped
    console = Console(outputFolder: options.outputs.path, isQuiet: options.isQuiet, painter: painter)
    let journals = isTyped ? Journal.standardFolder() : nil
    let here = FileManager.default.currentDirectoryPath
    journal =
      isTyped
      ? Journal(
        folder: journals,
        session: .session(
          seed: options.seed ?? 0, folder: here,
          data: options.data.map { URL(fileURLWithPath: $0).path }))
      : nil
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
  var session: Session { begun?.runner.session ?? blank }

  func noteDraft(_ text: String) {
    if let handedOut, handedOut == text {
      journal?.note(.handedOut, .draft(text: text))
    } else {
      journal?.noteDraft(text)
    }
    handedOut = nil
  }

  func run(_ cell: String, number: Int) -> CellOutcome {
    let again = restored.popFirst()
    if isTyped, again == nil, let command = SessionCommand(cell) { return run(command) }
    let (runner, folder) = begin()
    journal?.note(.began(text: cell, isRestored: again != nil))
    lastCell = cell
    let charts = runner.charts.count
    interrupts.begin(replaying: again?.interrupts ?? [])
    var error: Diagnostic?
    console.tell(time: ContinuousClock().measure { error = runner.run(cell, number: number) })
    journal?.note(.ended(interrupts: interrupts.moments), isSynced: false)
    notebook.append(cell, failed: error != nil)
    // A chart is there to be looked at while the session goes on.
    do {
      for chart in runner.charts[charts...] { try folder?.open().write(chart.files) }
    } catch { complain("\(error)") }
    if Interrupts.isRequested {
      stopRestoring()
      return .interrupted
    }
    return error == nil ? .done : .failed
  }

  /// The runner and the folder of outputs: `session-1`, or the first number that is free. No session overwrites
  /// another, also one that begins at the same moment.
  private func begin(seed: UInt64? = nil, data: [String] = []) -> (runner: CellRunner, folder: OutputFolder?)
  {
    if let begun { return begun }
    var folder: OutputFolder?
    do { folder = try claimFolder() } catch {
      complain("\(error); the charts of this session cannot be kept, and its transcript not yet")
    }
    Confinement.begin(outputs: folder, isTyped: isTyped)
    let interrupts = interrupts
    let console = console
    var options = options
    if options.data.isEmpty { options.data = data }
    let runner = CellRunner(
      seed: seed ?? options.seed ?? 0, threads: options.threads, search: options.search, outputFolder: folder,
      interrupts: { interrupts.count() }, watch: { console.show($0) })
    begun = (runner, folder)
    return (runner, folder)
  }

  private func claimFolder() throws -> OutputFolder {
    let claimed = try OutputFolder(
      claiming: (1...1_000_000).lazy.map { "session-\($0)" }, in: options.outputs)
    journal?.note(.outputs(folder: URL(fileURLWithPath: claimed.path).path), isSynced: false)
    console = Console(outputFolder: claimed.path, isQuiet: options.isQuiet, painter: painter)
    return claimed
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
    guard !notebook.isEmpty, let (runner, claimed) = begun else { return }
    let folder = try claimed ?? claimFolder()
    let transcript = try notebook.transcript(outputs: runner.outputs)
    try folder.write(runner.charts.flatMap(\.files) + [("transcript.md", Array(transcript.utf8))])
    console.note("\(folder.path)/transcript.md")
  }

  // MARK: - Commands of the prompt

  private func run(_ command: SessionCommand) -> CellOutcome {
    switch command {
    case .help(let topic): Pager.show(session.help(on: topic, width: Terminal.textWidth))
    case .save(let path): save(path)
    case .edit: return .command(next: edit())
    case .restore: return restore()
    case .forget: forget()
    case .drawings(let mode): say(painter.set(mode))
    case .leave: return .leave
    case .unknown(let word, let nearest):
      say("unknown command '\(word)'\(nearest.map { "; did you mean '\($0)'?" } ?? "; help keys lists them")")
    }
    return .command()
  }

  private func say(_ text: String) { console.show(.output(.text(text, aside: nil))) }

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
      if let seed = record.seed, seed != journal.record.seed {
        guard begun == nil else {
          say(
            "that session had the seed \(seed), so its cells would give other values here; "
              + ":restore comes before all other cells of a session")
          return .command()
        }
        journal.note(
          .session(seed: seed, folder: journal.record.folder, data: journal.record.data), isSynced: false)
      }
      if abandoned.damaged > 0 {
        let lines = abandoned.damaged == 1 ? "a line" : "\(abandoned.damaged) lines"
        say("\(lines) of its journal cannot be read; here is the rest")
      }
      // They are safe in this session's journal before the other one goes.
      journal.note(.restores(cells: record.cells, journal: abandoned.name))
      if journal.isKept { abandoned.remove() }
      self.abandoned = nil
      if begun == nil { _ = begin(seed: record.seed, data: record.data) }
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

/// `convbook` without a command: the prompt, or cells from a file or pipe.
func promptForCells(_ options: CommandLineOptions) throws -> Int32 {
  let isTyped = isatty(STDIN_FILENO) == 1 && Terminal.isPresent
  let interpreter = SessionInterpreter(options, isTyped: isTyped)
  var repl = REPL(
    reader: LineEditor(session: { interpreter.session }) ?? PlainReader(), interpreter: interpreter)
  return repl.run()
}
