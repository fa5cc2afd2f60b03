import Foundation

/// Files at paths that the user has named, or that are the user's own, which are there completely or not at all.
public enum AtomicFile {
  /// Writes `data` to a temporary file beside `path`, then gives it that name, replacing what had it.
  ///
  /// Whatever happens in between, `path` holds all of its old content or all of the new one; on an error the
  /// temporary file is removed.
  public static func write(_ data: Data, to path: String) throws(FileError) {
    do {
      try Folder(path.parentPath).write(
        data, to: (path as NSString).lastPathComponent)
    } catch { throw error.renamed("write", path) }
  }
}
