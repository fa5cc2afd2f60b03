import Core
import Foundation

/// What the lecturer has marked by hand: `marks.csv` in the folder of grades, which is read and never written.
///
///     student,exercise,points,comment
///     muster,why-relu,0.5,"right, but not why"
struct Marks {
  struct Mark {
    /// In place of the points of the replay.
    let points: Double
    let comment: String
  }

  static let fileName = "marks.csv"

  private var marks: [String: [String: Mark]] = [:]
  /// What in the file belongs to nobody or nothing.
  private(set) var complaints: [String] = []

  /// - Parameters:
  ///   - path: where the file is, if there is one.
  ///   - exercises: the names of the columns.
  init(_ path: String, students: Set<String>, exercises: [String]) throws {
    var info = stat()
    guard lstat(path, &info) == 0 else { return }
    for row in try CSVTable(contentsOf: path, needing: ["student", "exercise", "points"]).rows {
      let (student, exercise) = (row["student"], row["exercise"])
      let place = "\(path.printableLine):\(row.line)"
      guard let points = Double(row["points"].replacing(",", with: ".")), points.isFinite, abs(points) <= 1e6
      else {
        throw GradingError("\(place): points is a number, such as 0.5, not '\(row["points"].printableLine)'")
      }
      guard exercises.contains(exercise) else {
        let near = nearestName(to: exercise, in: exercises).map { "; did you mean '\($0)'?" } ?? ""
        throw GradingError(
          "\(place): there is no exercise '\(exercise.printableLine)'\(near.isEmpty ? "; there are " + exercises.joined(separator: ", ") : near)"
        )
      }
      if !students.contains(student) {
        complaints.append(
          "\(place): nothing was handed in as '\(student.printableLine)'; the line is not used")
      }
      marks[student, default: [:]][exercise] = Mark(points: points, comment: row["comment"])
    }
  }

  func mark(_ student: String, _ exercise: String) -> Mark? { marks[student]?[exercise] }
}
