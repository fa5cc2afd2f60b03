/// The files for other programs: a table for a spreadsheet, and what Gradescope takes.
enum GradeFiles {
  /// A line a student, a column an exercise. Source of the form: RFC 4180.
  static func table(_ grades: [StudentGrade], _ sheet: GradeSheet) -> String {
    let head =
      ["student", "name"] + sheet.columns.map(\.label) + [
        "late days", "late penalty", "total", "of", "verdict", "reason",
      ]
    return CSV.line(head)
      + grades.map { grade in
        CSV.line(
          [grade.student, grade.name] + grade.items.map(\.points.asPoints) + [
            "\(grade.daysLate)", grade.penalty.asPoints, grade.total.asPoints, sheet.points.asPoints,
            grade.graded.verdict.rawValue, grade.graded.reason,
          ])
      }.joined()
  }

  /// A submission's `results.json`.
  /// Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
  struct Results: Encodable {
    struct Test: Encodable {
      let name: String
      let score: Double
      let greatest: Double
      let status: String
      let output: String
      let visibility = "visible"

      private enum CodingKeys: String, CodingKey {
        case name, score, status, output, visibility
        case greatest = "max_score"
      }
    }

    let score: Double
    let output: String
    let visibility = "visible"
    let tests: [Test]

    init(_ grade: StudentGrade, _ sheet: GradeSheet) {
      score = Self.rounded(grade.total)
      output = Self.summary(grade)
      tests = grade.items.map { item in
        Test(
          name: item.column.name, score: Self.rounded(item.points),
          greatest: Self.rounded(item.column.points),
          status: item.isFull ? "passed" : "failed", output: Self.lines(item).joined(separator: "\n"))
      }
    }

    private static func rounded(_ points: Double) -> Double { (points * 100).rounded() / 100 }

    private static func summary(_ grade: StudentGrade) -> String {
      var lines: [String] = []
      if grade.graded.verdict != .graded {
        lines.append("\(grade.graded.verdict.rawValue): \(grade.graded.reason)")
      }
      if grade.daysLate > 0 {
        lines.append("\(grade.daysLate) days late: \(grade.penalty.asPoints) points less")
      }
      lines += grade.graded.record.remarks
      if !grade.graded.record.differing.isEmpty {
        lines.append("Stored outputs differ from the replay: points come from the replay alone.")
      }
      return lines.joined(separator: "\n")
    }

    private static func lines(_ item: StudentGrade.Item) -> [String] {
      var lines = item.checks.map { check, outcome in
        let expectation = check.expectation
        let (result, found, points) = outcome.told(expectation)
        let hint = result == "met" ? "" : expectation.hint.map { "; \($0)" } ?? ""
        let was = found.isEmpty || result == "met" ? "" : ": found \(found), expected \(expectation.expected)"
        return "\(expectation.comparison): \(result)\(was)\(hint) (\(points))"
      }
      if let answer = item.exercise.answer, item.column.question != nil {
        let expected = answer.expected.map { ", expected \($0)" } ?? (item.mark == nil ? ", to be read" : "")
        lines.append("answer: \(answer.given ?? "none")\(answer.isRight ? ", right" : expected)")
      }
      if let mark = item.mark {
        lines.append("marked by hand" + (mark.comment.isEmpty ? "" : ": \(mark.comment)"))
      }
      return lines
    }
  }
}
