import Foundation
import TestSupport
import Testing

/// `convbook assign LESSON.md` and `convbook grade SUBMISSIONS --against LESSON.md`, with real processes.
@Suite struct GradeCommandTests {
  let folder: TemporaryFolder

  private static let lesson = """
    ---
    file_format: mystnb
    ---
    # A lesson

    ```{code-cell} convbook
    filters = choice [4, 6, 8]
    ```

    ```{exercise} Weights
    :label: weights
    How many weights have {eval}`filters` kernels of 5x5?
    ```

    ```{solution} weights
    answer: filters * 26
    ```

    ```{exercise} A number
    :label: number
    Give one.
    ```

    ```{code-cell} convbook
    :tags: [exercise]
    # a number
    # solution
    x = 3
    ```

    ```{code-cell} convbook
    :tags: [hidden]
    expect x == 3 points=2 hint="it is three"
    ```

    ```{exercise} Why
    :label: why
    Why three?
    ```
    """

  init() throws {
    folder = try TemporaryFolder()
    try write("a.md", Self.lesson)
  }

  private func write(_ path: String, _ text: String) throws {
    let url = folder.url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func grade(_ arguments: String...) throws -> CommandLineRun {
    try CommandLineRun(["grade", "in", "--against", "a.md"] + arguments, in: folder)
  }

  /// The lines of `grades.csv` by the student.
  private func table() throws -> [String: [String]] {
    let lines = try folder.read("grades/grades.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return Dictionary(lines.map { ($0[0], $0) }) { $1 }
  }

  private func snapshot() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/grades") {
      files[path] = try? Data(contentsOf: folder.url.appendingPathComponent("grades/" + path))
    }
    return files
  }

  @Test func aRoundOfAClass() throws {
    try write("class.csv", "id,name,late\nmuster,Mina Muster,\nweber,\"Weber, Jan\",1\nabsent,Ada,\n")
    let assign = try CommandLineRun("assign", "a.md", "--roster", "class.csv", "--to", "in", in: folder)
    #expect(assign.status == 0 && assign.output == "3 copies in in, one a student\n", "\(assign.errors)")
    for student in ["muster", "weber"] {
      let copy = try folder.read("in/\(student)/a.md")
      #expect(copy.contains("student: \(student)") && !copy.contains("x = 3"))
      // As a student finds it out: by running the cell.
      let run = try CommandLineRun(
        "run", "in/\(student)/a.md", "--outputs", "out-\(student)", "--quiet", in: folder)
      #expect(run.status == 0, "\(run.errors)")
      try write(
        "in/\(student)/a.md",
        copy.replacing("kernels of 5x5?\n```", with: "kernels of 5x5?\n```\n\n> 156")
          .replacing("# a number", with: student == "muster" ? "x = 3" : "x = 4")
          .replacing("Why three?\n```", with: "Why three?\n```\n\n> Because 2 < 4 & so."))
    }
    try FileManager.default.removeItem(atPath: folder.path + "/in/absent")
    let first = try grade("--roster", "class.csv", "--late", "50")
    #expect(first.status == 0, "\(first.errors)")
    let lines = try table()
    #expect(
      lines["student"] == [
        "student", "name", "weights", "number", "why", "late days", "late penalty", "total", "of", "verdict",
        "reason",
      ])
    #expect(lines["muster"]?[3] == "2" && lines["muster"]?[4] == "0")
    #expect(lines["absent"]?.suffix(4) == ["0", "4", "missing", "nothing was handed in"])
    #expect(lines["weber"]?.contains("1") == true)
    let page = try folder.read("grades/students/weber/page.html")
    #expect(page.contains("it is three") && page.contains("x = 4") && page.contains("2 &lt; 4 &amp; so"))
    #expect(page.contains("1 day late"))
    #expect(try folder.read("grades/class.html").contains("href=\"students/muster/page.html\""))
    let before = try snapshot()
    // By hand, and again: nothing is replayed, and the same bytes come.
    #expect(try grade("--roster", "class.csv", "--late", "50").status == 0)
    #expect(try snapshot() == before)
    try write("grades/marks.csv", "student,exercise,points,comment\nmuster,why,0.5,\"right, but short\"\n")
    let marked = try grade("--roster", "class.csv", "--late", "50")
    #expect(marked.status == 0, "\(marked.errors)")
    #expect(try table()["muster"]?[4] == "0.5")
    #expect(try folder.read("grades/students/muster/page.html").contains("right, but short"))
    #expect(try folder.read("grades/marks.csv").contains("muster,why,0.5"))
  }

  @Test func hostileSubmissionsCostTheirOwnPointsOnly() throws {
    #expect(try CommandLineRun("assign", "a.md", "--to", "copy", "--quiet", in: folder).status == 0)
    let template = try folder.read("copy/a.md")
    func hand(_ student: String, _ cell: String) throws {
      try write("in/\(student).md", template.replacing("# a number", with: cell))
    }
    try hand("right", "x = 3")
    try hand("wrong", "x = 4")
    try hand(
      "endless",
      "d = load digits train=1000 test=10\nm = model input=28x28x1\n  Flatten\n  Dense 10 activation=softmax\nend\n"
        + "compile m optimizer=adam loss=sparse_categorical_crossentropy\nfit m d.train epochs=1000000\nx = 3"
    )
    try hand("large", "d = load digits train=1000000000 test=10\nx = 3")
    try hand("neighbour", "t = load \"\(folder.path)/in/right.md\"\nx = 3")
    try hand("outside", "net = model input=4\n  Dense 2\nend\nsave net \"../../../net.h5\"\nx = 3")
    try hand("windows", "x = 3")
    try write("in/windows.md", try folder.read("in/windows.md").replacing("\n", with: "\r\n"))
    try write("in/empty.md", "")
    try write("in/jupyter.ipynb", "{\"nbformat\": 4}")
    try Data([0x23, 0x20, 0xFF, 0xFE, 0x0A]).write(to: folder.url.appendingPathComponent("in/bytes.md"))
    try write(
      "in/edited.md", template.replacing("# a number\n```", with: "x = 4\nprint x\n```\n\n```output\n3\n```"))
    try write(
      "in/cell.md",
      template.replacing("# a number", with: "x = 3\n" + String(repeating: "x = x\n", count: 400_000)))
    let run = try grade("--timeout", "5")
    #expect(run.status == 0, "\(run.errors)")
    let lines = try table()
    func verdict(_ student: String) -> String { lines[student].map { "\($0[3]) \($0[9])" } ?? "none" }
    #expect(verdict("right") == "2 graded")
    #expect(verdict("wrong") == "0 graded")
    #expect(verdict("endless") == "0 stopped" && lines["endless"]?[10] == "it took longer than 5 s")
    #expect(verdict("windows") == "2 graded")
    #expect(
      verdict("edited") == "0 graded" && run.output.contains("edited  0 of 4  its stored outputs differ"))
    for student in ["empty", "jupyter", "bytes"] { #expect(verdict(student) == "0 unreadable") }
    // Refused in words, and the statements before the refusal have been done.
    for student in ["large", "neighbour", "outside", "cell"] {
      #expect(verdict(student) == "0 graded", "\(lines[student] ?? [])")
      #expect(try folder.read("grades/students/\(student)/page.html").contains("which failed"))
    }
    #expect(try !folder.names(in: ".").contains("net.h5"))
  }

  @Test func oneFileHasTheExitCodeOfAClassroom() throws {
    try write(
      "good.md", Self.lesson.replacing("```{exercise} Why\n:label: why\nWhy three?\n```", with: "The end."))
    try write("a.md", try folder.read("good.md"))
    let assign = try CommandLineRun("assign", "a.md", "--to", "copies", in: folder)
    #expect(assign.output == "copies/a.md\n")
    let full = try CommandLineRun("grade", "copies/a.md", "--against", "a.md", in: folder)
    #expect(full.status == 1 && full.output.contains("a  0 of 3"))
    let results = try folder.read("grades/results.json")
    #expect(results.contains("\"max_score\" : 2") && results.contains("\"score\" : 0"))
    #expect(try CommandLineRun("grade", "copies/a.md", in: folder).status == 2)
    #expect(try CommandLineRun("grade", "nothing", "--against", "a.md", in: folder).status == 1)
  }

  /// What was graded before a kill is not replayed again, and the end is the same.
  @Test func aKilledGradingGoesOn() throws {
    let assign = try CommandLineRun("assign", "a.md", "--to", "copy", "--quiet", in: folder)
    #expect(assign.status == 0)
    let template = try folder.read("copy/a.md")
    for student in 1...12 {
      try write("in/s\(student).md", template.replacing("# a number", with: "x = \(student)"))
    }
    #expect(try grade().status == 0)
    let whole = try snapshot()
    try FileManager.default.removeItem(atPath: folder.path + "/grades")
    for delay in [20, 60, 100, 150, 200] {
      let process = try Convbook.start(
        ["grade", "in", "--against", "a.md"], input: FileHandle.nullDevice, output: FileHandle.nullDevice,
        folder: folder)
      usleep(UInt32(delay) * 1000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    #expect(try grade().status == 0)
    #expect(try snapshot() == whole)
  }
}
