import CellLanguage
import Foundation
import Notebooks
import Text

/// `convbook run FILE.md ...`
func runNotebooks(_ options: CommandLineOptions) throws -> Int32 {
  let replays = try read(options).map { ($0, try options.outputFolder(of: $0)) }
  try checkFoldersDiffer(replays)
  for (_, folder) in replays { try folder.prepare() }
  Confinement.begin(writingBelow: try replays.map { try $1.open() })
  return try replayEach(replays) { replay, folder in
    let console = Console(outputFolder: folder.path, isQuiet: options.isQuiet)
    let stored = try RunRecord.Stored(in: folder)
    if let other = stored.otherSource(than: replay.file) {
      complain(
        "\(folder.path) holds the outputs of \(FileName.shown(other)), which this run replaces; --outputs DIR keeps both"
      )
    }
    let pictures = ownPictures(of: replay)
    let start = Date()
    let result = replay.run(
      outputFolder: folder, interrupts: { Interrupts.requests }, watch: console.show)
    let seconds = Date().timeIntervalSince(start)
    let record = try RunRecord(replay: replay, result: result, start: start, seconds: seconds).json()
    let files =
      result.files.map { ($0.name, Array($0.content.utf8)) } + result.pictures + [("run.json", record)]
    var place = folder.path
    if result.ending != .done, stored.isDone {
      place += "/\(FileName.unfinished)"
      try folder.writeUnfinished(files, pictures)
      complain(
        "what ran is in \(place)/transcript.md; the transcript of the last run that got to its end is kept")
    } else {
      try folder.write(files)
      try pictures.write(to: folder.open())
      try folder.removeUnfinished(pictures)
    }
    let charts = result.files.count - 1
    console.note(
      String(
        format: "%@/transcript.md and %d chart%@, %.1f s", place, charts, charts == 1 ? "" : "s", seconds))
    return result
  }
}

/// Throws where two notebooks of one name would write to one folder: the second would replace what the first wrote.
private func checkFoldersDiffer(_ replays: [(Replay, OutputFolder)]) throws(UsageError) {
  var files: [String: String] = [:]
  for (replay, folder) in replays {
    if let other = files[folder.path], RunRecord.source(other) != RunRecord.source(replay.file) {
      throw UsageError(
        "\(other) and \(replay.file) would both write to \(folder.path): run one of them with --outputs DIR")
    }
    files[folder.path] = replay.file
  }
}

/// `convbook check FILE.md ...`
func checkNotebooks(_ options: CommandLineOptions) throws -> Int32 {
  let replays = try read(options).map { ($0, try options.outputFolder(of: $0)) }
  for (replay, folder) in replays where try folder.existing()?.kind(of: "transcript.md") == nil {
    throw UsageError("\(replay.file) has no stored transcript: \(folder.path)/transcript.md; run it first")
  }
  // What cells write must not be mixed with what the stored replay wrote.
  let scratch = try ScratchFolder()
  defer { scratch.remove() }
  Confinement.begin(writingBelow: [scratch.folder], removingFoldersIn: scratch.parent)
  var differs = false
  let code = try replayEach(replays) { replay, folder in
    let console = Console(outputFolder: folder.path, isQuiet: options.isQuiet)
    _ = ownPictures(of: replay)
    let result = replay.run(
      outputFolder: OutputFolder(try scratch.newFolder()), interrupts: { Interrupts.requests },
      watch: console.show)
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

/// The pictures that the notebook's prose shows. One that it cannot show is no failure, but said.
func ownPictures(of replay: Replay) -> OwnPictures {
  let pictures = OwnPictures(of: replay.notebook, file: replay.file)
  for complaint in pictures.complaints { complain("\(complaint)") }
  return pictures
}

/// All are read before the first one runs: a mistyped name is better known at once.
private func read(_ options: CommandLineOptions) throws -> [Replay] {
  guard !options.operands.isEmpty else { throw UsageError("which notebook? convbook run FILE.md") }
  return try options.operands.map { try Replay(file: $0, settings: options.replaySettings) }
}

/// Replays every file; the exit code is that of the first one that did not end well.
private func replayEach(
  _ replays: [(Replay, OutputFolder)], _ body: (Replay, OutputFolder) throws -> Replay.Result
) throws -> Int32 {
  Interrupts.install()
  var code: Int32 = 0
  for (replay, folder) in replays {
    let result = try body(replay, folder)
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
