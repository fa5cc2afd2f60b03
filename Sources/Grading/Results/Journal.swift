import Core
import Datasets
import Foundation

/// What is known of submissions already, in the folder of grades: a small file for each, written whole or not at all. One that is
/// spoilt is not read, and its submission replayed again.
///
/// A file is named by all that its content depends on. So a grading that was killed goes on where it was, and what has
/// not changed since the last time is not replayed again. Whoever removes the folder loses time and nothing else.
struct Journal {
  static let folderName = "replays"

  private let folder: Folder
  private let common: String

  /// - Parameters:
  ///   - grades: the folder of grades.
  ///   - limits: by which replays are ended.
  init(in grades: Folder, _ assignment: Assignment, _ limits: ReplayLimits) throws {
    folder = try grades.folder(Self.folderName, making: true)
    folder.removeLeftovers()
    common =
      "1 \(Version.number) \(assignment.name) \(assignment.checksum) \(limits.seconds) \(limits.megabytes) \(limits.diskMegabytes)"
  }

  /// - Parameter bytes: nil for the lesson's own solutions.
  func key(_ bytes: [UInt8]?, student: String?) -> String {
    let parts = [common, bytes.map(SHA256.of) ?? "solutions", student.map { "student \($0)" } ?? "all"]
    return String(SHA256.of(Array(parts.joined(separator: "\n").utf8)).prefix(40))
  }

  func result(_ key: String) -> Graded? {
    (try? folder.read(key + ".json", limit: WorkerFiles.mostResults)).flatMap {
      try? JSONDecoder().decode(Graded.self, from: Data($0))
    }
  }

  func keep(_ result: Graded, _ key: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // What a power failure spoils is not read again: hundreds of waits for a busy disk would cost more than the replays.
    try folder.write(Array(try encoder.encode(result)) + [10], to: key + ".json", isSynchronized: false)
  }

  /// Removes what no submission needs any more.
  func prune(keeping keys: Set<String>) throws {
    for name in try folder.names() where name.hasSuffix(".json") && !keys.contains(String(name.dropLast(5))) {
      try folder.remove(name)
    }
  }
}
