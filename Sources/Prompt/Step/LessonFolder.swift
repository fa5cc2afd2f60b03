import Core
import Foundation
import Notebooks

/// The folder of a walk's outputs, with a mark by which the walk knows it again: `step.json`.
struct LessonFolder {
  let folder: OutputFolder
  let mark: String

  /// As a record has it: what is relative to a folder is lost in the next one.
  var path: String { URL(fileURLWithPath: folder.path).path }

  private static let markName = "step.json"

  private struct Mark: Codable {
    /// A name for this walk that no other has.
    let walk: String
  }

  /// `Outputs/lesson-step`, or with the first number that makes it free: no walk overwrites another one's transcript,
  /// also of another lesson of this name, or one that begins at the same moment.
  static func claim(_ name: String, in place: OutputPlace) throws -> LessonFolder {
    let names = (1...1_000_000).lazy.map { "\(name)-step" + ($0 > 1 ? "-\($0)" : "") }
    let claimed = LessonFolder(folder: try OutputFolder(claiming: names, in: place), mark: UUID().uuidString)
    try claimed.writeMark()
    return claimed
  }

  /// The folder that a walk had at its last visit; nil where it had none, or where another walk has it now.
  static func own(of record: SessionRecord) throws -> LessonFolder? {
    guard record.outputFolder.hasPrefix("/"), !record.outputFolder.utf8.contains(0) else { return nil }
    let place = record.outputFolder.parentPath
    let folder = OutputFolder((record.outputFolder as NSString).lastPathComponent, in: .named(place))
    if let existing = try folder.existing() {
      let bytes = try? existing.read(markName, limit: 1 << 16)
      let found = bytes.flatMap { try? JSONDecoder().decode(Mark.self, from: Data($0)) }
      // The first versions had no marks.
      guard found?.walk == record.mark else { return nil }
      let own = LessonFolder(folder: folder, mark: record.mark ?? UUID().uuidString)
      existing.removeLeftovers()
      if found == nil { try own.writeMark() }
      return own
    }
    // The learner has removed it.
    let parent = record.outputFolder.parentPath
    return try? claim((record.outputFolder as NSString).lastPathComponent, below: parent)
  }

  private static func claim(_ name: String, below parent: String) throws -> LessonFolder {
    let claimed = LessonFolder(
      folder: try OutputFolder(claiming: [name], in: .named(parent)), mark: UUID().uuidString)
    try claimed.writeMark()
    return claimed
  }

  private func writeMark() throws {
    try folder.open().write(try JSONEncoder().encode(Mark(walk: mark)) + Data([10]), to: Self.markName)
  }
}
