import Core

/// A class: who is in it, as a file `class.csv` says.
///
///     id,name,late
///     muster,Mina Muster,
///     weber,"Weber, Jan",2
public struct Roster: Sendable {
  public struct Student: Sendable, Equatable {
    /// By which submissions are named, and from which numbers are drawn.
    public let id: String
    /// Empty where the file has none.
    public let name: String
    /// Days after the deadline at which the work came.
    public let daysLate: Int
  }

  /// In the order of the file.
  public let students: [Student]

  /// - Throws: ``FileError``, and a ``GradingError`` where an ID is missing, may not be the name of a folder, or is there
  ///   twice.
  public init(contentsOf path: String) throws {
    var students: [Student] = []
    var seen: Set<String> = []
    for row in try CSVTable(contentsOf: path, needing: ["id"]).rows {
      let (id, place) = (row["id"], "\(path.printableLine):\(row.line)")
      if let fault = FileName.fault(ofFolder: id) {
        throw GradingError(
          "\(place): '\(id.printableLine)' cannot be a student's ID, for \(fault); an ID names the student's folder"
        )
      }
      guard seen.insert(id.lowercased()).inserted else {
        throw GradingError("\(place): the ID '\(id)' is there twice")
      }
      let late = row["late"]
      guard late.isEmpty || Int(late).map({ (0...10_000).contains($0) }) == true else {
        throw GradingError("\(place): late is a number of days, such as 2, not '\(late.printableLine)'")
      }
      students.append(Student(id: id, name: row["name"].printableLine, daysLate: Int(late) ?? 0))
    }
    self.students = students
  }

  func student(_ id: String) -> Student? { students.first { $0.id == id } }
}
