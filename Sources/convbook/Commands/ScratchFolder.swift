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
    var claimed: Folder
    repeat {
      let number = UInt64.random(in: 0 ... .max)
      claimed = try parent.claimFolder(["\(Self.prefix)\(number)"], mode: 0o700)
      // Another process may have taken it for one that was left.
    } while !(Self.lock(claimed) && claimed.isLinked)
    folder = claimed
    name = (claimed.path as NSString).lastPathComponent
  }

  private static func lock(_ folder: Folder) -> Bool { flock(folder.descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// An empty folder in it.
  func newFolder() throws -> Folder {
    count += 1
    return try folder.folder("\(count)", making: true)
  }

  func remove() { parent.removeFolder(name) }
}
