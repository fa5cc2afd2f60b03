import CArchive
import Foundation

/// One pass over a zip or tar archive, file after file, by libarchive. Nothing is unpacked to disk, so no name
/// in it can lead anywhere.
final class Archive: ByteSource {
  enum Format {
    case zip
    /// gzipped or not.
    case tar

    /// The format of an archive that begins, once inflated, with `start` (512 bytes are enough).
    init?(start: [UInt8]) {
      if start.starts(with: Array("PK\u{3}\u{4}".utf8)) || start.starts(with: Array("PK\u{5}\u{6}".utf8)) {
        self = .zip
      } else if start.count > 262, start[257..<262].elementsEqual("ustar".utf8) {
        self = .tar
      } else {
        return nil
      }
    }
  }

  struct Member {
    /// With `/` between the parts, as the archive gives it; control characters are replaced by `?`.
    let name: String
    /// What its header claims.
    let size: Int
  }

  private let path: String
  private let handle: OpaquePointer?
  /// What a tar archive is read through; libarchive reads a zip archive, from its end, by itself.
  private let input: ArchiveInput?
  /// The longest name of a file, in bytes, as Linux has it (PATH_MAX).
  private static let longestName = 4096
  /// How many bytes its files may still inflate to.
  private var unread: Int

  init(path: String, format: Format) throws {
    self.path = path
    let stream = try DataStream(path: path)
    handle = archive_read_new()
    unread = Inflation.greatestCount(from: stream.size)
    let code: Int32
    switch format {
    case .zip:
      input = nil
      archive_read_support_format_zip_seekable(handle)
      code = archive_read_open_filename(handle, path, 1 << 17)
    case .tar:
      let input = ArchiveInput(stream)
      self.input = input
      archive_read_support_format_tar(handle)
      code = archive_read_open(
        handle, Unmanaged.passUnretained(input).toOpaque(), nil,
        { _, context, piece in
          guard let context else { return -1 }
          return Unmanaged<ArchiveInput>.fromOpaque(context).takeUnretainedValue().next(piece)
        }, nil)
    }
    if code < ARCHIVE_WARN { throw failure() }
  }

  deinit { archive_read_free(handle) }

  /// Goes on to the next regular file; nil at the end.
  /// - Throws: ``DatasetError`` where the archive is damaged, or a name too long for any folder.
  func next() throws -> Member? {
    var entry: OpaquePointer?
    while true {
      let code = archive_read_next_header(handle, &entry)
      if code == ARCHIVE_EOF { return nil }
      guard code >= ARCHIVE_WARN, let entry else { throw failure() }
      // AE_IFREG, which Swift cannot import: the type bits of a regular file, as S_IFREG.
      guard archive_entry_filetype(entry) == S_IFREG,
        let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
      else { continue }
      guard strlen(name) <= Self.longestName else {
        throw DatasetError(
          "\(path) is refused: it holds a file whose name has more than \(Self.longestName) bytes")
      }
      let shown = String(cString: name).unicodeScalars.map {
        $0.properties.generalCategory == .control ? "?" : Character($0)
      }
      return Member(name: String(shown), size: max(0, Int(archive_entry_size(entry))))
    }
  }

  /// The bytes of the file that ``next()`` went on to.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let got = archive_read_data(handle, buffer.baseAddress, buffer.count)
    guard got >= 0 else { throw failure() }
    unread -= got
    guard unread >= 0 else {
      throw DatasetError("\(path) is refused: its files inflate to more than data of its size can hold")
    }
    return got
  }

  private func failure() -> any Error {
    if let error = input?.failure { return error }
    let reason = archive_error_string(handle).map { String(cString: $0) } ?? "libarchive gives no reason"
    return DatasetError("\(path) is damaged or cut off, or not an archive that can be read: \(reason)")
  }
}

/// Hands a stream to libarchive, piece by piece.
private final class ArchiveInput {
  private let stream: DataStream
  private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
  /// What went wrong, kept here because C passes no Swift error on.
  private(set) var failure: (any Error)?

  init(_ stream: DataStream) { self.stream = stream }

  deinit { piece.deallocate() }

  func next(_ start: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
    start?.pointee = UnsafeRawPointer(piece.baseAddress)
    do {
      return try stream.read(into: piece)
    } catch {
      failure = error
      return -1
    }
  }
}
