import CellLanguage
import Foundation
import Notebooks

/// The session behind the prompt. On leaving it writes the transcript and the charts.
final class SessionInterpreter: CellInterpreter {
  private let folder: OutputFolder
  private let console: Console
  private let runner: CellRunner
  private var notebook = SessionNotebook()

  init(_ options: CommandLineOptions) {
    folder = OutputFolder(Self.freeFolder(in: options.outputs))
    let console = Console(outputFolder: folder.path, isQuiet: options.isQuiet)
    self.console = console
    runner = CellRunner(
      seed: options.seed, threads: options.threads, search: options.search, outputFolder: folder.path,
      isInterrupted: { Interrupts.isRequested }, watch: { console.show($0) })
  }

  func isIncomplete(_ text: String) -> Bool { Session.isIncomplete(text) }

  func complete(_ text: String, _ cursor: Int) -> Completion {
    runner.session.completion(of: text, at: cursor)
  }

  func run(_ cell: String, number: Int) -> CellOutcome {
    let charts = runner.charts.count
    let error = runner.run(cell, number: number)
    notebook.append(cell, failed: error != nil)
    // A chart is there to be looked at while the session goes on.
    do {
      if runner.charts.count > charts {
        try folder.prepare()
        for chart in runner.charts[charts...] {
          try AtomicFile.write(Data(chart.svg.utf8), to: "\(folder.path)/\(chart.fileName)")
        }
      }
    } catch { complain("\(error)") }
    if Interrupts.isRequested { return .interrupted }
    return error == nil ? .done : .failed
  }

  func finish() {
    guard !notebook.isEmpty else { return }
    do {
      try folder.prepare()
      let transcript = try notebook.transcript(outputs: runner.outputs)
      try folder.write(
        runner.charts.map { ($0.fileName, $0.svg) } + [("transcript.md", transcript)])
      console.note("\(folder.path)/transcript.md")
    } catch { complain("\(error)") }
  }

  /// `Outputs/session-1`, or the first number that is free: no session overwrites another.
  private static func freeFolder(in outputs: String) -> String {
    var number = 1
    while FileManager.default.fileExists(atPath: "\(outputs)/session-\(number)") { number += 1 }
    return "\(outputs)/session-\(number)"
  }
}

/// `convbook` without a command: the prompt, or cells from a file or pipe.
func promptForCells(_ options: CommandLineOptions) throws -> Int32 {
  let interpreter = SessionInterpreter(options)
  var repl = REPL(
    reader: LineEditor(complete: interpreter.complete) ?? PlainReader(), interpreter: interpreter)
  return repl.run()
}
