import Core
import Foundation
import Grading
import Prompt

/// `convbook assign LESSON.md`
struct AssignCommand: Command {
  var file = ""
  var student: String?
  var roster: String?
  var folder = "Assignments"
  var replaces = false
  var isQuiet = false

  static let declaration = CommandDeclaration<AssignCommand>(
    name: "assign", summary: "write the students' copies of a lesson with exercises",
    discussion: """
      A copy has no solutions, no hidden checks and no right answers; its front matter names the lesson and its checksum. \
      With --student or --roster each student has a seed of an own, and so own start weights, and an own value of all that \
      the lesson draws at random: filters = choice [4, 6, 8], load digits seed=(integers 1000). A roster is a table with the \
      columns id, name and late, of which id must be there.
      """,
    parameters: [
      .operand(.notebook, \.file, "a lesson with exercises"),
      .option("student", .text("ID", like: "--student muster"), "a copy for one student, with own numbers") {
        $0.student = $1
        return FileName.fault(ofFolder: $1) == nil
      },
      .option(
        "roster", .text("FILE.csv", like: "--roster class.csv"),
        "a class: a table with the columns id, name and late"
      ) {
        $0.roster = $1
        return true
      },
      .option("to", .folder, "folder for the copies", default: AssignCommand().folder) {
        $0.folder = $1
        return true
      },
      .flag("replace", \.replaces, "replace copies that are there already and are others"),
      .flag("quiet", \.isQuiet, "no cells and outputs on the terminal, only errors"),
    ],
    operandAdvice: "which lesson? convbook assign LESSON.md",
    example: "convbook assign lesson.md --roster class.csv")

  func run() throws -> Int32 {
    let assignment = try Assignment(contentsOf: file)
    let copies: [(student: String?, name: String)] =
      if let roster {
        try Roster(contentsOf: roster).students.map { ($0.id, "\($0.id)/\(assignment.name).md") }
      } else if let student {
        [(student, "\(student)/\(assignment.name).md")]
      } else {
        [(nil, "\(assignment.name).md")]
      }
    let texts = try copies.map { (name: $0.name, bytes: Array(try assignment.copy(for: $0.student).utf8)) }
    guard !texts.isEmpty else { throw UsageError("\(roster ?? "") has no students") }
    let place = try Folder(making: folder)
    if !replaces {
      for (name, bytes) in texts where place.kind(of: name) != nil {
        guard try place.read(name, limit: 1 << 26) == bytes else {
          throw UsageError(
            "\(folder)/\(name) is there already, and a student may have written in it; --replace replaces it, --to DIR writes elsewhere"
          )
        }
      }
    }
    let pictures = try assignment.pictures(in: texts[0].bytes)
    for complaint in pictures.complaints { complain(complaint.description) }
    for (name, bytes) in texts {
      let parent = name.parentPath
      let own = parent.isEmpty ? place : try place.folder(parent, making: true)
      try place.write(bytes, to: name)
      try pictures.write(to: own)
    }
    if !isQuiet {
      StandardStream.output.writeLine(
        texts.count == 1 ? "\(folder)/\(texts[0].name)" : "\(texts.count) copies in \(folder), one a student")
    }
    return 0
  }
}
