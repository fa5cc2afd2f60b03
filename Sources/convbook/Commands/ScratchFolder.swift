import Core
import Foundation

/// A folder of this process alone, among the system's temporary ones: `convbook-check-<a number>`.
///
/// It is locked as long as the process lives. What a process that was killed has left goes when the next one begins.
final class ScratchFolder {
  let folder: Folder
  let parent: Folder
  private let name: String
  private var count = 0

  private static let prefix = "convbook-check-"

  init() throws {
    parent = try Folder(FileManager.default.temporaryDirectory.path)
    for name in (try? parent.names()) ?? [] where name.hasPrefix(Self.prefix) {
      guard parent.kind(of: name) == .folder, let left = try? parent.folder(name) else { continue }
      if Self.lock(left) { parent.removeFolder(name) }
    }
    folder = try Self.claim(in: parent)
    name = (folder.path as NSString).lastPathComponent
  }

  /// A new folder, locked. Until it is locked another process may take it for one that was left, and remove it.
  private static func claim(in parent: Folder) throws -> Folder {
    for _ in 0..<1000 {
      do throws(FileError) {
        let claimed = try parent.claimFolder(["\(prefix)\(UInt64.random(in: 0 ... .max))"], mode: 0o700)
        if lock(claimed), claimed.isLinked { return claimed }
      } catch {
        guard error.isMissing else { throw error }
      }
    }
    throw FileError(cannot: "make a folder in", parent.path, because: "others take each away")
  }

  private static func lock(_ folder: Folder) -> Bool { flock(folder.descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// An empty folder in it.
  func newFolder() throws -> Folder {
    count += 1
    return try folder.folder("\(count)", making: true)
  }

  func remove() { parent.removeFolder(name) }
}
