import Core
import Foundation
import Notebooks
import Prompt

/// `convbook run FILE.md ...`
struct RunCommand: Command {
  var notebooks = NotebookOptions()
  /// Whether an expectation that does not hold leaves the exit code as it is.
  var ignoresExpectations = false

  static let declaration = CommandDeclaration<RunCommand>(
    name: "run", summary: "replay notebooks, write their transcripts and charts",
    discussion: """
      Each notebook runs in a fresh session, and what it gives goes to Outputs/NAME: transcript.md, the notebook with the \
      output of each cell below it, a file for each chart, and run.json, which has the times. A cell that fails ends the \
      replay. A run that does not get to its end leaves what was there, and writes what ran to a folder called unfinished.
      """,
    parameters: NotebookOptions.parameters.map { $0.of(\.notebooks) } + [
      .flag(
        "ignore-expect", \.ignoresExpectations, "an 'expect' that does not hold leaves the exit code 0")
    ],
    operandAdvice: "which notebook? convbook run FILE.md",
    example: "convbook run Notebooks/lenet-5.md --set data=fashion-mnist")

  func run() throws -> Int32 {
    let replays = try notebooks.read()
    for (_, folder) in replays { try folder.prepare() }
    Confinement.begin(writingBelow: try replays.map { try $1.open() })
    var areUnmet = false
    let code = try replayEach(replays) { replay, folder in
      let console = Console(outputFolder: folder.path, isQuiet: notebooks.isQuiet)
      let stored = try RunRecord.Stored(in: folder)
      let pictures = ownPictures(of: replay)
      let start = Date()
      let result = replay.run(
        outputFolder: folder, interrupts: { Interrupts.requests }, watch: console.show)
      let seconds = Date().timeIntervalSince(start)
      let record = try RunRecord(replay: replay, result: result, start: start, seconds: seconds).jsonFile()
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
      if !ignoresExpectations, let complaint = result.unmet(in: replay) {
        complain(complaint)
        areUnmet = true
      }
      return result
    }
    return code == 0 && areUnmet ? 1 : code
  }
}

extension Replay.Result {
  /// What is said where expectations do not hold; nil where all do.
  fileprivate func unmet(in replay: Replay) -> String? {
    let unmet = expectations.mapValues { $0.filter { !$0.holds } }.filter { !$0.value.isEmpty }
    guard !unmet.isEmpty else { return nil }
    let count = unmet.values.reduce(0) { $0 + $1.count }
    let all = expectations.values.reduce(0) { $0 + $1.count }
    let cells = unmet.keys.sorted().map(String.init).joined(separator: ", ")
    return "\(replay.file): \(count) of \(all) expectations do not hold yet, in cell \(cells)"
  }
}
