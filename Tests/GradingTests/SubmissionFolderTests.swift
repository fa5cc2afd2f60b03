import Foundation
import TestSupport
import Testing

@testable import Grading

/// Folders as learning platforms give them, and as nobody should.
@Suite struct SubmissionFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func put(_ path: String, _ text: String = "text") throws {
    let url = folder.url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// What each student's is: the path, or why there is none.
  private func found() throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try SubmissionFolder(folder.path, lesson: "a").submissions(
        ignoring: folder.path + "/grades"
      ).map {
        switch $0.content {
        case .file(let path, _): ($0.student, path)
        case .refused(let reason): ($0.student, "! " + reason)
        case .missing: ($0.student, "-")
        }
      })
  }

  @Test func aFileOrAFolderIsAStudents() throws {
    for path in [
      "muster.md", "weber/a.md", "weber/b.md", "deep/x/y/A.md", "only/other.md",
      "run/Outputs/a/transcript.md",
      "grades/class.html", "README.md", "class.csv", ".git/config",
    ] { try put(path) }
    #expect(
      try found() == [
        "muster": "muster.md", "weber": "weber/a.md", "deep": "deep/x/y/A.md", "only": "only/other.md",
        "run": "run/Outputs/a/transcript.md",
      ])
  }

  @Test func whatCannotBeReadHasItsReason() throws {
    try put("jupyter.ipynb", "{}")
    try put("two.md")
    try put("two/a.md")
    try put("several/b.md")
    try put("several/c.md")
    try put("picture/cat.png")
    try put("empty.md", "")
    for name in ["nothing"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/" + name, withIntermediateDirectories: false)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link.md", withDestinationPath: "/etc/passwd")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/nothing/a.md", withDestinationPath: "../two.md")
    #expect(mkfifo(folder.path + "/pipe.md", 0o600) == 0)
    let name = Array((folder.path + "/").utf8CString.dropLast()) + [CChar(bitPattern: 0xFF), 0]
    close(open(name, O_CREAT | O_WRONLY, 0o600))
    let found = try found()
    let reasons = [
      "jupyter": "Jupyter", "two": "2 things", "several": "none is named a.md",
      "picture": "no notebook a.md, but cat.png",
      "empty": "is empty", "link": "links are not followed", "nothing": "links are not followed",
      "pipe": "a pipe",
      "unnamed-1": "not UTF-8",
    ]
    #expect(Set(found.keys) == Set(reasons.keys))
    for (student, reason) in reasons {
      #expect(
        found[student]?.hasPrefix("! ") == true && found[student]?.contains(reason) == true,
        "\(found[student] ?? "")")
    }
  }

  @Test func studentsAreInTheOrderOfTheirNames() throws {
    for name in ["b", "a", "Z", "ä"] { try put("\(name).md") }
    let students = try SubmissionFolder(folder.path, lesson: "a").submissions(ignoring: nil).map(\.student)
    #expect(students == ["Z", "a", "b", "ä"])
  }
}
