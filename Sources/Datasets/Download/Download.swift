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
    /// So many of the file's bytes are there.
    case progress(file: String, done: Int, total: Int)
    /// A file is there under its name, checked; `isNew` unless it was there before.
    case done(file: String, size: Int, isNew: Bool)
  }

  /// Downloads the files that are not there yet, each to its end before the next.
  /// - Parameters:
  ///   - folder: made where it is missing.
  ///   - isCancelled: asked at least once a second.
  ///   - watch: told what happens.
  /// - Throws: ``DownloadCancelled``; ``DatasetError`` where none of a file's addresses gives it or the folder
  ///   cannot be written to. Either way what has come is kept, and the next call goes on from it.
  public func run(
    into folder: String, isCancelled: @escaping () -> Bool, watch: @escaping (Event) -> Void
  ) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch { throw DatasetError("cannot make the folder \(folder)") }
    for file in files {
      let download = FileDownload(
        file: file, folder: folder,
        progress: { watch(.progress(file: file.name, done: $0, total: file.size)) }, isCancelled: isCancelled)
      let isNew = try !download.isDone()
      if isNew { try download.run() }
      watch(.done(file: file.name, size: file.size, isNew: isNew))
    }
  }
}

/// The one who started a download wants it no more.
public struct DownloadCancelled: Error {}
