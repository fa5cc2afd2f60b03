import Core
import Foundation
import Notebooks
import Synchronization

/// Grades a class: replays what has not been replayed yet, and writes tables and pages.
public struct Grader: Sendable {
  public struct Options: Sendable {
    /// How many submissions are replayed at once.
    public var jobs = 2
    public var limits = ReplayLimits()
    /// Values of `--data`.
    public var data: [String] = []
    public var roster: Roster?
    /// Whether each student has numbers of an own, as `assign --student` gives them.
    public var isSeeded = false
    /// What a day late costs, in percent of the points that were got.
    public var latePercent = 0.0

    public init() {}
  }

  /// What came out.
  public struct Outcome: Sendable {
    /// A line for each student, in their order.
    public let lines: [String]
    public let complaints: [String]
    /// Whether all have all points.
    public let isFull: Bool
  }

  /// It was asked to stop; what is graded is kept.
  public struct Interrupted: Error {}

  private let assignment: Assignment
  private let options: Options
  private let grades: Folder

  /// - Parameter grades: the folder of grades, which is made where it is missing.
  public init(_ assignment: Assignment, into grades: String, _ options: Options) throws {
    (self.assignment, self.options) = (assignment, options)
    self.grades = try Folder(making: grades)
    self.grades.removeLeftovers()
  }

  /// Grades what lies in a folder, or one file.
  /// - Parameters:
  ///   - scratch: an empty folder of this process alone.
  ///   - isStopped: asked now and then whether to stop.
  ///   - watch: hears how many submissions are done, of how many.
  public func grade(
    _ path: String, scratch: Folder, isStopped: @escaping @Sendable () -> Bool,
    watch: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws -> Outcome {
    let (submissions, isOne) = try submissions(path)
    let journal = try Journal(in: grades, assignment, options.limits)
    let solutions = try replay(
      [(nil, nil)], journal, scratch, jobs: 1, sharesStart: false, isStopped, { _, _ in })[0]
    let sheet = GradeSheet(assignment.lesson.exercises, solutions: solutions)
    var results = submissions.map { submission -> Graded? in
      switch submission.content {
      case .file: nil
      case .refused(let reason): Graded(.unreadable, reason)
      case .missing: Graded(.missing, "nothing was handed in")
      }
    }
    let waiting = submissions.indices.filter { results[$0] == nil }
    let work = waiting.map { index -> Work in
      guard case .file(_, let bytes) = submissions[index].content else { return (nil, nil) }
      return (bytes, isSeeded(submissions[index], bytes) ? submissions[index].student : nil)
    }
    let replayed = try replay(
      work, journal, scratch, jobs: options.jobs, sharesStart: solutions.verdict == .graded, isStopped, watch)
    for (place, result) in zip(waiting, replayed) { results[place] = result }
    if !isOne {
      let keys = work.map { journal.key($0.bytes, student: $0.student) } + [journal.key(nil, student: nil)]
      try journal.prune(keeping: Set(keys))
    }
    return try write(submissions, results.map { $0 ?? Graded(.missing) }, sheet, isOne: isOne)
  }

  // MARK: - Submissions

  private func submissions(_ path: String) throws -> (submissions: [Submission], isOne: Bool) {
    var info = stat()
    if stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFDIR {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let student = name.hasSuffix(".md") && name.count > 3 ? String(name.dropLast(3)) : name
      if name.lowercased().hasSuffix(".ipynb") {
        return (
          [
            Submission(
              student: student,
              content: .refused("\(name) is a Jupyter notebook; hand in the Markdown notebook"))
          ], true
        )
      }
      let bytes = try InputFile.read(path, limit: Submission.mostBytes)
      return ([Submission(student: student, content: .file(name, bytes))], true)
    }
    let folder = try SubmissionFolder(path, lesson: assignment.name)
    var found = try folder.submissions(ignoring: grades.path)
    if let roster = options.roster {
      let known = Set(roster.students.map(\.id))
      found = found.map {
        known.contains($0.student)
          ? $0
          : Submission(
            student: $0.student,
            content: .refused(
              "no student of the roster is called '\($0.student.printableLine)'; rename it to the student's ID"
            ))
      }
      let present = Set(found.map(\.student))
      found += roster.students.filter { !present.contains($0.id) }.map {
        Submission(student: $0.id, content: .missing)
      }
      found.sort { $0.student.utf8.lexicographicallyPrecedes($1.student.utf8) }
    }
    guard !found.isEmpty else {
      throw GradingError(
        "\(path.printableLine) has no submissions: it has a notebook or a folder for each student, named by the student"
      )
    }
    return (found, false)
  }

  /// Whether a submission's numbers are the student's own: all are, or its copy says so. Whose they are its name says, and
  /// not the copy, which may be a neighbour's.
  private func isSeeded(_ submission: Submission, _ bytes: [UInt8]) -> Bool {
    if options.isSeeded { return true }
    // A line of the front matter; nothing of the file is parsed here.
    let head = String(decoding: bytes.prefix(1 << 14), as: UTF8.self)
    let lines = head.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard lines.first?.hasPrefix("---") == true else { return false }
    return lines.dropFirst().prefix { !$0.hasPrefix("---") }.contains { $0.hasPrefix("  student:") }
  }

  // MARK: - Replaying

  private typealias Work = (bytes: [UInt8]?, student: String?)

  /// The results of replays, in their order. What the journal has is taken from there.
  private func replay(
    _ work: [Work], _ journal: Journal, _ scratch: Folder, jobs: Int, sharesStart: Bool,
    _ isStopped: @escaping @Sendable () -> Bool, _ watch: @escaping @Sendable (Int, Int) -> Void
  ) throws -> [Graded] {
    let queue = WorkQueue(work.map { ($0.bytes, $0.student, journal.key($0.bytes, student: $0.student)) })
    let done = queue.takeKnown { journal.result($0) }
    watch(done, work.count)
    let count = min(jobs, work.count - done)
    let group = DispatchGroup()
    for job in 0..<max(0, count) {
      let folder = try scratch.folder("\(work[0].bytes == nil ? "solutions" : "worker")-\(job)", making: true)
      let client = try WorkerClient(
        assignment, folder, data: options.data, limits: options.limits, sharesStart: sharesStart)
      group.enter()
      let thread = Thread { [client = UncheckedBox(client)] in
        defer { group.leave() }
        while !isStopped(), let item = queue.next() {
          do {
            // Another student may have handed in the same bytes.
            let known = journal.result(item.key)
            let result = try known ?? client.value.replay(item.bytes, student: item.student)
            // What was ended from outside is no result.
            if isStopped() { break }
            if known == nil { try journal.keep(result, item.key) }
            watch(queue.finish(item.index, result), work.count)
          } catch {
            queue.fail(error)
            break
          }
        }
        client.value.end()
      }
      thread.start()
    }
    while group.wait(timeout: .now() + .milliseconds(100)) == .timedOut {}
    if let error = queue.error { throw error }
    if isStopped() { throw Interrupted() }
    return queue.results
  }

  // MARK: - Writing

  private func write(
    _ submissions: [Submission], _ results: [Graded], _ sheet: GradeSheet, isOne: Bool
  ) throws -> Outcome {
    let students = Set(submissions.map(\.student))
    let marks = try Marks(
      grades.path + "/" + Marks.fileName, students: students, exercises: sheet.columns.map(\.label))
    let all = zip(submissions, results).map { submission, result in
      StudentGrade(
        submission.student, result, sheet, marks, options.roster?.student(submission.student),
        latePercent: options.latePercent)
    }
    let names = PageNames(all.map(\.student))
    for (grade, name) in zip(all, names.folders) {
      let folder = try grades.folder("students/\(name)", making: true)
      let page = StudentPage(grade: grade, assignment: assignment.name, sheet: sheet)
      try Self.write(Array(page.html.utf8), to: "page.html", in: folder)
      try Self.write(GradeFiles.Results(grade, sheet).jsonFile(), to: "results.json", in: folder)
    }
    let similarity = Similarity(
      all.map { grade in
        var texts: [String: String] = [:]
        for item in grade.items where item.exercise.isAnswered {
          texts[item.column.label] = Similarity.normalized(
            item.exercise.cells, answer: item.exercise.answer?.given)
        }
        return (grade.student, texts)
      })
    var complaints = sheet.complaints + marks.complaints
    if let absence = Landlock.absence {
      complaints.append(
        "\(absence): what a submission reads is kept from it by nothing but the words of the cells")
    }
    if !isOne { try removePages(but: Set(names.folders)) }
    let folders = Dictionary(zip(all.map(\.student), names.folders), uniquingKeysWith: { first, _ in first })
    let page = ClassPage(
      assignment: assignment.name, sheet: sheet, grades: all, similarity: similarity, complaints: complaints
    ) { "students/\(PageNames.address(folders[$0.student] ?? ""))/page.html" }
    try Self.write(Array(page.html.utf8), to: "class.html", in: grades)
    try Self.write(Array(GradeFiles.table(all, sheet).utf8), to: "grades.csv", in: grades)
    if isOne, let grade = all.first {
      try Self.write(GradeFiles.Results(grade, sheet).jsonFile(), to: "results.json", in: grades)
    } else {
      let results = Dictionary(
        all.map { ($0.student, GradeFiles.Results($0, sheet)) }, uniquingKeysWith: { first, _ in first })
      try Self.write(results.jsonFile(), to: "results.json", in: grades)
    }
    return Outcome(
      lines: all.map { grade in
        let why =
          grade.graded.verdict == .graded ? "" : "  \(grade.graded.verdict.rawValue): \(grade.graded.reason)"
        let differs =
          grade.graded.record.differing.isEmpty ? "" : "  its stored outputs differ from the replay"
        return
          "\(grade.student.printableLine)  \(grade.total.asPoints) of \(sheet.points.asPoints)\(why)\(differs)"
      }, complaints: complaints, isFull: all.allSatisfy { $0.total >= sheet.points })
  }

  /// Removes the pages of students of whom nothing was handed in any more; what else lies there stays.
  private func removePages(but names: Set<String>) throws {
    let students = try grades.folder("students", making: true)
    for name in try students.names() where !names.contains(name) && students.kind(of: name) == .folder {
      for file in ["page.html", "results.json"] { try students.remove("\(name)/\(file)") }
      students.removeEmptyFolder(name)
    }
  }

  /// Writes a file, where it is not there already with the same bytes.
  private static func write(_ bytes: [UInt8], to name: String, in folder: Folder) throws {
    if let old = try? folder.read(name, limit: bytes.count), old == bytes { return }
    // What a power failure spoils is written again by the next grading.
    try folder.write(bytes, to: name, isSynchronized: false)
  }
}

/// A value that goes to one thread and is used by no other.
private struct UncheckedBox<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
