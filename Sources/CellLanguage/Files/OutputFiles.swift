import Foundation
import NeuralNetwork

/// The files that cells write: all below one folder, the notebook's own. Nothing that a notebook says leads out of it.
public struct OutputFiles: Sendable {
  /// Nil where a session may write nothing.
  private let folder: String?

  /// - Parameter folder: is made when the first file is written.
  public init(below folder: String?) { self.folder = folder }

  /// Writes a file, whole or not at all, and makes the folders on the way to it.
  /// - Parameter name: relative to the folder, such as `best.h5` or `models/best.h5`.
  /// - Returns: the path, for the terminal alone: it differs from one replay to another.
  /// - Throws: ``CellError`` where the name leads elsewhere, ``FileError`` where the file cannot be written.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) throws -> String {
    guard let folder else { throw CellError("this session has no folder to write '\(name)' in") }
    try Self.check(name)
    let path = (folder as NSString).appendingPathComponent(name)
    let parent = (path as NSString).deletingLastPathComponent
    try Self.makeFolder(folder)
    // A folder on the way may be a link that was there before.
    var existing = parent
    while !FileManager.default.fileExists(atPath: existing), existing.count > folder.count {
      existing = (existing as NSString).deletingLastPathComponent
    }
    try check(existing, isIn: folder, name)
    try Self.makeFolder(parent)
    do { try AtomicFile.write(Data(bytes), to: path) } catch {
      throw FileError(cannot: "write", name, because: error.reason)
    }
    return path
  }

  /// Where the file of this name lies, if there is one.
  func path(of name: String) -> String? {
    guard let folder, (try? Self.check(name)) != nil else { return nil }
    let path = (folder as NSString).appendingPathComponent(name)
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// Throws unless a name stays below the folder that it is relative to.
  static func check(_ name: String) throws(CellError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !name.hasPrefix("~"), !parts.contains("..") else {
      throw CellError(
        "'\(name)' would lie outside this notebook's output folder\ngive a plain name, such as "
          + "\"\(parts.last(where: { !$0.isEmpty && $0 != ".." && $0 != "~" }) ?? "best.h5")\"")
    }
    guard !parts.contains(""),
      !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw CellError("'\(name)' is no name for a file") }
  }

  private func check(_ path: String, isIn folder: String, _ name: String) throws(CellError) {
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard place == root || place.hasPrefix(root + "/") else {
      throw CellError(
        "'\(name)' would lie outside this notebook's output folder, for a folder on the way is a link")
    }
  }

  /// Makes a folder, and those on the way to it.
  public static func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o777) == 0 { return }
    if errno == ENOENT {
      let parent = (path as NSString).deletingLastPathComponent
      if !parent.isEmpty, parent != path {
        try makeFolder(parent)
        if mkdir(path, 0o777) == 0 { return }
      }
    }
    let code = errno
    var isFolder: ObjCBool = false
    if code == EEXIST, FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      return
    }
    throw FileError(cannot: "make the folder", path, code: code == EEXIST ? ENOTDIR : code)
  }
}
