import Foundation
import TestSupport
import Testing

/// `expect` in a notebook that is run and checked, and the seed of a student's copy.
@Suite struct ExpectCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theExitCodeTellsOfWhatDoesNotHold() throws {
    try folder.writeNotebook(
      "lesson.md", [(nil, "x = 2\nexpect x == 2"), (nil, "expect x == 3 points=2 hint=\"one more\"\nx")])
    let run = try CommandLineRun("run", "lesson.md", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("lesson.md: 1 of 2 expectations do not hold yet, in cell 2"))
    #expect(
      try folder.read("Outputs/lesson/transcript.md").contains(
        """
        ```output
        not yet: x == 3, but found 2 (0 of 2 points)
          one more
        2
        ```
        """))
    #expect(try CommandLineRun("run", "lesson.md", "--ignore-expect", in: folder).status == 0)
    // An output like any other.
    #expect(try CommandLineRun("check", "lesson.md", in: folder).status == 0)
    try folder.writeNotebook("right.md", [(nil, "expect 1 == 1")])
    #expect(try CommandLineRun("run", "right.md", in: folder).status == 0)
  }

  @Test func aStudentsCopyHasItsOwnSeed() throws {
    func write(_ name: String, _ seed: String) throws {
      let text =
        "---\nfile_format: mystnb\n\(seed)---\n# T\n\n```{code-cell} convbook\n[integers(1000), integers(1000)]\n```\n"
      try text.write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
    }
    func numbers(_ name: String) throws -> String {
      let lines = try folder.read("Outputs/\(name)/transcript.md").split(separator: "\n")
      return String(try #require(lines.last { $0.hasPrefix("[") && !$0.contains("integers") }))
    }
    try write("plain.md", "")
    try write("ann.md", "convbook:\n  student: ann\n  seed: 17\n")
    try write("bad.md", "convbook:\n  seed: -3\n")
    for name in ["plain.md", "ann.md", "bad.md"] {
      #expect(try CommandLineRun("run", "--quiet", name, in: folder).status == 0)
    }
    #expect(try numbers("ann") != numbers("plain"))
    #expect(try numbers("bad") == numbers("plain"))
    // Asked for, it is that of the plain notebook, and of the copy; a folder of its own says what is otherwise.
    #expect(try CommandLineRun("run", "--quiet", "plain.md", "--seed", "17", in: folder).status == 0)
    #expect(try CommandLineRun("run", "--quiet", "ann.md", "--seed", "0", in: folder).status == 0)
    #expect(try numbers("plain,--seed=17") == numbers("ann"))
    #expect(try numbers("ann,--seed=0") == numbers("plain"))
    #expect(try CommandLineRun("check", "ann.md", in: folder).status == 0)
  }
}
