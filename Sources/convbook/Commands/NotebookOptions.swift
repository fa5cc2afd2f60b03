import Core
import Notebooks
import Prompt

/// What `run` and `check` take: notebooks, and how to replay them.
struct NotebookOptions {
  var files: [String] = []
  var replay = ReplayOptions()
  var isQuiet = false
  /// Whether notebooks run with their own settings for a short run.
  var isQuick = false

  static let parameters: [CommandParameter<NotebookOptions>] =
    [
      .operand(.notebook, "a notebook", isRepeated: true) {
        $0.files.append($1)
        return true
      }
    ] + ReplayOptions.parameters.map { $0.of(\.replay) } + [
      .flag("quiet", \.isQuiet, "no cells and outputs on the terminal, only errors"),
      .flag("quick", \.isQuick, "a short run, by the notebook's own settings for one, kept in DIR/quick"),
    ]

  /// The notebooks, each with the folder of its outputs. All are read before the first one runs: a mistyped name is
  /// better known at once.
  func read() throws -> [(Replay, OutputFolder)] {
    var settings = replay.settings
    settings.isQuick = isQuick
    let replays = try files.map { try Replay(file: $0, settings: settings) }
    let places = try replays.map { ($0, try outputFolder(of: $0)) }
    try checkFoldersDiffer(places)
    return places
  }

  /// Throws where a notebook would have its outputs where another one of its name has them: what is there would be replaced, or taken
  /// for its own.
  private func checkFoldersDiffer(_ places: [(Replay, OutputFolder)]) throws {
    var files: [String: String] = [:]
    for (replay, folder) in places {
      if let other = files[folder.path], RunRecord.source(other) != RunRecord.source(replay.file) {
        throw UsageError(
          "\(other) and \(replay.file) would both have their outputs in \(folder.path): take one of them with --outputs DIR"
        )
      }
      files[folder.path] = replay.file
      // A folder that cannot be read is said to be so where it is to be written.
      if let other = (try? RunRecord.Stored(in: folder))?.otherSource(than: replay.file) {
        throw UsageError(
          "\(folder.path) has the outputs of \(FileName.shown(other)), another notebook of this name: give "
            + "\(FileName.shown(replay.file)) a folder of its own with --outputs DIR")
      }
    }
  }

  /// Where the transcript and charts of a replay are: the notebook's folder. Where that has what other settings gave,
  /// a replay with `--set` or `--seed` has one of its own, and does not take its place.
  private func outputFolder(of replay: Replay) throws -> OutputFolder {
    let place = self.replay.session.outputs
    let folder = OutputFolder(replay.folderName, in: place)
    if replay.differences.isEmpty { return folder }
    let own = OutputFolder(replay.ownFolderName, in: place)
    if try own.existing() != nil { return own }
    let stored = try RunRecord.Stored(in: folder)
    return stored.hasTranscript && stored.settings != replay.differences ? own : folder
  }
}

/// Replays every notebook; the exit code is that of the first one that did not end well.
func replayEach(
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
