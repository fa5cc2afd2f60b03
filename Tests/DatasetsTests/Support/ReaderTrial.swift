import CArchive
import Foundation
import Testing

@testable import Datasets

/// A place of its own for the files of one test, and what `load` makes of them.
struct ReaderTrial {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A file that `Fixtures/generate.py` wrote.
  static func fixture(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name)")))
  }

  /// Loads `path` within the folder.
  func load(_ path: String, files: [String]? = nil, classFolder: ClassFolder? = nil) throws -> Dataset {
    try DataCatalogue.load(
      folder.path + "/" + path, seed: 0,
      options: LoadOptions(files: files.map(FileChoice.init), classFolder: classFolder),
      search: DataSearch(environment: [:], systemFolders: []))
  }

  func write(_ files: [(name: String, bytes: [UInt8])]) throws {
    for (name, bytes) in files { try folder.write(bytes, to: name) }
  }

  /// Writes images of one gray each: that of image k is k.
  func write(images names: [String]) throws {
    for (k, name) in names.enumerated() { try folder.write(png(UInt8(k)), to: name) }
  }

  /// An image of 2x2 pixels of one gray.
  func png(_ value: UInt8) throws -> [UInt8] {
    try RasterImage(height: 2, width: 2, channels: 1, pixels: [UInt8](repeating: value, count: 4))
      .pngEncoded()
  }

  /// Writes one file and loads it.
  func load(_ bytes: [UInt8], as name: String) throws -> Dataset {
    try folder.write(bytes, to: name)
    return try load(name)
  }

  /// The error of loading, with the folder's path left out; what was loaded where there was none.
  func message(_ path: String) -> String {
    do {
      return "loaded: " + (try load(path)).description.joined(separator: " | ")
    } catch {
      return "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
    }
  }

  func message(_ bytes: [UInt8], as name: String) throws -> String {
    try folder.write(bytes, to: name)
    return message(name)
  }
}

/// An archive of files, written by libarchive.
func archive(_ files: [(name: String, bytes: [UInt8])], isZip: Bool) throws -> [UInt8] {
  let folder = try TemporaryFolder()
  let path = folder.path + "/archive"
  let handle = archive_write_new()
  defer { archive_write_free(handle) }
  if isZip { archive_write_set_format_zip(handle) } else { archive_write_set_format_pax_restricted(handle) }
  archive_write_open_filename(handle, path)
  for (name, bytes) in files {
    let entry = archive_entry_new()
    archive_entry_set_pathname(entry, name)
    archive_entry_set_size(entry, Int64(bytes.count))
    archive_entry_set_filetype(entry, UInt32(CArchive.S_IFREG))
    archive_entry_set_perm(entry, 0o644)
    archive_write_header(handle, entry)
    archive_write_data(handle, bytes, bytes.count)
    archive_entry_free(entry)
  }
  archive_write_close(handle)
  return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Packs files of a folder into an archive there whose name tells the format, by libarchive.
/// - Returns: whether libarchive could.
func packed(_ names: [String], in folder: String, to archive: String) -> Bool {
  let handle = archive_write_new()
  defer { archive_write_free(handle) }
  if archive.hasSuffix(".7z") {
    archive_write_set_format_7zip(handle)
  } else {
    archive_write_set_format_pax_restricted(handle)
    let filters: [String: Int32] = [
      ".bz2": ARCHIVE_FILTER_BZIP2, ".xz": ARCHIVE_FILTER_XZ, ".zst": ARCHIVE_FILTER_ZSTD,
    ]
    guard let filter = filters.first(where: { archive.hasSuffix($0.key) })?.value,
      archive_write_add_filter(handle, filter) == ARCHIVE_OK
    else { return false }
  }
  guard archive_write_open_filename(handle, folder + "/" + archive) == ARCHIVE_OK else { return false }
  for name in names {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + name), options: .alwaysMapped)
    else {
      return false
    }
    let entry = archive_entry_new()
    archive_entry_set_pathname(entry, name)
    archive_entry_set_size(entry, Int64(data.count))
    archive_entry_set_filetype(entry, UInt32(CArchive.S_IFREG))
    archive_entry_set_perm(entry, 0o644)
    archive_write_header(handle, entry)
    _ = data.withUnsafeBytes { archive_write_data(handle, $0.baseAddress, $0.count) }
    archive_entry_free(entry)
  }
  return archive_write_close(handle) == ARCHIVE_OK
}

/// The value of the first pixel of each image, by which tests tell images apart; none where they differ in size.
func values(_ examples: Examples?) -> [Float] {
  guard let images = examples?.images.even else { return [] }
  return (0..<images.count).map { images.floats(ofRow: $0)[0] }
}
