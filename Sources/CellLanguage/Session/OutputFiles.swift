import Core
import Foundation

/// The files that cells write: all below one folder, the notebook's own. Nothing that a notebook says leads out of it.
public struct OutputFiles: Sendable {
  /// Nil where a session may write nothing.
  private let folder: OutputFolder?

  /// - Parameter folder: is made when the first file is written.
  public init(below folder: OutputFolder?) { self.folder = folder }

  /// Writes a file, whole or not at all, and makes the folders on the way to it.
  /// - Parameters:
  ///   - name: relative to the folder, such as `best.h5` or `models/best.h5`.
  ///   - report: hears how many of all bytes are written, and throws to end the writing.
  /// - Returns: the path, for the terminal alone: it differs from one replay to another.
  /// - Throws: ``CellError`` where the name leads elsewhere, ``FileError`` where the file cannot be written, and what
  ///   `report` throws.
  @discardableResult
  func write(
    _ bytes: [UInt8], to name: String, report: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws -> String {
    guard let folder else { throw CellError("this session has no folder to write '\(name)' in") }
    let plain = try Self.check(name)
    var ending: (any Error)?
    do {
      let parent = plain.parentPath
      let last = (plain as NSString).lastPathComponent
      let root = try folder.open()
      try (parent.isEmpty ? root : root.folder(parent, making: true)).write(bytes, to: last) { done, total in
        do { try report(done, total) } catch { ending = error }
        return ending == nil
      }
    } catch {
      if let ending { throw ending }
      throw error.renamed("write", name)
    }
    return (folder.path as NSString).appendingPathComponent(plain)
  }

  /// Whether a cell of this notebook, or an earlier replay, has written this file.
  func contains(_ name: String) -> Bool {
    guard let plain = try? Self.check(name), let folder = try? folder?.existing() else { return false }
    return folder.kind(of: plain) != nil
  }

  /// Removes a file of this notebook, if it is there and can be removed.
  func remove(_ name: String) {
    guard let plain = try? Self.check(name), let folder = try? folder?.existing() else { return }
    try? folder.remove(plain)
  }

  /// The bytes of a file of this notebook, and its path, for the terminal alone.
  func read(_ name: String, limit: Int) throws -> (bytes: [UInt8], path: String) {
    let plain = try Self.check(name)
    guard let folder = try folder?.existing() else { throw FileError(cannot: "read", name, code: ENOENT) }
    do {
      return (try folder.read(plain, limit: limit), (folder.path as NSString).appendingPathComponent(plain))
    } catch { throw error.renamed("read", name) }
  }

  /// Throws unless a name stays below the folder that it is relative to, is seen there, and is not one that a replay
  /// gives its own files.
  /// - Returns: the name without `./`.
  @discardableResult
  static func check(_ name: String) throws(CellError) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).filter { $0 != "." }
    guard !name.hasPrefix("/"), !name.hasPrefix("~"), !parts.contains("..") else {
      throw CellError(
        "'\(name)' would lie outside this notebook's output folder\ngive a plain name, such as "
          + "\"\(parts.last(where: { !$0.isEmpty && $0 != ".." && $0 != "~" }) ?? "best.h5")\"")
    }
    guard !parts.isEmpty, !parts.contains(""), FileName.isPrintable(name) else {
      throw CellError("'\(name)' is no name for a file")
    }
    if let hidden = parts.first(where: { $0.hasPrefix(".") }) {
      let plain = hidden.drop { $0 == "." }
      throw CellError(
        "'\(name)' would be hidden, for \(parts.count == 1 ? "it" : "'\(hidden)'") begins with a dot\n"
          + "give a plain name, such as \"\(plain.isEmpty ? "best.h5" : plain)\"")
    }
    guard !FileName.isOfReplay(String(parts[0])) else {
      throw CellError(
        "'\(parts[0])' is the name of a file that the replay itself writes: transcript.md, run.json, unfinished, and "
          + "charts such as 05-loss.svg\ngive another name, such as \"my-\(parts[0])\"")
    }
    return parts.joined(separator: "/")
  }
}
