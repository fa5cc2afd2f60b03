/// What the lecturer looks at: the class on one page.
struct ClassPage {
  let assignment: String
  let sheet: GradeSheet
  let grades: [StudentGrade]
  let similarity: Similarity
  /// What is wrong with the lesson or the marks.
  let complaints: [String]
  /// Where a student's page is.
  let address: (StudentGrade) -> String

  /// Self-contained HTML.
  var html: String {
    var page = HTML()
    page.heading(1, "\(assignment): \(grades.count) submissions")
    if !complaints.isEmpty {
      page.paragraph("To be looked at before the grades are given out:", isNote: true)
      page.list(complaints)
    }
    addDistribution(to: &page)
    addExercises(to: &page)
    addStudents(to: &page)
    addVerdicts(to: &page)
    addRemarks(to: &page)
    addSimilarity(to: &page)
    addAnswers(to: &page)
    return page.page(title: "\(assignment): the class")
  }

  private func addDistribution(to page: inout HTML) {
    page.heading(2, "Distribution")
    let most = sheet.points
    guard most > 0, !grades.isEmpty else { return page.paragraph("There are no points to be had.") }
    let totals = grades.map(\.total).sorted()
    let middle = (totals[(totals.count - 1) / 2] + totals[totals.count / 2]) / 2
    let mean = totals.reduce(0, +) / Double(totals.count)
    page.paragraph(
      "Of \(most.asPoints) points: mean \(mean.asPoints), median \(middle.asPoints), lowest \(totals[0].asPoints), highest "
        + "\(totals[totals.count - 1].asPoints).")
    var counts = [Int](repeating: 0, count: 10)
    for total in totals { counts[min(9, max(0, Int(clamping: total / most * 10)))] += 1 }
    let greatest = counts.max() ?? 0
    page.table(
      "Students by their share of the points", head: ["Share", "Students", ""],
      rows: counts.enumerated().map { tenth, count in
        [
          "\(tenth * 10) to \(tenth * 10 + (tenth == 9 ? 10 : 9)) %", "\(count)",
          HTML.bar(count, of: greatest),
        ]
      }, numbers: [1])
  }

  /// How often each exercise was not done in full, the most failed first.
  private func addExercises(to page: inout HTML) {
    page.heading(2, "Exercises, the most failed first")
    let failures = sheet.columns.enumerated().map { index, column in
      (
        column: column, failed: grades.count { !$0.items[index].isFull },
        none: grades.count { $0.items[index].points <= 0 },
        mean: grades.isEmpty ? 0 : grades.reduce(0) { $0 + $1.items[index].points } / Double(grades.count)
      )
    }.sorted { $0.failed > $1.failed }
    page.table(
      "Exercises", head: ["Exercise", "Not in full", "No points", "Mean", "Of"],
      rows: failures.map {
        [
          HTML.link($0.column.name, to: "#\(Self.anchor($0.column.label))"),
          "\($0.failed) of \(grades.count)", "\($0.none)",
          $0.mean.asPoints, $0.column.points.asPoints,
        ]
      }, numbers: [1, 2, 3, 4])
    let checks = sheet.columns.enumerated().flatMap { index, column in
      column.checks.enumerated().map { place, check in
        (
          column, check,
          grades.count {
            guard $0.items[index].checks.indices.contains(place),
              case .holds = $0.items[index].checks[place].outcome
            else {
              return true
            }
            return false
          }
        )
      }
    }.filter { $0.2 > 0 }.sorted { $0.2 > $1.2 }
    if !checks.isEmpty {
      page.table(
        "Checks that were not met", head: ["Check", "Exercise", "Not met by"],
        rows: checks.prefix(40).map {
          [HTML.escaped($1.expectation.comparison), HTML.escaped($0.label), "\($2)"]
        },
        numbers: [2])
    }
  }

  private func addStudents(to page: inout HTML) {
    page.heading(2, "Students")
    page.table(
      "Points", head: ["Student"] + sheet.columns.map(\.label) + ["Total", "Notes"],
      rows: grades.map { grade in
        [HTML.link(grade.called, to: address(grade))]
          + grade.items.map { $0.points.asPoints + ($0.mark != nil ? " ✎" : $0.isOpen ? " ?" : "") }
          + [grade.total.asPoints, HTML.escaped(Self.notes(grade).joined(separator: "; "))]
      }, numbers: Set(1...(sheet.columns.count + 1)))
    page.paragraph(
      "✎ was marked by hand, ? is an answer that is yet to be read. A mark is a line in \(Marks.fileName) in this folder: "
        + "student,exercise,points,comment. It takes the place of the replay's points, and stays when the class is graded again."
    )
  }

  private static func notes(_ grade: StudentGrade) -> [String] {
    var notes: [String] = []
    if grade.graded.verdict != .graded { notes.append(grade.graded.verdict.rawValue) }
    if grade.daysLate > 0 { notes.append("\(grade.daysLate) days late") }
    if !grade.graded.record.differing.isEmpty { notes.append("stored outputs differ from the replay") }
    return notes
  }

  private func addVerdicts(to page: inout HTML) {
    let stopped = grades.filter { $0.graded.verdict != .graded }
    let differing = grades.filter { !$0.graded.record.differing.isEmpty }
    if !stopped.isEmpty {
      page.heading(2, "Not graded to the end")
      page.table(
        "Submissions that could not be read or were ended", head: ["Student", "Verdict", "Why"],
        rows: stopped.map {
          [
            HTML.link($0.student, to: address($0)), $0.graded.verdict.rawValue,
            HTML.escaped($0.graded.reason),
          ]
        })
    }
    if !differing.isEmpty {
      page.heading(2, "Transcripts that differ from their replay")
      page.table(
        "Stored outputs that a replay does not give", head: ["Student", "Cells"],
        rows: differing.map {
          [
            HTML.link($0.student, to: address($0)),
            $0.graded.record.differingCells,
          ]
        })
    }
  }

  private func addRemarks(to page: inout HTML) {
    let remarked = grades.filter { !$0.graded.record.remarks.isEmpty }
    guard !remarked.isEmpty else { return }
    page.heading(2, "Remarks")
    page.table(
      "What else was noted", head: ["Student", "Remarks"],
      rows: remarked.map {
        [
          HTML.link($0.student, to: address($0)),
          HTML.escaped($0.graded.record.remarks.joined(separator: " ")),
        ]
      })
  }

  private func addSimilarity(to page: inout HTML) {
    page.heading(2, "The same cells")
    page.paragraph(
      "Compared is what goes beyond the template: without comments and spaces, and with given names by their order. Where two "
        + "students have the same text in an exercise, and k have it in all, the chance is (s + 1) / (m + 1): of the m pairs of "
        + "other students s share a text that k or fewer have. Of several exercises the chances are multiplied. Pairs that chance "
        + "explains (more than 1 in \(Int(clamping: (1 / Similarity.greatestChance).rounded()))) are left out. In this class are "
        + "\(grades.count * (grades.count - 1) / 2) pairs: so many times a chance is how many of them to expect. It is a reason "
        + "to look, and no proof.")
    guard !similarity.pairs.isEmpty else {
      return page.paragraph("No two submissions have a rare text in common.")
    }
    page.table(
      "Submissions with the same text", head: ["Students", "The same in", "All the same", "By chance"],
      rows: similarity.pairs.map {
        [
          HTML.escaped("\($0.students.0), \($0.students.1)"),
          HTML.escaped($0.exercises.joined(separator: ", ")),
          $0.isWhole ? "yes" : "no", "1 in \(Self.oneIn($0.chance))",
        ]
      }, numbers: [3])
    if similarity.pairs.count == Similarity.mostPairs {
      page.paragraph("The \(Similarity.mostPairs) least likely pairs are shown.")
    }
  }

  private static func oneIn(_ chance: Double) -> String {
    let number = 1 / chance
    return number < 1e9 ? "\(Int(clamping: number.rounded()))" : "more than 1000000000"
  }

  /// For each exercise the texts that were handed in, the most frequent first.
  private func addAnswers(to page: inout HTML) {
    page.heading(2, "Answers side by side")
    for (index, column) in sheet.columns.enumerated() {
      page.heading(3, column.name, id: Self.anchor(column.label))
      var groups: [(text: String, students: [StudentGrade])] = []
      var places: [String: Int] = [:]
      for grade in grades where grade.items[index].exercise.isAnswered {
        let text = Self.text(of: grade.items[index])
        if let place = places[text] {
          groups[place].students.append(grade)
        } else {
          places[text] = groups.count
          groups.append((text, [grade]))
        }
      }
      let none = grades.count - groups.reduce(0) { $0 + $1.students.count }
      page.paragraph("\(groups.count) different answers; \(none) students have none.")
      page.table(
        "Answers to \(column.label)", head: ["Answer", "Students", "Points"],
        rows: groups.sorted { $0.students.count > $1.students.count }.map { text, students in
          let points = Set(students.map { $0.items[index].points.asPoints }).sorted()
          return [
            "<pre>\(HTML.escaped(String(text.prefix(Self.longestShown))))</pre>",
            "\(students.count): "
              + students.prefix(30).map { HTML.link($0.student, to: address($0)) }.joined(separator: ", ")
              + (students.count > 30 ? ", …" : ""),
            HTML.escaped(points.joined(separator: ", ")),
          ]
        }, numbers: [2])
    }
  }

  private static let longestShown = 2000

  private static func text(of item: StudentGrade.Item) -> String {
    (item.exercise.cells.map(\.source.trimmedText)
      + [item.exercise.answer?.given].compactMap { $0.map { "> " + $0 } })
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func anchor(_ label: String) -> String {
    "exercise-" + String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "-" })
  }
}
