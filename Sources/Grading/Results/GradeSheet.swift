import CellLanguage
import Notebooks

/// The exercises of a lesson and what each is worth, as its own solutions show it.
struct GradeSheet: Sendable {
  struct Column: Sendable {
    /// In `grades.csv` and `marks.csv`.
    let label: String
    let title: String
    /// The checks that there are, as they came out for the lesson's own solutions.
    let checks: [ReplayRecord.Check]
    let question: Question?

    /// The most points.
    var points: Double {
      checks.reduce(question == nil ? 0 : Question.points) { $0 + max(0, $1.expectation.points) }
    }

    /// Whether a person has to say what the answer is worth.
    var needsReader: Bool {
      if case .text = question?.kind { return true }
      return false
    }
  }

  let columns: [Column]
  /// What the lesson's own solutions do not get.
  let complaints: [String]

  /// The column of checks that stand in no exercise.
  static let othersLabel = "checks"

  init(_ exercises: [Exercise], solutions: Graded) {
    let record = solutions.record
    var columns = exercises.enumerated().map { index, exercise in
      Column(
        label: exercise.label, title: exercise.title,
        checks: record.exercises.indices.contains(index) ? record.exercises[index].checks : [],
        question: exercise.question)
    }
    if !record.others.isEmpty {
      columns.append(
        Column(label: Self.othersLabel, title: "Other checks", checks: record.others, question: nil))
    }
    self.columns = columns
    var complaints: [String] = []
    if solutions.verdict != .graded { complaints.append("the lesson's own replay: \(solutions.reason)") }
    complaints += record.remarks
    for column in columns {
      for check in column.checks where !check.expectation.holds {
        complaints.append(
          "the lesson's own solution of \(column.label) does not meet its check \(check.expectation.comparison): found "
            + check.expectation.found)
      }
      if column.points == 0 {
        complaints.append("the exercise \(column.label) has no check and no question, and so no points")
      }
    }
    self.complaints = complaints
  }

  var points: Double { columns.reduce(0) { $0 + $1.points } }
}

/// What a student gets, and for what.
struct StudentGrade: Sendable {
  struct Item: Sendable {
    let column: GradeSheet.Column
    let exercise: ReplayRecord.Exercise
    let checks: [(check: ReplayRecord.Check, outcome: Outcome)]
    let points: Double
    /// Where the points were given by hand.
    let mark: Marks.Mark?

    /// Whether a person has yet to read it.
    var isOpen: Bool { column.needsReader && mark == nil && exercise.answer?.given != nil }
    var isFull: Bool { points >= column.points }
  }

  enum Outcome: Sendable {
    case holds
    /// What was found.
    case fails(String)
    /// The cell ended before it.
    case notReached
  }

  let student: String
  /// Empty where none is known.
  let name: String
  /// As a page names the student.
  var called: String { name.isEmpty ? student : "\(name) (\(student))" }
  let graded: Graded
  let items: [Item]
  let daysLate: Int
  /// What is taken off for late days.
  let penalty: Double

  var total: Double { max(0, items.reduce(0) { $0 + $1.points } - penalty) }

  init(
    _ student: String, _ graded: Graded, _ sheet: GradeSheet, _ marks: Marks, _ entry: Roster.Student?,
    latePercent: Double
  ) {
    (self.student, self.graded) = (student, graded)
    (name, daysLate) = (entry?.name ?? "", entry?.daysLate ?? 0)
    items = sheet.columns.map { column in
      let found: ReplayRecord.Exercise
      if column.label == GradeSheet.othersLabel,
        !graded.record.exercises.contains(where: { $0.label == column.label })
      {
        found = ReplayRecord.Exercise(label: column.label, checks: graded.record.others)
      } else {
        found =
          graded.record.exercises.first { $0.label == column.label }
          ?? ReplayRecord.Exercise(label: column.label)
      }
      return Self.item(column, found, marks.mark(student, column.label))
    }
    let earned = items.reduce(0) { $0 + $1.points }
    penalty = earned > 0 ? min(earned, earned * latePercent / 100 * Double(daysLate)) : 0
  }

  private static func item(_ column: GradeSheet.Column, _ found: ReplayRecord.Exercise, _ mark: Marks.Mark?)
    -> Item
  {
    var points = 0.0
    let checks = column.checks.map { reference -> (check: ReplayRecord.Check, outcome: Outcome) in
      guard
        let check = found.checks.first(where: { $0.cell == reference.cell && $0.index == reference.index })
      else {
        return (reference, .notReached)
      }
      guard check.expectation.holds else { return (check, .fails(check.expectation.found)) }
      points += reference.expectation.points
      return (check, .holds)
    }
    if found.answer?.isRight == true { points += Question.points }
    return Item(
      column: column, exercise: found, checks: checks, points: mark?.points ?? points, mark: mark)
  }
}

extension Double {
  /// Points as they are shown: two decimals at most, and none that are 0.
  var asPoints: String {
    let hundredths = Int(clamping: (abs(self) * 100).rounded())
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    let decimals = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return (self < 0 && hundredths > 0 ? "-" : "") + "\(whole)\(decimals)"
  }
}
