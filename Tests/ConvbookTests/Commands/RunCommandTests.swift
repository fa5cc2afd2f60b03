import Core
import Foundation
import TestSupport
import Testing

@testable import convbook

/// `convbook run FILE.md`
@Suite struct RunCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeNotebook(
      "lesson.md",
      [
        ("parameters", "size = 96\ndata = \"digits\""),
        (nil, "digits = load data train=size test=32\nnorm = digits / 255"),
        (
          nil,
          "net = model input=28x28x1\n  Conv2D 3 5x5 activation=relu\n  MaxPooling2D\n  Flatten\n"
            + "  Dense 10 activation=softmax\nend\ncompile net optimizer=adam "
            + "loss=sparse_categorical_crossentropy metrics=accuracy"
        ),
        (
          nil,
          "history = fit net norm.train epochs=2 validation_data=norm.test\nplot history\nplot history.loss"
        ),
        (nil, "show digits.test predictions=(predict net norm.test) grid=2x4"),
      ])
  }

  @Test func writesTranscriptChartsAndRecord() throws {
    let run = try CommandLineRun("run", "lesson.md", in: folder)
    #expect(run.status == 0)
    #expect(
      try folder.names(in: "Outputs/lesson") == [
        "04-accuracy.svg", "04-loss-2.svg", "04-loss.svg", "05-images.svg", "run.json", "transcript.md",
      ])
    let transcript = try folder.read("Outputs/lesson/transcript.md")
    #expect(transcript.contains("```output\nEpoch 1/2\n3/3 - loss: "))
    #expect(transcript.contains("](04-loss.svg)"))
    #expect(!transcript.contains("images/s"))
    let record = try JSONSerialization.jsonObject(with: Data(try folder.read("Outputs/lesson/run.json").utf8))
    #expect((record as? [String: Any])?["ending"] as? String == "done")
    #expect((record as? [String: Any])?["version"] as? String == Version.number)
    #expect(run.output.contains("In [4]: history = fit"))
  }

  @Test func theBytesAreTheSameForAnyNumberOfThreads() throws {
    for threads in ["1", "2", "3", "7"] {
      let run = try CommandLineRun(
        "run", "lesson.md", "--quiet", "--threads", threads, "--outputs", "out\(threads)", in: folder)
      #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty)
    }
    let files = try folder.names(in: "out1/lesson").filter { $0 != "run.json" }
    #expect(files.count == 5)
    for threads in ["2", "3", "7"] {
      for file in files {
        #expect(try folder.read("out1/lesson/\(file)") == folder.read("out\(threads)/lesson/\(file)"))
      }
    }
  }

  @Test func everyLayerGivesTheSameBytesForAnyNumberOfThreads() throws {
    let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Samples/every-layer.md").path
    for threads in ["1", "3"] {
      let run = try CommandLineRun(
        "run", sample, "--quiet", "--threads", threads, "--outputs", "every\(threads)", in: folder)
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(
      try folder.read("every1/every-layer/transcript.md") == folder.read("every3/every-layer/transcript.md"))
  }

  @Test func lookingIntoANetworkGivesTheSameBytesForAnyNumberOfThreads() throws {
    let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Samples/inside.md").path
    for threads in ["1", "3"] {
      let run = try CommandLineRun(
        "run", sample, "--quiet", "--threads", threads, "--outputs", "inside\(threads)", in: folder)
      #expect(run.status == 0, "\(run.errors)")
    }
    let transcript = try folder.read("inside1/inside/transcript.md")
    #expect(transcript == (try folder.read("inside3/inside/transcript.md")))
    let charts = transcript.matches(of: #/\]\((\d\d-[\w-]+\.svg)\)/#).map { String($0.1) }
    #expect(charts.count >= 30)
    for chart in charts {
      #expect(try folder.read("inside1/inside/\(chart)") == folder.read("inside3/inside/\(chart)"))
    }
  }

  @Test func aTranscriptIsANotebookWithTheSameTranscript() throws {
    _ = try CommandLineRun("run", "lesson.md", in: folder)
    let run = try CommandLineRun("run", "Outputs/lesson/transcript.md", in: folder)
    #expect(run.status == 0)
    #expect(
      try folder.read("Outputs/transcript/transcript.md") == folder.read("Outputs/lesson/transcript.md"))
  }

  @Test func anotherSeedGivesAnotherTranscript() throws {
    _ = try CommandLineRun("run", "lesson.md", "--outputs", "a", in: folder)
    _ = try CommandLineRun("run", "lesson.md", "--seed=1", "--outputs", "b", in: folder)
    #expect(try folder.read("a/lesson/transcript.md") != folder.read("b/lesson/transcript.md"))
  }

  @Test func setReplacesTheValuesOfParameterCells() throws {
    let run = try CommandLineRun("run", "lesson.md", "--set", "size=48", "--set", "data=digits", in: folder)
    #expect(run.status == 0)
    let transcript = try folder.read("Outputs/lesson/transcript.md")
    #expect(transcript.contains("size = 48\ndata = \"digits\""))
    #expect(transcript.contains("(48, 28, 28, 1)"))
    let wrong = try CommandLineRun("run", "lesson.md", "--set", "sise=48", "--outputs", "other", in: folder)
    #expect(wrong.status == 1)
    #expect(
      wrong.errors.contains(
        "--set sise: no parameter has this name; the parameters are size, data; did you mean 'size'?"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/other"))
  }

  @Test func aFailingCellEndsTheReplayAndStandsInTheTranscript() throws {
    try folder.writeNotebook("bad.md", [(nil, "x = 1"), (nil, "y = z\nx"), (nil, "print \"never\"")])
    let run = try CommandLineRun("run", "bad.md", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("cell 2, line 1: unknown name 'z'"))
    #expect(run.errors.contains("convbook: bad.md: cell 2 failed"))
    let transcript = try folder.read("Outputs/bad/transcript.md")
    #expect(transcript.contains("```output\ncell 2, line 1: unknown name 'z'"))
    #expect(!transcript.contains("```output\nnever"))
  }

  @Test func aCellTaggedRaisesErrorMustFail() throws {
    try folder.writeNotebook("errors.md", [("raises-error", "1 / 0"), (nil, "2")])
    #expect(try CommandLineRun("run", "errors.md", in: folder).status == 0)
    #expect(try folder.read("Outputs/errors/transcript.md").contains("division by zero"))
    try folder.writeNotebook("fine.md", [("raises-error", "1 / 2"), (nil, "2")])
    let run = try CommandLineRun("run", "fine.md", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("fine.md:8: cell 1 is tagged raises-error, but it raised none"))
  }

  @Test func chartsOfAnEarlierReplayGo() throws {
    _ = try CommandLineRun("run", "lesson.md", in: folder)
    try folder.writeNotebook("lesson.md", [(nil, "2 + 2")])
    try "mine".write(toFile: folder.path + "/Outputs/lesson/notes.txt", atomically: true, encoding: .utf8)
    _ = try CommandLineRun("run", "lesson.md", in: folder)
    #expect(try folder.names(in: "Outputs/lesson") == ["notes.txt", "run.json", "transcript.md"])
  }

  @Test func anOutputFolderThatCannotBeWrittenIsKnownAtOnce() throws {
    try "".write(toFile: folder.path + "/file", atomically: true, encoding: .utf8)
    let run = try CommandLineRun("run", "lesson.md", "--outputs", "file/deeper", in: folder)
    #expect(run.status == 1)
    #expect(
      run.errors
        == "convbook: cannot make the folder 'file/deeper/lesson': a part of the path is a file, not a folder\n"
    )
    #expect(run.output.isEmpty)
    let readOnly = try CommandLineRun("run", "lesson.md", "--outputs", "/proc/outputs", in: folder)
    #expect(readOnly.status == 1)
    #expect(readOnly.errors.hasPrefix("convbook: cannot make the folder '/proc/outputs"))
  }

  @Test func anInterruptKeepsWhatRan() throws {
    try folder.writeNotebook(
      "long.md",
      [
        (nil, "digits = load digits train=1000 test=10"),
        (
          nil,
          "m = model input=28x28x1\nFlatten\nDense 10 activation=softmax\nend\n"
            + "compile m loss=sparse_categorical_crossentropy\nh = fit m digits.train epochs=1000000"
        ),
        (nil, "print \"never\""),
      ])
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Convbook.executable)
    process.arguments = ["run", "long.md"]
    process.currentDirectoryURL = folder.url
    process.environment = Convbook.environment(folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var seen = ""
    while !seen.contains("Epoch 2/") {
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { break }
      seen += String(decoding: data, as: UTF8.self)
    }
    process.interrupt()
    _ = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let transcript = try folder.read("Outputs/long/transcript.md")
    #expect(transcript.contains("interrupted in epoch "))
    #expect(!transcript.contains("```output\nnever"))
  }
}
