import Core
import Foundation
import Prompt

/// `convbook check FILE.md ...`
struct CheckCommand: Command {
  var notebooks = NotebookOptions()

  static let declaration = CommandDeclaration<CheckCommand>(
    name: "check", summary: "replay, and compare with what run has stored",
    discussion: """
      Replays into a folder that goes afterwards, and compares with what run has stored. The exit code is 1 where they \
      differ, and the difference is shown.
      """,
    parameters: NotebookOptions.parameters.map { $0.of(\.notebooks) },
    operandAdvice: "which notebook? convbook check FILE.md",
    example: "convbook check Notebooks/quick-start.md")

  func run() throws -> Int32 {
    let replays = try notebooks.read()
    for (replay, folder) in replays where try folder.existing()?.kind(of: "transcript.md") == nil {
      throw UsageError("\(replay.file) has no stored transcript: \(folder.path)/transcript.md; run it first")
    }
    // What cells write must not be mixed with what the stored replay wrote.
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    Confinement.begin(writingBelow: [scratch.folder], removingFoldersIn: scratch.parent)
    var differs = false
    let code = try replayEach(replays) { replay, folder in
      let console = Console(outputFolder: folder.path, isQuiet: notebooks.isQuiet)
      let pictures = ownPictures(of: replay)
      let result = replay.run(
        outputFolder: OutputFolder(try scratch.newFolder()), interrupts: { Interrupts.requests },
        watch: console.show)
      if result.ending == .interrupted { return result }
      let difference = (try [folder.difference(from: result.files)] + pictures.differences(in: folder))
        .filter { !$0.isEmpty }.joined(separator: "\n")
      if difference.isEmpty {
        if !notebooks.isQuiet {
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
}
