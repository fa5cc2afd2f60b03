import Foundation
import TestSupport
import Testing

/// What a session at the prompt, or of cells from a pipe, leaves behind.
@Suite struct SessionOutputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func transcriptAndChartsAreInOutputs() throws {
    let cells = "digits = load digits train=40 test=10\nshow digits.train grid=1x3\n2 + * 3\n"
    let first = try Convbook.run(input: cells, folder: folder)
    #expect(first.status == 1)
    #expect(try folder.names(in: "Outputs/session-1") == ["02-images.svg", "transcript.md"])
    let transcript = try folder.read("Outputs/session-1/transcript.md")
    #expect(transcript.contains("![digits.train](02-images.svg)"))
    #expect(transcript.contains(":tags: [raises-error]\n2 + * 3"))
    // No session overwrites another, and a transcript replays.
    _ = try Convbook.run(input: "1 + 1\n", folder: folder)
    #expect(try folder.names(in: "Outputs") == ["session-1", "session-2"])
    let replay = try CommandLineRun(
      "run", "Outputs/session-1/transcript.md", "--outputs", "again", in: folder)
    #expect(replay.status == 0)
    #expect(try folder.read("again/transcript/transcript.md") == transcript)
  }

  @Test func anEmptySessionLeavesNothing() throws {
    _ = try Convbook.run(input: "\n\n", folder: folder)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/Outputs"))
  }
}
