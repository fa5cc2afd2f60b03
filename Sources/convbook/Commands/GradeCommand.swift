import Core
import Foundation
import Grading
import Prompt

/// `convbook grade SUBMISSIONS --against LESSON.md`
struct GradeCommand: Command {
  var submissions = ""
  var lesson = ""
  var grades = "grades"
  var roster: String?
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  var limits = ReplayLimits()
  var data = DataOption()
  var isSeeded = false
  var late = 0
  var isQuiet = false

  static let declaration = CommandDeclaration<GradeCommand>(
    name: "grade", summary: "replay submissions, and write grades and pages",
    discussion: """
      A folder has a notebook or a folder for each student, named by the student; a file is one submission. The lesson is \
      replayed with each student's cells in the places of its own: in a process that can read data only, writes nowhere \
      else, and has so much time, memory and disk. Points come from that replay and from nothing that a student typed. In \
      the folder of grades are then grades.csv, class.html, results.json, and for each student page.html and results.json. \
      Marks by hand stand there in marks.csv (student,exercise,points,comment), which is only read. What was replayed once is \
      not replayed again. The exit code is 0 where a class is graded; for one file 1 where points are missing.
      """,
    parameters: [
      .operand(.text("SUBMISSIONS"), \.submissions, "a folder of submissions, or one notebook"),
      .option("against", .notebook, "the lesson, with its solutions and hidden checks") {
        $0.lesson = $1
        return true
      },
      .option("grades", .folder, "folder for what is written", default: GradeCommand().grades) {
        $0.grades = $1
        return true
      },
      .option(
        "roster", .text("FILE.csv", like: "--roster class.csv"),
        "a class: a table with the columns id, name and late"
      ) {
        $0.roster = $1
        return true
      },
      .flag("seeded", \.isSeeded, "all have own numbers, also those whose copy does not say so"),
      number(
        "jobs", 1...64, \.jobs, "submissions that are replayed at once", default: "one for each processor"),
      number("timeout", 1...86_400, \.limits.seconds, "seconds that a replay may take"),
      number("memory", 50...1_000_000, \.limits.megabytes, "megabytes of memory that a replay may take"),
      number("disk", 1...1_000_000, \.limits.diskMegabytes, "megabytes of files that a replay may write"),
      number("late", 0...100, \.late, "percent of the points that a day late costs"),
      DataOption.parameter.of(\.data),
      .flag("quiet", \.isQuiet, "no cells and outputs on the terminal, only errors"),
    ],
    operandAdvice:
      "which submissions, and against which lesson? convbook grade submissions --against lesson.md",
    example: "convbook grade submissions --against lesson.md --roster class.csv")

  /// A number that has a default.
  private static func number(
    _ name: String, _ range: ClosedRange<Int>, _ property: WritableKeyPath<GradeCommand, Int> & Sendable,
    _ summary: String, default text: String? = nil
  ) -> CommandParameter<GradeCommand> {
    .option(name, .number(range), summary, default: text ?? "\(GradeCommand()[keyPath: property])") {
      guard let number = Int($1), range.contains(number) else { return false }
      $0[keyPath: property] = number
      return true
    }
  }

  func run() throws -> Int32 {
    guard !lesson.isEmpty else {
      throw UsageError("--against LESSON.md is missing: the lesson with its solutions")
    }
    var options = Grader.Options()
    options.jobs = jobs
    options.limits = limits
    options.data = data.folders
    options.isSeeded = isSeeded
    options.latePercent = Double(late)
    options.roster = try roster.map { try Roster(contentsOf: $0) }
    let grader = try Grader(Assignment(contentsOf: lesson), into: grades, options)
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    Interrupts.install()
    let tells = !isQuiet && Terminal.isPresent
    let outcome: Grader.Outcome
    do {
      outcome = try grader.grade(
        submissions, scratch: scratch.folder, isStopped: { Interrupts.isRequested },
        watch: { done, total in
          if tells, done > 0, done % 10 == 0 { StandardStream.error.writeLine("\(done) of \(total)") }
        })
    } catch is Grader.Interrupted {
      complain("interrupted; what is graded is kept, and the same command goes on")
      return Interrupts.termination.map { 128 + $0 } ?? 130
    }
    for complaint in outcome.complaints { complain(complaint) }
    if !isQuiet {
      for line in outcome.lines { StandardStream.output.writeLine(TerminalText(line)) }
      StandardStream.output.writeLine(TerminalText("\(grades)/class.html"))
    }
    var info = stat()
    let isOne = stat(submissions, &info) == 0 && info.st_mode & S_IFMT != S_IFDIR
    return isOne && !outcome.isFull ? 1 : 0
  }
}
