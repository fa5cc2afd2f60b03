import CellLanguage
import Notebooks

/// What a student gets to read: the points, what was expected and what was found.
struct StudentPage {
  let grade: StudentGrade
  let assignment: String
  let sheet: GradeSheet

  /// Self-contained HTML.
  var html: String {
    var page = HTML()
    page.heading(1, "\(assignment): \(grade.called)")
    page.paragraph("\(grade.total.asPoints) of \(sheet.points.asPoints) points.")
    switch grade.graded.verdict {
    case .graded: break
    case .missing: page.paragraph("Nothing was handed in.", isNote: true)
    case .unreadable: page.paragraph("It could not be read: \(grade.graded.reason).", isNote: true)
    case .stopped:
      page.paragraph("The replay was ended: \(grade.graded.reason). What came before counts.", isNote: true)
    }
    if grade.daysLate > 0 {
      page.paragraph(
        "\(grade.daysLate) \(grade.daysLate == 1 ? "day" : "days") late: \(grade.penalty.asPoints) points less.",
        isNote: true)
    }
    for note in notes { page.paragraph(note, isNote: true) }
    page.table(
      "Points", head: ["Exercise", "Points", "Of"],
      rows: grade.items.map {
        [
          HTML.escaped($0.column.name), HTML.escaped($0.points.asPoints),
          HTML.escaped($0.column.points.asPoints),
        ]
      }, numbers: [1, 2])
    for item in grade.items { add(item, to: &page) }
    return page.page(title: "\(assignment): \(grade.called)")
  }

  /// What is to be known of the whole submission.
  private var notes: [String] {
    let record = grade.graded.record
    var notes = record.remarks
    if !record.differing.isEmpty {
      notes.append(
        "The stored outputs of cell \(record.differingCells) are not what a replay gives. Points come from the replay alone."
      )
    }
    return notes
  }

  private func add(_ item: StudentGrade.Item, to page: inout HTML) {
    page.heading(2, "\(item.column.name): \(item.points.asPoints) of \(item.column.points.asPoints)")
    if let mark = item.mark {
      page.paragraph("Marked by hand." + (mark.comment.isEmpty ? "" : " \(mark.comment)"), isNote: true)
    }
    for cell in item.exercise.cells {
      page.code(cell.source, called: "Your cell \(cell.number)\(cell.hasFailed ? ", which failed" : "")")
      if !cell.output.isEmpty { page.code(cell.output.withoutFences, called: "What it gave in the replay") }
    }
    if item.exercise.cells.isEmpty, !item.column.checks.isEmpty, item.column.label != GradeSheet.othersLabel {
      page.paragraph("There is no cell of yours.")
    }
    if !item.checks.isEmpty {
      page.table(
        "Checks", head: ["Check", "Result", "Found", "Expected", "Points", "Hint"],
        rows: item.checks.map { check, outcome in
          let expectation = check.expectation
          let (result, found, points) = outcome.told(expectation)
          let hint = result == "met" ? "" : expectation.hint ?? ""
          return [expectation.comparison, result, found, expectation.expected, points, hint].map(HTML.escaped)
        }, numbers: [4])
    }
    if let question = item.column.question { add(question, item, to: &page) }
  }

  private func add(_ question: Question, _ item: StudentGrade.Item, to page: inout HTML) {
    let answer = item.exercise.answer
    let verdict =
      item.column.needsReader || answer?.expected == nil
      ? (item.mark == nil ? "to be read" : "read") : answer?.isRight == true ? "right" : "not right"
    page.table(
      "Question", head: ["Question", "Your answer", "Expected", "Result"],
      rows: [
        [
          question.text, answer?.given ?? "none", answer?.expected ?? "",
          answer?.given == nil ? "no answer" : verdict,
        ]
        .map(HTML.escaped)
      ])
    if answer?.isRight != true, let hint = question.hint { page.paragraph(hint) }
  }
}

extension GradeSheet.Column {
  /// For headings: `weights: How many weights?`
  var name: String { title.isEmpty || title == label ? label : "\(label): \(title)" }
}

extension StudentGrade.Outcome {
  /// The result in a word, what was found, and the points.
  func told(_ expectation: Expectation) -> (result: String, found: String, points: String) {
    switch self {
    case .holds:
      ("met", expectation.found, "\(expectation.points.asPoints) of \(expectation.points.asPoints)")
    case .fails(let found): ("not met", found, "0 of \(expectation.points.asPoints)")
    case .notReached: ("not reached", "", "0 of \(expectation.points.asPoints)")
    }
  }
}

extension String {
  /// An output without the fences that a transcript has around it.
  var withoutFences: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !($0.hasPrefix("```") && ($0.hasSuffix("output") || $0.allSatisfy { $0 == "`" })) }.joined(
        separator: "\n")
  }
}
