import CLinux
import Core
import Foundation

/// A folder that is there with all of its files or not at all: it is filled under a temporary name beside its place,
/// `.name.<a number>.partial`, and locked meanwhile.
final class NewFolder {
  private let place: String
  /// Where the files go meanwhile.
  let temporaryPath: String
  private let descriptor: Int32

  /// - Throws: ``DatasetError`` where `path` is a file or a folder that holds something, or nothing can be made there.
  init(_ path: String) throws {
    let manager = FileManager.default
    let url = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
    place = url.path
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: place, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw DatasetError("\(path) is a file; name a new folder") }
      guard let files = try? manager.contentsOfDirectory(atPath: place) else {
        throw DatasetError("cannot read the folder \(path)")
      }
      guard files.isEmpty else {
        throw DatasetError("the folder \(path) is not empty, and nothing is overwritten; name a new one")
      }
      guard place != URL(fileURLWithPath: manager.currentDirectoryPath).resolvingSymlinksInPath().path else {
        throw DatasetError("\(path) is the folder that you are in; name a new one")
      }
    }
    let parent = url.deletingLastPathComponent().path
    try Self.removeLeftovers(of: url.lastPathComponent, in: parent)
    let number = UInt32.random(in: 0 ... .max)
    temporaryPath = parent.appendingPath(".\(url.lastPathComponent).\(number).partial")
    do { try Folder.make(temporaryPath) } catch {
      throw DatasetError("cannot make the folder \(path): \(error.reason)")
    }
    descriptor = open(temporaryPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DatasetError(cannot: "write", place) }
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit { close(descriptor) }

  /// Removes what writers of the same folder have left that were killed.
  /// - Throws: ``DatasetError`` where one of them still writes.
  private static func removeLeftovers(of name: String, in parent: String) throws {
    for old in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    where old.hasPrefix(".\(name).") && old.hasSuffix(".partial") {
      let number = old.dropFirst(name.count + 2).dropLast(".partial".count)
      guard !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) else { continue }
      let path = parent.appendingPath(old)
      let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard folder >= 0 else { continue }
      defer { close(folder) }
      guard flock(folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
        throw DatasetError("\(parent.appendingPath(name)) is being written already, by another convbook")
      }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// Gives the folder its name, once all that is in it is on the disk: after a loss of power too there is no folder with
  /// half of its files, or with empty ones.
  func finish() throws {
    guard linux_sync_file_system(descriptor) == 0, rename(temporaryPath, place) == 0 else {
      throw DatasetError(cannot: "write", place)
    }
  }

  func discard() { try? FileManager.default.removeItem(atPath: temporaryPath) }
}
