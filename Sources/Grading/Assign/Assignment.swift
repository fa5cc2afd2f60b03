import Core
import Datasets
import Notebooks

/// A lesson with exercises, as the lecturer has it, and what is made of it for each student.
///
/// With a student all that is drawn at random is the student's own: start weights, the order of images, a data set
/// (`load digits seed=(integers 1000)`), and numbers in the questions (`filters = choice [4, 6, 8]`).
public struct Assignment: Sendable {
  /// The file's name without `.md`.
  public let name: String
  /// The lesson's file, as it was named.
  public let file: String
  /// Of the lesson's file.
  public let checksum: String
  let bytes: [UInt8]
  /// With solutions, hidden checks and right answers.
  let lesson: NotebookFile

  /// - Throws: ``FileError``, ``NotebookError``, and a ``GradingError`` where the lesson has no exercise.
  public init(contentsOf file: String) throws {
    // It says best what is no notebook.
    _ = try NotebookFile(contentsOf: file)
    try self.init(bytes: InputFile.read(file, limit: 1 << 24), file: file)
    if lesson.exercises.isEmpty {
      throw GradingError(
        "\(file.printableLine) has no exercise: it has a directive {exercise}, or cells with the tag exercise"
      )
    }
  }

  init(bytes: [UInt8], file: String) throws {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    name = last.hasSuffix(".md") ? String(last.dropLast(3)) : last
    (self.file, self.bytes) = (file, bytes)
    checksum = SHA256.of(bytes)
    lesson = try NotebookFile(utf8: bytes, file: file)
  }

  /// The seed of the session in which the lesson runs.
  func seed(for student: String?) -> UInt64 { student.map(StudentSeed.of) ?? lesson.ownSeed ?? 0 }

  /// The Markdown text that a student gets: without solutions, hidden checks and right answers, and with a reference to the
  /// lecturer's file.
  ///
  ///     convbook:
  ///       assignment: quick-start
  ///       original: sha256:5f1c…
  ///       student: muster
  ///       seed: 1234
  public func copy(for student: String?) throws -> String {
    var lines = [("assignment", name), ("original", "sha256:\(checksum)")]
    if let student { lines.append(("student", student)) }
    let seed = seed(for: student)
    if student != nil || seed != 0 { lines.append(("seed", "\(seed)")) }
    let copy = try NotebookFile(text: Self.withoutOwnFrontMatter(lesson), file: file)
    return copy.studentCopy(addingToFrontMatter: ["convbook:"] + lines.map { "  \($0): \(Self.quoted($1))" })
  }

  /// The pictures that a copy shows, which lie beside the lesson; those that a solution shows are none of them.
  public func pictures(in copy: [UInt8]) throws -> OwnPictures {
    OwnPictures(of: try NotebookFile(utf8: copy, file: file), file: file)
  }

  /// The lesson without what stands below `convbook:` in its front matter, which is the lecturer's.
  private static func withoutOwnFrontMatter(_ notebook: NotebookFile) -> String {
    let text = Transcript(of: notebook, outputs: [:]).markdown
    guard let front = notebook.frontMatter else { return text }
    var isOwn = false
    let kept = front.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      isOwn = line.hasPrefix("convbook:") || isOwn && line.hasPrefix(" ")
      return !isOwn
    }
    // From the line below the first rule on.
    return "---\n" + kept.map { $0 + "\n" }.joined() + text.dropFirst(front.isEmpty ? 4 : 5 + front.count)
  }

  /// A text as YAML has it: in quotation marks where it could be taken for something else.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789-_.:".unicodeScalars.contains($0)
    }
    let isWord = text.first.map { $0.isLetter || $0.isNumber } ?? false
    return isPlain && isWord && !text.hasSuffix(":") ? text : "'\(text.replacing("'", with: "''"))'"
  }
}
