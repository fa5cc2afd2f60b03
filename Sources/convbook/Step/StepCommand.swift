import CellLanguage
import Foundation
import Notebooks

/// `convbook step FILE.md`
///
/// At a terminal the lesson goes on where the learner left it. From a file or pipe each line is what a learner would
/// type (an empty one runs the cell), and the lesson begins at its beginning and remembers nothing.
func stepThrough(_ options: CommandLineOptions) throws -> Int32 {
  guard options.operands.count == 1 else { throw UsageError("which notebook? convbook step FILE.md") }
  var session: LessonSession?
  let editor = LineEditor(session: { session?.session })
  editor?.endReading(on: LineEditor.pageDown, as: LessonCommand.skip.rawValue)
  editor?.endReading(on: LineEditor.pageUp, as: LessonCommand.back.rawValue)
  let reader: any CellReader = editor ?? PlainReader()
  let replay = try Replay(file: options.operands[0], settings: options.replaySettings)
  let store = reader.isInteractive ? LessonStore(lesson: replay.file, name: replay.name) : nil
  try store?.open()
  let saved = options.restarts ? nil : try store?.load()
  var (lesson, record) = try resume(saved, replay, options)
  let change = record.adopt(lesson)

  Interrupts.install()
  let walked = LessonSession(lesson, record, store: store, options: options)
  session = walked
  let console = Console(outputFolder: walked.folder.path.belowCurrentFolder)
  let view = LessonView(lesson, console: console, isInteractive: reader.isInteractive)
  view.welcome(walked, isBack: saved != nil, change: change)
  guard walked.replay() else {
    reader.close()
    complain("interrupted; the lesson is as you left it")
    return Interrupts.termination.map { 128 + $0 } ?? 130
  }
  return LessonWalk(walked, reader: reader, view: view).run()
}

/// The lesson with its parameters set, and what was done in it. Parameters and seed are those that it was begun with.
private func resume(
  _ saved: LessonRecord?, _ replay: Replay, _ options: CommandLineOptions
) throws -> (Lesson, LessonRecord) {
  let settings = options.values.flatMap { [$0.name, $0.text] }
  guard let saved else {
    let folder = freeFolder("\(options.outputs.path)/\(replay.name)-step")
    return (
      Lesson(replay.notebook), LessonRecord(settings: settings, seed: options.seed ?? 0, outputFolder: folder)
    )
  }
  guard settings.isEmpty || settings == saved.settings, options.seed ?? saved.seed == saved.seed else {
    throw UsageError("this lesson was begun with other values; --restart begins it anew with these")
  }
  let values = stride(from: 0, to: saved.settings.count - 1, by: 2).map {
    (saved.settings[$0], saved.settings[$0 + 1])
  }
  let notebook = try NotebookFile(contentsOf: replay.file).setting(values, file: replay.file)
  return (Lesson(notebook), saved)
}

/// A folder of this name, or with the first number that makes it free: no walk overwrites another one's transcript.
private func freeFolder(_ name: String) -> String {
  let path = URL(fileURLWithPath: name).path
  var number = 1
  var free = path
  while FileManager.default.fileExists(atPath: free) {
    number += 1
    free = "\(path)-\(number)"
  }
  return free
}
