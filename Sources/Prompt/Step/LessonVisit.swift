import CellLanguage
import Foundation
import Notebooks

/// At a terminal the lesson goes on where the learner left it. From a file or pipe each line is what a learner would
/// type (an empty one runs the cell), and the lesson begins at its beginning and remembers nothing.
///
/// - Parameters:
///   - replay: how the cells run, and what `--set` gives the lesson's parameters.
///   - seed: that was asked for; nil where the one of earlier visits goes on.
///   - restarts: whether what was done in earlier visits is forgotten.
/// - Returns: the exit status.
/// - Throws: ``UsageError`` where the lesson is open elsewhere or was begun with other values; what reading it throws.
package func stepThrough(
  _ file: String, _ replay: Replay.Settings, _ settings: PromptSettings, seed: UInt64?, restarts: Bool
) throws -> Int32 {
  var session: LessonSession?
  let editor = LineEditor(session: { session?.session })
  editor?.endReading(on: LineEditor.pageDown, as: LessonCommand.Word.skip.name)
  editor?.endReading(on: LineEditor.pageUp, as: LessonCommand.Word.back.name)
  let reader: any CellReader = editor ?? PlainReader()
  let replay = try Replay(file: file, settings: replay)
  let store = reader.isInteractive ? try LessonStore(lesson: replay.file, name: replay.name) : nil
  let found = restarts ? nil : try store?.load()
  var (lesson, record) = try resume(found?.record, replay, seed: seed)
  let change = record.adopt(lesson)
  record.position = min(max(0, record.position), lesson.stops.count - 1)
  store?.begin(record, found: found, restarts: restarts)

  Interrupts.install()
  let walked = LessonSession(
    lesson, record, store: store, name: replay.name, pictures: ownPictures(of: replay), settings: settings)
  session = walked
  let console = Console(outputFolder: settings.outputs.path)
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
  _ saved: SessionRecord?, _ replay: Replay, seed: UInt64?
) throws -> (Lesson, SessionRecord) {
  let settings = replay.settings.values.flatMap { [$0.name, $0.text] }
  guard let saved else {
    return (
      Lesson(replay.notebook),
      SessionRecord(settings: settings, seed: replay.settings.session.seed, outputFolder: "")
    )
  }
  guard settings.isEmpty || settings == saved.settings, seed ?? saved.seed == saved.seed else {
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

/// The pictures that the notebook's prose shows. One that it cannot show is no failure, but said.
package func ownPictures(of replay: Replay) -> OwnPictures {
  let pictures = OwnPictures(of: replay.notebook, file: replay.file)
  for complaint in pictures.complaints { complain("\(complaint)") }
  return pictures
}
