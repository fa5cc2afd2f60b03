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
    func text(_ cell: String) -> String { template.replacing("# a number", with: cell) }
    let good = text("x = 3")
    let path = folder.path
    let model = "m = model input=28x28x1\n  Flatten\n  Dense 10 activation=softmax\nend\n"
    let large = { (i: Int) in "m\(i) = model input=3000\n  Dense 3000\nend\n" }
    let save = { (place: String) in model + "save m \"\(place)\"\nx = 3" }
    // What its cell is, and the points of the exercise. All of it is told in the verdict `graded`.
    let cells: [String: (cell: String, points: String)] = [
      "right": ("x = 3", "2"), "wrong": ("x = 4", "0"), "failing": ("nonsense\nx = 3", "0"),
      "billion": ("d = load digits train=1000000000 test=10\nx = 3", "0"),
      "neighbour": ("t = load \"\(path)/in/right.md\"\nx = 3", "0"),
      "relative": ("t = load \"../right.md\"\nx = 3", "0"),
      "lesson": ("t = load \"\(path)/a.md\"\nx = 3", "0"),
      "scratch": ("t = load \"../submission\"\nx = 3", "0"), "save": (save("net.h5"), "2"),
      "outside": (save("../../../../net.h5"), "0"), "absolute": (save("\(path)/net.h5"), "0"),
      "brackets": ("y = " + String(repeating: "(", count: 9999) + "\nx = 3", "0"),
      "cell": ("x = 3\n" + String(repeating: "x = x\n", count: 400_000), "0"),
      "checks": ("expect 1 == 1 points=1000\nexpect x == 4 points=1000", "0"), "verb": ("expect = 3", "0"),
      "markup": ("print \"<script>alert(1)</script>\"\nx = 3", "2"),
      "network": ("t = load \"https://example.com/a.npz\"\nx = 3", "0"),
      "output": ("for i in range 20000\n  print \"\(String(repeating: "y", count: 500))\"\nend\nx = 3", "2"),
    ]
    for (student, hostile) in cells { try write("in/\(student).md", text(hostile.cell)) }
    // What ends a replay, and why.
    let stopped: [String: (cell: String, reason: String)] = [
      "endless": (
        "d = load digits train=1000 test=10\n" + model
          + "compile m optimizer=adam loss=sparse_categorical_crossentropy\nfit m d.train epochs=1000000\nx = 3",
        "it took longer than 8 s"
      ),
      "memory": ((0..<60).map(large).joined() + "x = 3", "more than 200 MB of memory"),
      "disk": (
        "s = model input=1200\n  Dense 1200\nend\n" + (0..<30).map { "save s \"s\($0).h5\"\n" }.joined()
          + "x = 3",
        "it wrote more than 50 MB"
      ),
    ]
    for (student, hostile) in stopped { try write("in/\(student).md", text(hostile.cell)) }
    // What is no submission, and why.
    let unreadable = [
      "empty": "is empty", "jupyter": "is a Jupyter notebook", "bytes": "is not UTF-8 text",
      "link": "links are not followed",
      "huge": "is larger than", "zeros": "control character", "several": "none is named a.md",
      "nothing": "the folder is empty",
      "open": "is never closed", "pipe": "is a pipe", "escape": "control character", "prose": "no cell found",
      "picture": "this is a PNG image",
    ]
    try write("in/empty.md", "")
    try write("in/jupyter.ipynb", "{\"nbformat\": 4}")
    try Data([0x23, 0x20, 0xFF, 0xFE, 0x0A]).write(to: folder.url.appendingPathComponent("in/bytes.md"))
    try FileManager.default.createSymbolicLink(
      atPath: path + "/in/link.md", withDestinationPath: "/etc/passwd")
    try write("in/huge.md", text(String(repeating: "x = 3\n", count: 17_000_000)))
    try write("in/zeros.md", String(repeating: "\0", count: 1000))
    for name in ["b", "c"] { try write("in/several/\(name).md", good) }
    try FileManager.default.createDirectory(atPath: path + "/in/nothing", withIntermediateDirectories: false)
    try write("in/open.md", good + "\n```{code-cell} convbook\nx = 3\n")
    #expect(mkfifo(path + "/in/pipe.md", 0o600) == 0)
    try write("in/escape.md", good.replacing("# A lesson", with: "# A \u{1B}[2Jlesson"))
    try write("in/prose.md", "# My answer is three\n")
    try Data([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]).write(
      to: folder.url.appendingPathComponent("in/picture.md"))
    // What is odd, and has all its points.
    let odd = ["windows", "mac", "wide", "named", "a <b> & c", "other"]
    try write("in/windows.md", good.replacing("\n", with: "\r\n"))
    try write("in/mac.md", good.replacing("\n", with: "\r"))
    let wide =
      [UInt8]([0xFF, 0xFE]) + good.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    try Data(wide).write(to: folder.url.appendingPathComponent("in/wide.md"))
    try write("in/named/homework.md", good)
    try write("in/a <b> & c.md", good)
    try write("in/other/Outputs/a/transcript.md", good)
    try write(
      "in/edited.md", template.replacing("# a number\n```", with: "x = 4\nprint x\n```\n\n```output\n3\n```"))
    let run = try grade("--timeout", "8", "--memory", "200", "--disk", "50")
    #expect(run.status == 0, "\(run.errors)")
    let lines = try table()
    #expect(lines.count == 1 + cells.count + stopped.count + unreadable.count + odd.count + 1)
    func verdict(_ student: String) -> String { lines[student].map { "\($0[3]) \($0[9])" } ?? "none" }
    for (student, hostile) in cells {
      #expect(verdict(student) == "\(hostile.points) graded", "\(student): \(lines[student] ?? [])")
    }
    for (student, hostile) in stopped {
      #expect(verdict(student) == "0 stopped", "\(student): \(lines[student] ?? [])")
      #expect(
        lines[student]?.joined(separator: ",").contains(hostile.reason) == true, "\(lines[student] ?? [])")
    }
    for (student, reason) in unreadable {
      #expect(verdict(student) == "0 unreadable", "\(student): \(lines[student] ?? [])")
      #expect(lines[student]?.joined(separator: ",").contains(reason) == true, "\(lines[student] ?? [])")
    }
    for student in odd { #expect(verdict(student) == "2 graded", "\(student): \(lines[student] ?? [])") }
    #expect(
      verdict("edited") == "0 graded" && run.output.contains("edited  0 of 4  its stored outputs differ"))
    #expect(try folder.read("grades/students/endless/page.html").contains("It did not come to its end."))
    #expect(try !folder.read("grades/students/markup/page.html").contains("<script>"))
    #expect(try !folder.read("grades/class.html").contains("<b>"))
    #expect(try !folder.names(in: ".").contains("net.h5"))
  }

  /// What a copy shows comes along, and what a solution shows does not.
  @Test func picturesComeAlong() throws {
    try write("pictures/seven.svg", "<svg/>")
    try write("pictures/answer.svg", "<svg/>")
    try write(
      "a.md",
      Self.lesson.replacing("# A lesson", with: "# A lesson\n\n![seven](pictures/seven.svg)")
        .replacing("answer: filters * 26", with: "answer: filters * 26\n\n![answer](pictures/answer.svg)"))
    let assign = try CommandLineRun("assign", "a.md", "--student", "muster", in: folder)
    #expect(assign.status == 0 && assign.output == "Assignments/muster/a.md\n", "\(assign.errors)")
    #expect(try folder.names(in: "Assignments/muster/pictures") == ["seven.svg"])
    // What a student has written is not lost.
    try write("Assignments/muster/a.md", "mine")
    let again = try CommandLineRun("assign", "a.md", "--student", "muster", in: folder)
    #expect(again.status == 2 && again.errors.contains("--replace"))
    #expect(try folder.read("Assignments/muster/a.md") == "mine")
    #expect(try CommandLineRun("assign", "a.md", "--student", "../x", in: folder).status == 2)
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
