import CellLanguage
import Foundation
import Notebooks

/// The session behind the prompt. On leaving it writes the transcript and the charts.
final class SessionInterpreter: CellInterpreter {
  private let folder: OutputFolder
  private let console: Console
  private let painter = ChartPainter()
  private let runner: CellRunner
  private var notebook = SessionNotebook()
  private let isTyped: Bool
  /// Where cells are kept until the session has ended well; nil where nobody types them.
  private let journal: Journal?
  /// Cells that the journal has already and that are yet to run.
  private var restored: ArraySlice<String> = []
  /// The journal of an earlier session that did not.
  private var abandoned: Journal.Abandoned?
  /// The last cell that was typed, for `:edit`.
  private var lastCell = ""
  /// The notebooks that this session has written, and may write again.
  private var saved: Set<String> = []

  /// - Parameter isTyped: whether a person types the cells.
  init(_ options: CommandLineOptions, isTyped: Bool) {
    folder = OutputFolder(Self.freeName(in: options.outputs), in: options.outputs)
    let console = Console(outputFolder: folder.path, isQuiet: options.isQuiet, painter: painter)
    self.console = console
    runner = CellRunner(
      seed: options.seed ?? 0, threads: options.threads, search: options.search, outputFolder: folder,
      interrupts: { Interrupts.requests }, watch: { console.show($0) })
    self.isTyped = isTyped
    let journals = isTyped ? Journal.standardFolder() : nil
    journal = journals.map(Journal.init)
    abandoned = journals.flatMap(Journal.abandoned)
  }

  var greeting: String? {
    guard let abandoned else { return nil }
    let count = abandoned.cells.count
    let draft = abandoned.draft.isEmpty ? "" : " and brings back the one that was being written"
    return
      "A session was cut off after \(count) cell\(count == 1 ? "" : "s"): :restore runs them again\(draft)"
  }

  func isIncomplete(_ text: String) -> Bool { SessionCommand(text) == nil && Session.isIncomplete(text) }

  /// What knows the words that can be completed and explained.
  var session: Session { runner.session }

  func noteDraft(_ text: String) { journal?.noteDraft(text) }

  func run(_ cell: String, number: Int) -> CellOutcome {
    if isTyped, let command = SessionCommand(cell) { return run(command) }
    if isTyped { note(cell) }
    lastCell = cell
    let charts = runner.charts.count
    var error: Diagnostic?
    console.tell(time: ContinuousClock().measure { error = runner.run(cell, number: number) })
    notebook.append(cell, failed: error != nil)
    // A chart is there to be looked at while the session goes on.
    do {
      if runner.charts.count > charts {
        try folder.prepare()
        for chart in runner.charts[charts...] {
          try folder.open().write(chart.svg.utf8, to: chart.fileName)
        }
      }
    } catch { complain("\(error)") }
    if Interrupts.isRequested { return .interrupted }
    return error == nil ? .done : .failed
  }

  private func note(_ cell: String) {
    if restored.first == cell {
      restored.removeFirst()
    } else {
      restored = []
      journal?.append(cell)
    }
  }

  func finish(isWanted: Bool) {
    if isWanted {
      journal?.remove()
      abandoned?.remove()
    }
    guard !notebook.isEmpty else { return }
    do {
      try folder.prepare()
      let transcript = try notebook.transcript(outputs: runner.outputs)
      try folder.write(
        runner.charts.map { ($0.fileName, $0.svg) } + [("transcript.md", transcript)])
      console.note("\(folder.path)/transcript.md")
    } catch { complain("\(error)") }
  }

  /// `session-1`, or the first number that is free: no session overwrites another.
  private static func freeName(in outputs: OutputPlace) -> String {
    var number = 1
    while FileManager.default.fileExists(atPath: "\(outputs.path)/session-\(number)") { number += 1 }
    return "session-\(number)"
  }

  // MARK: - Commands of the prompt

  private func run(_ command: SessionCommand) -> CellOutcome {
    switch command {
    case .help(let topic): say(runner.session.help(on: topic, width: Terminal.textWidth))
    case .save(let path): save(path)
    case .edit: return .command(next: edit())
    case .restore: return restore()
    case .drawings(let mode): say(painter.set(mode))
    case .leave: return .leave
    case .unknown(let word, let nearest):
      say("unknown command '\(word)'\(nearest.map { "; did you mean '\($0)'?" } ?? "; help keys lists them")")
    }
    return .command()
  }

  private func say(_ text: String) { console.show(.output(.text(text, aside: nil))) }

  private func save(_ path: String) {
    guard saved.contains(path) || !FileManager.default.fileExists(atPath: path) else {
      return say("'\(path)' exists already; choose another name")
    }
    do {
      try AtomicFile.write(Data(try notebook.lesson().utf8), to: path)
      saved.insert(path)
      say("\(path): this session's cells; convbook run \(path) replays them")
    } catch { say("\(error)") }
  }

  private func edit() -> String {
    KeyboardEcho.on()
    switch ExternalEditor.edit(lastCell) {
    case .success(let text): return text
    case .failure(let failure):
      say(failure.description)
      return ""
    }
  }

  private func restore() -> CellOutcome {
    guard let abandoned else {
      say("there is nothing to restore")
      return .command()
    }
    // They are safe in this session's journal before the other one goes.
    for cell in abandoned.cells { journal?.append(cell) }
    abandoned.remove()
    self.abandoned = nil
    restored = abandoned.cells[...]
    return .replay(abandoned.cells, draft: abandoned.draft)
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
