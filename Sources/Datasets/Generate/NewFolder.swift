import Foundation

/// A folder that is there with all of its files or not at all: it is filled under a temporary name beside its place.
struct NewFolder {
  private let place: String
  /// Where the files go meanwhile.
  let temporaryPath: String

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
    temporaryPath =
      url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).\(getpid()).partial").path
    do {
      try manager.createDirectory(atPath: temporaryPath, withIntermediateDirectories: true)
    } catch { throw DatasetError("cannot make the folder \(path)") }
  }

  /// Gives the folder its name.
  func finish() throws {
    guard rename(temporaryPath, place) == 0 else { throw DatasetError(cannot: "write", place) }
  }

  func discard() { try? FileManager.default.removeItem(atPath: temporaryPath) }
}
