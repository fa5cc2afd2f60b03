import Core
import Foundation
import TestSupport
import Testing

/// Standard streams that take nothing, are closed, or whose reader goes: no run ends by it, and none loses its files.
@Suite struct FailingStreamsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeNotebook(
      "lesson.md",
      [(nil, "x = 6 * 7\nx"), ("raises-error", "load nothing"), (nil, "plot [1, 2, 3]")])
  }

  /// The exit code of a line of the shell, where `convbook` is the program. A signal's is 128 and its number.
  private func status(_ line: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "convbook() { \"$program\" \"$@\"; }; \(line)"]
    process.currentDirectoryURL = folder.url
    process.environment = Convbook.environment(folder).merging(["program": Convbook.executable]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
  }

  @Test(
    arguments: [
      ("2>/dev/full", 0), ("2>&-", 0), (">/dev/full", 1), (">&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 0),
      (">/dev/full 2>/dev/full", 1), ("2>&1 >/dev/full | true; exit ${PIPESTATUS[0]}", 1),
      ("| true; exit ${PIPESTATUS[0]}", 0), ("2>&1 | true; exit ${PIPESTATUS[0]}", 0),
    ]) func aRunWritesItsTranscriptAllTheSame(streams: String, code: Int32) throws
  {
    #expect(try status("convbook run lesson.md --outputs out \(streams)") == code)
    let transcript = try folder.read("out/lesson/transcript.md")
    #expect(transcript.contains("```output\n42\n```"))
    #expect(try folder.names(in: "out/lesson").contains { $0.hasSuffix(".svg") })
  }

  @Test(
    arguments: [
      "help", "help fit", "data list", "--help",
    ]) func aResultThatCouldNotBeWrittenIsAnError(command: String) throws
  {
    #expect(try status("convbook \(command) >/dev/full") == 1)
    #expect(
      try status("convbook \(command) >/dev/full 2>err; grep -q 'cannot write to standard output' err") == 0)
    #expect(try status("convbook \(command) | true; exit ${PIPESTATUS[0]}") == 0)
    #expect(try status("convbook \(command) 2>/dev/full") == 0)
  }

  @Test func theDifferencesOfACheckThatCouldNotBeWritten() throws {
    #expect(try status("convbook run lesson.md --outputs out") == 0)
    #expect(try status("convbook check lesson.md --outputs out >/dev/full") == 1)
    #expect(try status("convbook check lesson.md --outputs out 2>&-") == 0)
    #expect(
      try status("sed -i s/42/43/ out/lesson/transcript.md; convbook check lesson.md --outputs out 2>&-") == 1
    )
  }

  @Test(
    arguments: [
      "convbook run missing.md 2>/dev/full", "convbook nonsense 2>&-", "convbook run --bad 2>/dev/full <&-",
    ]) func anErrorThatCannotBeSaidKeepsItsCode(line: String) throws
  {
    #expect([1, 2].contains(try status(line)))
  }

  /// Descriptor 0 would otherwise be the pipe by which signals wake the prompt, which never ends.
  @Test(arguments: ["convbook <&-", "convbook step lesson.md <&-", "convbook <&- >&- 2>&-"])
  func aPromptWithoutInputEnds(line: String) throws {
    #expect(try status("timeout 50 bash -c '\"$program\" \(line.dropFirst("convbook".count))'") == 0)
  }

  @Test func aFileThatGrowsTooLargeIsAnErrorInWords() throws {
    let cell = "ulimit -f 8; convbook run lesson.md --outputs out 2>err"
    try folder.writeNotebook(
      "lesson.md", [(nil, "load digits train=10 test=10"), (nil, "plot [1, 2, 3]")])
    #expect([0, 1].contains(try status(cell)))
    try folder.writeNotebook(
      "lesson.md",
      [(nil, "\"\(String(repeating: "a", count: 9000))\"")])
    #expect(try status(cell) == 1)
    #expect(try folder.read("err").contains("the file would be too large"))
  }

  @Test(arguments: [SIGTERM, SIGHUP]) func aRunThatASignalEndsKeepsItsTranscript(signal: Int32) throws {
    try folder.writeNotebook(
      "lesson.md",
      [
        (nil, TrialCells.endlessNeeds.joined(separator: "\n")), (nil, "\"before\""),
        (nil, TrialCells.endless),
      ])
    let line = """
      "$program" run lesson.md --outputs out >log 2>&1 & run=$!
      until grep -q before log; do sleep 0.1; done
      sleep 1
      kill -\(signal) $run
      wait $run
      """
    #expect(try status(line) == 128 + signal)
    #expect(try folder.read("out/lesson/transcript.md").contains("before"))
  }
}
