import CellLanguage
import Core
import Foundation
import Notebooks

/// The session behind a lesson: runs its cells and the learner's own, and notes what is done, at once, so that neither
/// a crash nor a closed terminal loses any of it.
final class LessonSession {
  let lesson: Lesson
  private(set) var record: SessionRecord
  private let settings: PromptSettings
  private let running: RunningSession
  /// What the folder of outputs is called.
  private let name: String
  /// Nil keeps nothing.
  private let store: LessonStore?
  private var runCount = 0
  /// The points of what was done at each stop: those it gave, of how many.
  private var points: [Int: (earned: Double, of: Double)] = [:]
  /// The last cell, where it failed.
  private(set) var failure: FailedCell?
  /// The lesson's own, until they are beside the transcript.
  private var pictures: OwnPictures?
  private var writing: TranscriptWriting

  /// - Parameters:
  ///   - store: where the record is kept.
  ///   - name: of the lesson.
  ///   - pictures: of the lesson.
  init(
    _ lesson: Lesson, _ record: SessionRecord, store: LessonStore?, name: String, pictures: OwnPictures,
    settings: PromptSettings
  ) {
    self.lesson = lesson
    self.record = record
    self.store = store
    self.name = name
    self.pictures = pictures
    self.settings = settings
    running = RunningSession(settings, isTyped: isatty(STDIN_FILENO) == 1)
    writing = TranscriptWriting(isWatched: store != nil)
  }

  /// The number of the cell that runs next.
  var nextNumber: Int { runCount + 1 }

  /// What knows the words that can be completed and explained.
  var session: Session { running.session }

  var painter: ChartPainter { running.painter }

  func help(on topic: String) -> String { session.help(on: topic, width: Terminal.textWidth) }

  /// Whether the next visit finds what is done in this one.
  var isKept: Bool { store?.isKept == true }

  /// The file of the transcript, once it is written.
  var transcript: String? {
    guard writing.hasWritten, let folder = running.folder else { return nil }
    return folder.path.belowCurrentFolder + "/transcript.md"
  }

  private func begin() -> CellRunner {
    running.begin("walk") {
      $0.seed = record.seed
    } claim: {
      try claimFolder()
    }
  }

  /// The folder of outputs: the walk's own, or a new one.
  private func claimFolder() throws -> (folder: OutputFolder, shown: String) {
    let place = try LessonFolder.own(of: record) ?? LessonFolder.claim(name, in: settings.outputs)
    if place.mark != record.mark || place.path != record.outputFolder {
      (record.mark, record.outputFolder) = (place.mark, place.path)
      store?.note([.visit(record.frame)])
    }
    return (place.folder, place.folder.path.belowCurrentFolder)
  }

  /// Does again what was done in earlier visits, without a word, so that the names have their values.
  /// - Returns: false where Ctrl-C or a signal ended it; nothing is lost then.
  func replay() -> Bool {
    let runs = record.entries.filter(\.isRun)
    guard !record.entries.isEmpty else { return true }
    let runner = begin()
    let console = running.console
    var fails: [Int] = []
    for entry in record.entries {
      if entry.kind == .answer { _ = verdict(on: entry.text, at: entry.stop) }
      guard entry.isRun else { continue }
      console.mute("again: cell \(runCount + 1) of \(runs.count)")
      runCount += 1
      if running.run(entry.text, number: runCount, in: runner, replaying: entry.interrupts) != nil,
        !entry.failed
      {
        fails.append(runCount)
      }
      notePoints(at: entry.stop)
      if Interrupts.isRequested { break }
    }
    console.unmute()
    guard !Interrupts.isRequested else { return false }
    if !fails.isEmpty {
      let numbers = fails.prefix(5).map { "\($0)" }.joined(separator: ", ") + (fails.count > 5 ? ", ..." : "")
      console.note(
        fails.count == 1
          ? "Cell \(numbers) of your walk worked then and fails now: its data may have gone."
          : "Cells \(numbers) of your walk worked then and fail now: their data may have gone.")
    }
    // What a visit that was cut off has not written.
    keepTranscript(isLast: true)
    return true
  }

  // MARK: - What is done

  private func note(_ note: SessionNote, isSynced: Bool = true) {
    record.add(note)
    store?.note([note], isSynced: isSynced)
  }

  /// Runs a cell at the present stop, and goes to another one if it does what it should: a cell that is tagged
  /// `raises-error` fails.
  /// - Returns: whether it did.
  func run(_ source: String, as kind: SessionRecord.Entry.Kind, goingTo next: Int? = nil) -> Bool {
    let runner = begin()
    note(.began(SessionRecord.Entry(stop: record.position, kind: kind, text: source)))
    runCount += 1
    failure = running.run(source, number: runCount, in: runner).map { FailedCell(source, $0) }
    notePoints(at: record.position)
    let failed = failure != nil
    let shouldFail =
      kind == .cell && lesson.cell(at: record.position)?.tags.contains(NotebookFile.raisesErrorTag) == true
    let isRight = failed == shouldFail
    note(
      .ended(
        failed: failed, interrupts: running.moments,
        position: isRight ? next ?? record.position : record.position),
      isSynced: false)
    keepTranscript()
    return isRight
  }

  // MARK: - Points

  /// What is said of an answer: whether it is right, where that can be told.
  struct Verdict {
    let isRight: Bool
    let text: String
  }

  func verdict(on answer: String) -> Verdict? { verdict(on: answer, at: record.position) }

  private func verdict(on answer: String, at stop: Int) -> Verdict? {
    guard lesson.stops.indices.contains(stop), case .question = lesson.stops[stop].kind,
      let question = lesson.stops[stop].exercise.flatMap({ lesson.exercises[$0]?.question }),
      !answer.allSatisfy(\.isWhitespace),
      let isRight = question.isRight(answer, number: session.number(computedAs:))
    else { return nil }
    points[stop] = (isRight ? Question.points : 0, Question.points)
    if isRight { return Verdict(isRight: true, text: "right") }
    return Verdict(
      isRight: false,
      text: "not yet" + (question.hint.map { ": \($0)" } ?? "; Enter alone goes on, :answer shows it"))
  }

  /// The points of the cell that ran last.
  private func notePoints(at stop: Int) {
    guard let found = running.runner?.expectations[runCount], !found.isEmpty else { return }
    points[stop] = (found.reduce(0) { $0 + $1.earned }, found.reduce(0) { $0 + $1.points })
  }

  /// `3 of 4 points`; nil where nothing that was done gives any.
  var score: String? {
    guard !points.isEmpty else { return nil }
    let earned = points.values.reduce(0) { $0 + $1.earned }
    let of = points.values.reduce(0) { $0 + $1.of }
    return "\(shortNumber(earned)) of \(Expectation.printed(of))"
  }

  func answer(_ text: String, goingTo next: Int) {
    done(SessionRecord.Entry(stop: record.position, kind: .answer, text: text), goingTo: next)
  }

  func skip(goingTo next: Int) {
    done(SessionRecord.Entry(stop: record.position, kind: .skip), goingTo: next)
  }

  private func done(_ entry: SessionRecord.Entry, goingTo next: Int) {
    _ = begin()
    note(.done(entry, position: next))
    keepTranscript()
  }

  func move(to stop: Int) {
    guard stop != record.position else { return }
    note(.moved(position: stop))
    keepTranscript()
  }

  /// Notes what there is of a cell or an answer; nothing where it has been dropped.
  func noteDraft(_ text: String, as kind: SessionRecord.Entry.Kind) {
    let draft = text.isEmpty ? nil : SessionRecord.Entry(stop: record.position, kind: kind, text: text)
    if draft != record.draft { note(.draft(draft), isSynced: false) }
  }

  // MARK: - The transcript

  /// The walk ends. - Returns: whether its transcript is written.
  func finish() -> Bool {
    keepTranscript(isLast: true)
    guard let failure = writing.failure else { return true }
    complain(
      "\(failure)" + (isKept ? "\nwhat you did is kept: the same command goes on there, and writes it" : ""))
    return false
  }

  /// Writes the new charts and, as often as that is worth its time, the transcript.
  private func keepTranscript(isLast: Bool = false) {
    guard let runner = running.runner, !record.entries.isEmpty, isLast || running.folder != nil else {
      return
    }
    writing.write(isLast: isLast) {
      let folder = try running.folder(claim: claimFolder)
      try pictures?.write(to: folder)
      pictures = nil
      try running.writeCharts(in: folder)
    } transcript: {
      let transcript = LessonTranscript(of: lesson, record, outputs: runner.outputs).markdown
      try running.folder(claim: claimFolder).write(transcript.utf8, to: "transcript.md")
      return transcript.utf8.count
    }
  }
}

extension String {
  /// A path as it is seen from the current folder, where it lies below.
  var belowCurrentFolder: String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return hasPrefix(here) ? String(dropFirst(here.count)) : self
  }
}
