import Foundation
import TestSupport
import Testing

/// Names out of files that speak to the terminal: they are seen, and not obeyed.
@Suite struct HostileNamesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let hostile = "a\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}b"
  static let shown = #"a\x1b]0;owned\x07\x9b2J\u202eb"#

  /// Whatever a terminal would obey, and what XML may not have.
  private func expectHarmless(_ text: String, _ what: String) {
    let obeyed = text.unicodeScalars.filter {
      $0 != "\n" && $0 != "\t"
        && [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
    }
    #expect(obeyed.isEmpty, "\(what): \(obeyed)")
  }

  private func runLesson(_ cells: [String], name: String = "lesson.md") throws -> CommandLineRun {
    try folder.writeNotebook(name, cells.map { (nil, $0) })
    let run = try CommandLineRun("run", name, in: folder)
    expectHarmless(run.output, "standard output")
    expectHarmless(run.errors, "standard error")
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/Outputs")
    where path.hasSuffix(".md") || path.hasSuffix(".svg") {
      expectHarmless(try folder.read("Outputs/\(path)"), path)
    }
    return run
  }

  // Foundation's deletingLastPathComponent traps at these.
  @Test func namesOfOneCharacter() throws {
    try "label,pixel0\n3,4\n5,6\n".write(toFile: folder.path + "/d", atomically: true, encoding: .utf8)
    for cell in ["load \"d\"", "load \"d/\"", "load \"z\""] {
      let run = try runLesson([cell], name: "n")
      #expect(run.status == 1)
      #expect(run.errors.contains("n: cell 1 failed"), "\(run.errors)")
    }
  }

  @Test func classNamesInTablesChartsAndErrors() throws {
    let drawn = try CommandLineRun(
      "data", "generate", "digits", "set", "--train", "60", "--test", "20", in: folder)
    #expect(drawn.status == 0)
    let names = (0...9).map { "\(Self.hostile)\($0)" }
    try (names.joined(separator: "\n") + "\n").write(
      toFile: folder.path + "/set/class-names.txt", atomically: true, encoding: .utf8)
    let run = try runLesson([
      "d = load \"set\"\nd", "countplot d", "show d.train[0:4]",
      "m = model input=28x28x1\n  Flatten\n  Dense 10 activation=softmax\nend\n"
        + "compile m optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy\nfit m (d.train / 255)",
      "classification_report m (d.test / 255)", "mistakes m (d.test / 255)",
      "confusion_matrix m (d.test / 255)", "confused_with m (d.test / 255) \"nothing\"",
    ])
    #expect(run.output.contains(Self.shown))
    #expect(try folder.read("Outputs/lesson/transcript.md").contains(Self.shown))
  }

  @Test func namesOfFilesAndFolders() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/\(Self.hostile)", withIntermediateDirectories: true)
    try "x".write(
      toFile: "\(folder.path)/\(Self.hostile)/\(Self.hostile).png", atomically: true, encoding: .utf8)
    let run = try runLesson([
      "load \"\(Self.hostile.filter { $0 != "\u{1B}" && $0 != "\u{7}" && $0 != "\u{9B}" && $0 != "\u{202E}" })\""
    ])
    #expect(run.status != 0)
    for arguments in [
      ["run", "\(Self.hostile).md"], ["step", Self.hostile], [Self.hostile], ["help", Self.hostile],
      ["data", "fetch", Self.hostile], ["run", "lesson.md", "--set", "\(Self.hostile)=1"],
      ["run", "lesson.md", "--\(Self.hostile)"], ["run", "lesson.md", "--outputs", "o/\(Self.hostile)"],
    ] {
      let run = try CommandLineRun(arguments, in: folder)
      expectHarmless(run.output, "\(arguments), standard output")
      expectHarmless(run.errors, "\(arguments), standard error")
    }
  }

  @Test func aTableWithSuchAHeader() throws {
    for header in ["label,\(Self.hostile)", "\(Self.hostile),pixel0,pixel1", "label,pixel0,\(Self.hostile)"] {
      try "\(header)\n1,2,\(Self.hostile)\n3,4,5\n".write(
        toFile: folder.path + "/table.csv", atomically: true, encoding: .utf8)
      _ = try runLesson(["d = load \"table.csv\"\nd"])
    }
  }
}
