import CellLanguage
import Core
import Notebooks

/// The lesson with a student's cells in the places of its own: what is graded.
///
/// The checks are the lesson's, so that nobody edits them away, and what comes before the first place of a student's runs
/// before it is known whose cells follow. A cell that fails ends nothing: later exercises get their points.
final class GradedReplay {
  private let lesson: LessonCells
  private let runner: CellRunner
  /// How many of the lesson's cells have run.
  private var position = 0
  /// The number of the last cell that the student has too, as the student counts them.
  private var number = 0
  private var record = ReplayRecord()
  /// The numbers under which the runner knows the lesson's hidden cells and solutions begin here.
  private static let apart = 1_000_000

  init(_ lesson: LessonCells, _ session: Session.Settings) {
    self.lesson = lesson
    runner = CellRunner(session)
    record.exercises = lesson.exercises.map { ReplayRecord.Exercise(label: $0.label) }
  }

  /// Runs the cells before the first one of a student's.
  func runShared() {
    while position < lesson.sharedCount { runLesson(nil) }
  }

  /// Runs what is left.
  /// - Parameters:
  ///   - submitted: nil where the lesson's own solutions are tried.
  ///   - remarks: what is known of the submission beforehand.
  ///   - report: hears all that is known, after each exercise.
  func run(_ submitted: SubmittedCells?, remarks: [String] = [], report: (ReplayRecord) -> Void) {
    record.remarks += remarks + (submitted?.remarks ?? [])
    record.hasOutputs = submitted?.storedOutputs.isEmpty == false
    var asked = 0
    /// Finishes the exercises before one.
    func finish(before exercise: Int) {
      while asked < exercise {
        answer(asked, submitted)
        record.exercises[asked].isDone = true
        asked += 1
        report(record)
      }
    }
    while position < lesson.cells.count {
      if let exercise = lesson.cells[position].exercise { finish(before: exercise) }
      if case .slot(let exercise, let index) = lesson.cells[position].role {
        runSlot(exercise, index, submitted, report)
      } else {
        runLesson(submitted)
      }
    }
    finish(before: lesson.exercises.count)
    if let submitted { compare(submitted) }
    report(record)
  }

  // MARK: - Cells

  private func run(_ source: String, as number: Int) -> Bool {
    runner.run(source, number: number, interrupts: { 0 }, watch: { _ in }) != nil
  }

  /// Runs the lesson's cell at the position, where it is to be run.
  private func runLesson(_ submitted: SubmittedCells?) {
    let place = lesson.cells[position]
    position += 1
    var number = Self.apart + place.cell.number
    switch place.role {
    case .solution where submitted != nil: return
    case .solution, .hidden: break
    case .shown, .slot: number = next(as: submitted?.counterparts[place.cell.number]?.number)
    }
    let hasFailed = run(place.cell.source, as: number)
    if hasFailed, !place.cell.tags.contains(NotebookFile.raisesErrorTag) {
      record.remarks.append(
        "The lesson's \(place.role == .hidden ? "hidden " : "")cell \(place.cell.number) failed: "
          + (runner.outputs[number].map { Self.firstLine(Transcript.written($0)) } ?? "it says nothing"))
    }
    let checks = (runner.expectations[number] ?? []).enumerated().map {
      ReplayRecord.Check(cell: place.cell.number, index: $0, expectation: $1, isHidden: place.role == .hidden)
    }
    if let exercise = place.exercise {
      record.exercises[exercise].checks += checks
    } else if position > lesson.sharedCount {
      record.others += checks
    }
  }

  /// Runs the student's cells at a place of the lesson, or the lesson's own. Each is told before it runs: it may be the last.
  private func runSlot(
    _ exercise: Int, _ index: Int, _ submitted: SubmittedCells?, _ report: (ReplayRecord) -> Void
  ) {
    let own = lesson.cells[position].cell
    position += 1
    let template = lesson.templates[exercise].indices.contains(index) ? lesson.templates[exercise][index] : ""
    for cell in submitted?.slots[exercise][index] ?? [own] {
      let number = next(as: submitted == nil ? nil : cell.number)
      let place = record.exercises[exercise].cells.count
      record.exercises[exercise].cells.append(
        ReplayRecord.Cell(
          number: number, source: ReplayRecord.kept(cell.source), output: Self.unfinished, hasFailed: true))
      if cell.source.trimmedText != template { record.exercises[exercise].isAnswered = true }
      report(record)
      let hasFailed = run(cell.source, as: number)
      record.exercises[exercise].cells[place].output = ReplayRecord.kept(
        Transcript.written(runner.outputs[number] ?? []))
      record.exercises[exercise].cells[place].hasFailed = hasFailed
    }
  }

  /// What a cell has given that did not come to its end.
  private static let unfinished = "It did not come to its end."

  /// The student's own number of a cell, which `Out[3]` and the names of charts are made of; none is given twice.
  private func next(as own: Int?) -> Int {
    number = max(number + 1, own ?? 0)
    return number
  }

  private static func firstLine(_ text: String) -> String {
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("```") }
    return String(lines.first ?? "")
  }

  // MARK: - Questions

  private func answer(_ exercise: Int, _ submitted: SubmittedCells?) {
    guard let question = lesson.exercises[exercise].question else { return }
    let given = submitted?.answers[lesson.exercises[exercise].label].map(\.trimmedText)
    let answer = ReplayRecord.Answer(
      given.flatMap { $0.isEmpty ? nil : ReplayRecord.kept($0) }, to: question, in: runner.session)
    record.exercises[exercise].answer = answer
    if answer.given != nil { record.exercises[exercise].isAnswered = true }
  }

  // MARK: - Stored outputs

  /// Notes the cells whose stored outputs are not those of this replay.
  private func compare(_ submitted: SubmittedCells) {
    for (number, stored) in submitted.storedOutputs.sorted(by: { $0.key < $1.key })
    where stored.trimmedText != Transcript.written(runner.outputs[number] ?? []).trimmedText {
      record.differing.append(number)
    }
  }
}
