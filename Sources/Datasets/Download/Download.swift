import Foundation

/// The published files of a data set, and the way to get them.
public struct Download: Sendable {
  /// Under what terms the set is published, in a line.
  public let licence: String
  let files: [RemoteFile]

  public var fileCount: Int { files.count }
  /// How many bytes come over the network.
  public var size: Int { files.reduce(0) { $0 + $1.size } }

  public enum Event: Equatable {
    /// The next file is looked for, and downloaded where it is not there.
    case began(file: String)
    /// A file is there under its name, checked; `isNew` unless it was there before.
    case done(file: String, size: Int, isNew: Bool)
  }

  /// Downloads the files that are not there yet, each to its end before the next. Reports by ``Work``, at least once a
  /// second, how many bytes of a file are there.
  /// - Parameters:
  ///   - folder: made where it is missing.
  ///   - watch: told what happens.
  /// - Throws: ``Work/Cancelled``; ``DatasetError`` where none of a file's addresses gives it or the folder
  ///   cannot be written to. Either way what has come is kept, and the next call goes on from it.
  public func run(into folder: String, watch: (Event) -> Void = { _ in }) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch { throw DatasetError("cannot make the folder \(folder)") }
    for file in files where !isThere(file, in: folder) {
      try PartialFile.mark(folder.appendingPath(file.name))
    }
    var isDone = false
    defer { if !isDone { markAsUnfinished(folder) } }
    for file in files {
      watch(.began(file: file.name))
      let download = FileDownload(file: file, folder: folder)
      let isNew = try !download.isDone()
      if isNew { try download.run() }
      PartialFile.unmark(folder.appendingPath(file.name))
      watch(.done(file: file.name, size: file.size, isNew: isNew))
    }
    isDone = true
  }

  private func isThere(_ file: RemoteFile, in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPath(file.name))
  }

  /// Half of a set must not look like a whole one: each file that is still to come leaves a `.partial`, also if nothing of
  /// it has come. Where there is none of the set, there is nothing to be mistaken.
  private func markAsUnfinished(_ folder: String) {
    let missing = files.filter { !isThere($0, in: folder) }
    for file in missing {
      let path = folder.appendingPath(file.name)
      if missing.count < files.count { try? PartialFile.mark(path) } else { PartialFile.unmark(path) }
    }
  }

  /// Whether files of the set are still to come into this folder.
  func isUnfinished(in folder: String) -> Bool {
    files.contains { PartialFile.isMarked(folder.appendingPath($0.name)) }
  }
}
