import Foundation
import Notebooks

/// `convbook step FILE.md`
struct StepCommand: Command {
  var file = ""
  var replay = ReplayOptions()
  /// Whether it forgets where the learner left.
  var restarts = false

  static let declaration = CommandDeclaration<StepCommand>(
    name: "step", summary: "walk through a notebook, cell by cell",
    discussion: """
      It shows the prose, then each cell, to run, change or skip: Enter runs it, :help lists what else can be done. Who \
      leaves comes back to where they were, with all values there. The transcript goes to Outputs/NAME-step.
      """,
    parameters: [
      .operand(.notebook, \.file, "a notebook")
    ] + ReplayOptions.parameters.map { $0.of(\.replay) } + [
      .flag("restart", \.restarts, "from the beginning, not from where you left")
    ],
    operandAdvice: "which notebook? convbook step FILE.md",
    example: "convbook step Notebooks/lenet-5.md")

  func run() throws -> Int32 { try stepThrough(self) }
}

/// At a terminal the lesson goes on where the learner left it. From a file or pipe each line is what a learner would
/// type (an empty one runs the cell), and the lesson begins at its beginning and remembers nothing.
private func stepThrough(_ command: StepCommand) throws -> Int32 {
  var session: LessonSession?
  let editor = LineEditor(session: { session?.session })
  editor?.endReading(on: LineEditor.pageDown, as: LessonCommand.skip.rawValue)
  editor?.endReading(on: LineEditor.pageUp, as: LessonCommand.back.rawValue)
  let reader: any CellReader = editor ?? PlainReader()
  let replay = try Replay(file: command.file, settings: command.replay.settings)
  let store = reader.isInteractive ? try LessonStore(lesson: replay.file, name: replay.name) : nil
  let found = command.restarts ? nil : try store?.load()
  var (lesson, record) = try resume(found?.record, replay, command.replay)
  let change = record.adopt(lesson)
  record.position = min(max(0, record.position), lesson.stops.count - 1)
  store?.begin(record, found: found, restarts: command.restarts)

  Interrupts.install()
  let walked = LessonSession(lesson, record, store: store, name: replay.name, options: command.replay.session)
  session = walked
  let console = Console(outputFolder: command.replay.session.outputs.path)
  let view = LessonView(lesson, console: console, isInteractive: reader.isInteractive)
  view.welcome(walked, isBack: found != nil, change: change, damaged: found?.damaged ?? 0)
  guard walked.replay() else {
    reader.close()
    complain("interrupted; the lesson is as you left it")
    return Interrupts.termination.map { 128 + $0 } ?? 130
  }
  return LessonWalk(walked, reader: reader, view: view).run()
}

/// The lesson with its parameters set, and what was done in it. Parameters and seed are those that it was begun with.
private func resume(
  _ saved: LessonRecord?, _ replay: Replay, _ options: ReplayOptions
) throws -> (Lesson, LessonRecord) {
  let settings = options.values.flatMap { [$0.name, $0.text] }
  guard let saved else {
    return (
      Lesson(replay.notebook),
      LessonRecord(settings: settings, seed: options.session.seed.value, outputFolder: "")
    )
  }
  let seed = options.session.seed.given ?? saved.seed
  guard settings.isEmpty || settings == saved.settings, seed == saved.seed else {
    throw UsageError("this lesson was begun with other values; --restart begins it anew with these")
  }
  let values = stride(from: 0, to: saved.settings.count - 1, by: 2).map {
    (saved.settings[$0], saved.settings[$0 + 1])
  }
  do {
    return (Lesson(try NotebookFile(contentsOf: replay.file).setting(values, file: replay.file)), saved)
  } catch  where !values.isEmpty {
    let set = values.map { "\($0)=\($1)" }.joined(separator: " ")
    throw UsageError("\(error)\nthis lesson was begun with --set \(set); --restart begins it anew without")
  }
}
