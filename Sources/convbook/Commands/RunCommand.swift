import CellLanguage
import Foundation
import Notebooks
import Text

/// `convbook run FILE.md ...`
func runNotebooks(_ options: CommandLineOptions) throws -> Int32 {
  try replayEach(options) { replay in
    let folder = options.outputFolder(of: replay)
    try folder.prepare()
    let console = Console(outputFolder: folder.path, isQuiet: options.isQuiet)
    let start = Date()
    let result = replay.run(
      outputFolder: folder, interrupts: { Interrupts.requests }, watch: console.show)
    let seconds = Date().timeIntervalSince(start)
    try folder.write(result.files)
    try RunRecord(replay: replay, result: result, start: start, seconds: seconds).write(to: folder)
    let charts = result.files.count - 1
    console.note(
      String(
        format: "%@/transcript.md and %d chart%@, %.1f s", folder.path, charts, charts == 1 ? "" : "s",
        seconds))
    return result
  }
}

/// `convbook check FILE.md ...`
func checkNotebooks(_ options: CommandLineOptions) throws -> Int32 {
  var differs = false
  let code = try replayEach(options) { replay in
    let folder = options.outputFolder(of: replay)
    guard try folder.existing()?.kind(of: "transcript.md") != nil else {
      throw UsageError("\(replay.file) has no stored transcript: \(folder.path)/transcript.md; run it first")
    }
    let console = Console(outputFolder: folder.path, isQuiet: options.isQuiet)
    // What cells write must not be mixed with what the stored replay wrote.
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
      "convbook-\(UUID().uuidString)"
    ).path
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let result = replay.run(
      outputFolder: OutputFolder(at: scratch), interrupts: { Interrupts.requests }, watch: console.show)
    if result.ending == .interrupted { return result }
    let difference = try folder.difference(from: result.files)
    if difference.isEmpty {
      if !options.isQuiet {
        StandardStream.output.writeLine("\(replay.file): the same as stored, \(result.files.count) files")
      }
    } else {
      differs = true
      StandardStream.output.writeLine(TerminalText(difference))
      complain("\(replay.file) differs from what is stored in \(folder.path)")
    }
    return result
  }
  return code == 0 && differs ? 1 : code
}

/// Replays every file; the exit code is that of the first one that did not end well.
private func replayEach(
  _ options: CommandLineOptions, _ body: (Replay) throws -> Replay.Result
) throws -> Int32 {
  guard !options.operands.isEmpty else { throw UsageError("which notebook? convbook run FILE.md") }
  // All are read before the first one runs: a mistyped name is better known at once.
  let replays = try options.operands.map { try Replay(file: $0, settings: options.replaySettings) }
  Interrupts.install()
  var code: Int32 = 0
  for replay in replays {
    let result = try body(replay)
    switch result.ending {
    case .done: break
    case .failed(let cell):
      complain(result.complaint ?? "\(replay.file): cell \(cell) failed")
      if code == 0 { code = 1 }
    case .interrupted:
      complain("\(replay.file): interrupted")
      return Interrupts.termination.map { 128 + $0 } ?? 130
    }
  }
  return code
}
