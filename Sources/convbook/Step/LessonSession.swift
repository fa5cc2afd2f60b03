import CellLanguage
import Foundation
import Notebooks

/// The session behind a lesson: runs its cells and the learner's own, and writes down what was done, at once, so that
/// neither a crash nor a closed terminal loses any of it.
final class LessonSession {
  let lesson: Lesson
  private(set) var record: LessonRecord
  let folder: OutputFolder
  private let store: LessonStore?
  private let console: Console
  let painter = ChartPainter()
  private let interrupts: InterruptMeter
  private let runner: CellRunner
  private var runCount = 0
  private var chartsWritten = 0

  /// - Parameter store: where the record is kept; nil keeps none.
  init(_ lesson: Lesson, _ record: LessonRecord, store: LessonStore?, options: CommandLineOptions) {
    self.lesson = lesson
    self.record = record
    self.store = store
    self.record.position = min(max(0, record.position), lesson.stops.count - 1)
    folder = OutputFolder(at: record.outputFolder)
    let console = Console(outputFolder: folder.path.belowCurrentFolder, painter: painter)
    let interrupts = InterruptMeter()
    (self.console, self.interrupts) = (console, interrupts)
    runner = CellRunner(
      seed: record.seed, threads: options.threads, search: options.search, outputFolder: folder,
      interrupts: { interrupts.count() }, watch: { console.show($0) })
  }

  /// The number of the cell that runs next.
  var nextNumber: Int { runCount + 1 }

  /// What knows the words that can be completed and explained.
  var session: Session { runner.session }

  func help(on topic: String) -> String { runner.session.help(on: topic, width: Terminal.textWidth) }

  /// Does again what was done in earlier visits, without a word, so that the names have their values.
  /// - Returns: false where Ctrl-C or a signal ended it; nothing is lost then.
  func replay() -> Bool {
    let runs = record.entries.filter(\.isRun)
    for (index, entry) in runs.enumerated() {
      console.mute("again: cell \(index + 1) of \(runs.count)")
      interrupts.begin(replaying: entry.interrupts)
      runCount += 1
      _ = runner.run(entry.text, number: runCount)
      if Interrupts.isRequested { break }
    }
    console.unmute()
    return !Interrupts.isRequested
  }

  /// Runs a cell at the present stop. Returns whether it did what it should: a cell that is tagged `raises-error` fails.
  func run(_ source: String, as kind: LessonRecord.Entry.Kind) -> Bool {
    var entry = LessonRecord.Entry(stop: record.position, kind: kind, text: source)
    runCount += 1
    interrupts.begin(replaying: [])
    console.tell(
      time: ContinuousClock().measure { entry.failed = runner.run(source, number: runCount) != nil })
    entry.interrupts = interrupts.moments
    record.entries.append(entry)
    save()
    let shouldFail =
      kind == .cell && lesson.cell(at: record.position)?.tags.contains(NotebookFile.raisesErrorTag) == true
    return entry.failed == shouldFail
  }

  func answer(_ text: String) {
    record.entries.append(LessonRecord.Entry(stop: record.position, kind: .answer, text: text))
  }

  func skip() { record.entries.append(LessonRecord.Entry(stop: record.position, kind: .skip)) }

  func move(to stop: Int) {
    record.position = stop
    save()
  }

  /// Writes the record, the transcript and the new charts.
  func save() {
    do {
      try store?.save(record)
      guard !record.entries.isEmpty else { return }
      if chartsWritten == 0 { try folder.prepare() }
      for chart in runner.charts[chartsWritten...] {
        try folder.open().write(chart.svg.utf8, to: chart.fileName)
      }
      chartsWritten = runner.charts.count
      let transcript = LessonTranscript(of: lesson, record, outputs: runner.outputs).markdown
      try folder.open().write(transcript.utf8, to: "transcript.md")
    } catch { complain("\(error)") }
  }
}

/// Counts how often running cells ask whether to stop, so that a replay stops after the same batch.
final class InterruptMeter {
  private var asked = 0
  private var replayed: [Int] = []
  /// When the requests came: after so many questions.
  private(set) var moments: [Int] = []

  /// A cell begins. - Parameter moments: of an earlier run of it; empty for one that runs for the first time.
  func begin(replaying moments: [Int]) {
    (asked, replayed, self.moments) = (0, moments, [])
  }

  /// The requests so far.
  func count() -> Int {
    asked += 1
    let now = Interrupts.requests
    while moments.count < min(now, 2) { moments.append(asked) }
    return now + replayed.count { $0 <= asked }
  }
}

extension String {
  /// A path as it is seen from the current folder, where it lies below.
  var belowCurrentFolder: String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return hasPrefix(here) ? String(dropFirst(here.count)) : self
  }
}
