import CArchive

/// A `.keras` file: a zip archive with a description of the model, its weights in HDF5, and a note about the version.
/// Source: keras/src/saving/saving_lib.py of Keras 3.15.1.
enum KerasArchive {
  static let config = "config.json"
  static let weights = "model.weights.h5"

  static func isArchive(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "PK\u{3}\u{4}".utf8) }

  // MARK: - Writing

  /// An archive of these files, uncompressed and without dates, as Keras makes it.
  static func bytes(_ files: [(name: String, content: [UInt8])]) throws(ModelError) -> [UInt8] {
    let archive = archive_write_new()
    defer { archive_write_free(archive) }
    archive_write_set_format_zip(archive)
    archive_write_set_options(archive, "zip:compression=store")
    archive_write_set_bytes_per_block(archive, 0)
    // Headers and directory of a few short names take far less than the 64 KiB.
    var bytes = [UInt8](repeating: 0, count: files.map(\.content.count).reduce(1 << 16, +))
    var count = 0
    let capacity = bytes.count
    let isWritten = bytes.withUnsafeMutableBytes { buffer in
      guard archive_write_open_memory(archive, buffer.baseAddress, capacity, &count) == ARCHIVE_OK else {
        return false
      }
      for file in files {
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, file.name)
        archive_entry_set_size(entry, Int64(file.content.count))
        archive_entry_set_filetype(entry, regularFile)
        archive_entry_set_perm(entry, 0o600)
        guard archive_write_header(archive, entry) == ARCHIVE_OK,
          archive_write_data(archive, file.content, file.content.count) == file.content.count
        else { return false }
      }
      return archive_write_close(archive) == ARCHIVE_OK
    }
    guard isWritten else { throw ModelError("the archive library cannot write this model") }
    bytes.removeSubrange(count...)
    return bytes
  }

  /// AE_IFREG, which Swift cannot import.
  private static let regularFile: UInt32 = 0o100000

  // MARK: - Reading

  /// The files of an archive that a model needs, by their names.
  static func members(of bytes: [UInt8]) throws(ModelError) -> [String: [UInt8]] {
    let archive = archive_read_new()
    defer { archive_read_free(archive) }
    archive_read_support_format_zip_seekable(archive)
    var members: [String: [UInt8]] = [:]
    var left = greatestSize(of: bytes)
    let isRead = bytes.withUnsafeBytes { buffer in
      guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else {
        return false
      }
      var entry: OpaquePointer?
      while true {
        let code = archive_read_next_header(archive, &entry)
        if code == ARCHIVE_EOF { return true }
        guard code >= ARCHIVE_WARN, let entry else { return false }
        guard let name = archive_entry_pathname(entry).map({ String(cString: $0) }),
          [config, weights].contains(name), members[name] == nil
        else { continue }
        guard let content = content(archive, atMost: left) else { return false }
        left -= content.count
        members[name] = content
      }
    }
    guard isRead else { throw ModelError("the archive is damaged, cut off, or inflates beyond measure") }
    return members
  }

  /// What the files of an archive may have together. Keras stores them as they are; a tool may have packed them again,
  /// which makes little of weights, but much of a description.
  private static func greatestSize(of bytes: [UInt8]) -> Int { 10 * bytes.count + (1 << 24) }

  private static func content(_ archive: OpaquePointer?, atMost limit: Int) -> [UInt8]? {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while content.count <= limit {
      let count = archive_read_data(archive, &buffer, buffer.count)
      if count == 0 { return content }
      guard count > 0 else { return nil }
      content += buffer[..<count]
    }
    return nil
  }
}
