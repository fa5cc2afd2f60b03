import CArchive
import Core
import Foundation

/// One pass over an archive, file after file, by libarchive. Nothing is unpacked to disk, so no name in it can lead
/// anywhere.
final class Archive: ByteSource {
  enum Format {
    case zip
    case sevenZip
    /// Version 4 or 5.
    case rar
    /// gzipped or not.
    case tar
    /// Compressed in another way: a tar archive or a single file.
    case compressed

    /// The format of an archive that begins, once gunzipped, with `start` (512 bytes are enough).
    init?(start: [UInt8]) {
      if start.count > 262, start[257..<262].elementsEqual("ustar".utf8) {
        self = .tar
        return
      }
      guard let format = Self.signatures.first(where: { start.starts(with: $0.bytes) })?.format else {
        return nil
      }
      self = format
    }

    /// Whether it holds only deflated data, which has a bound of its own.
    var isDeflated: Bool { self == .zip || self == .tar }
    /// Whether a file can only be come to by inflating those before it, whose sizes are told first.
    var isSolid: Bool { self == .sevenZip || self == .rar }

    private static let signatures: [(bytes: [UInt8], format: Format)] =
      [
        (Array("PK\u{3}\u{4}".utf8), .zip), (Array("PK\u{5}\u{6}".utf8), .zip),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip), (Array("Rar!\u{1A}\u{7}".utf8), .rar),
        ([0xFD] + Array("7zXZ\0".utf8), .compressed), ([0x28, 0xB5, 0x2F, 0xFD], .compressed),
        ([0x04, 0x22, 0x4D, 0x18], .compressed),
      ] + (UInt8(ascii: "1")...UInt8(ascii: "9")).map { (Array("BZh".utf8) + [$0, 0x31, 0x41], .compressed) }
  }

  struct Member {
    /// With `/` between the parts, as the archive gives it; control characters are replaced by `?`.
    let name: String
    /// What its header claims; nil where there is none.
    let size: Int?
  }

  private let path: String
  private let handle: OpaquePointer?
  private let format: Format
  /// What an archive is read through that comes from its start to its end; libarchive reads the others by itself.
  private let input: ArchiveInput?
  private let file: FileBytes
  /// The longest name of a file, in bytes, as Linux has it (PATH_MAX).
  private static let longestName = 4096
  /// The most bytes that its files may inflate to, all together.
  let greatestCount: Int
  /// How many of them have not come yet.
  private var unread: Int
  /// Whether its format was recognised: before, libarchive must not be asked about it.
  private var isOpen = false
  /// What its files' headers claim until now.
  private var claimed = 0
  /// Links and devices that it holds, which are not read; not more of them than can be named.
  private(set) var links: [PassedOver] = []
  private static let greatestLinkCount = 1000

  init(_ source: DataFile, format: Format) throws {
    path = source.path
    self.format = format
    file = try FileBytes(path: source.path, bytes: source.pathBytes)
    handle = archive_read_new()
    greatestCount = Inflation.greatestCount(
      from: file.size, least: format.isDeflated ? 0 : Inflation.leastBound)
    unread = greatestCount
    switch format {
    case .zip:
      archive_read_support_format_zip_seekable(handle)
      input = nil
    case .sevenZip:
      archive_read_support_format_7zip(handle)
      input = nil
    case .rar:
      archive_read_support_format_rar(handle)
      archive_read_support_format_rar5(handle)
      input = nil
    case .tar:
      archive_read_support_format_tar(handle)
      let stream = try DataStream(file, path: source.path, size: file.size)
      input = ArchiveInput { try stream.read(into: $0) }
    case .compressed:
      // One by one: libarchive would start programs for those that it cannot do itself.
      archive_read_support_filter_bzip2(handle)
      archive_read_support_filter_xz(handle)
      archive_read_support_filter_zstd(handle)
      archive_read_support_filter_lz4(handle)
      archive_read_support_format_tar(handle)
      archive_read_support_format_raw(handle)
      let (file, handle, path, most) = (file, handle, path, greatestCount)
      input = ArchiveInput {
        // Before a file is come to, all that lie before it are inflated.
        guard archive_filter_bytes(handle, 0) <= most else { throw Self.inflatesTooFar(path) }
        return try file.read(into: $0)
      }
    }
    let code =
      if let input {
        archive_read_open(
          handle, Unmanaged.passUnretained(input).toOpaque(), nil,
          { _, context, piece in
            guard let context else { return -1 }
            return Unmanaged<ArchiveInput>.fromOpaque(context).takeUnretainedValue().next(piece)
          }, nil)
      } else {
        archive_read_open_fd(handle, file.descriptor, 1 << 17)
      }
    if code < ARCHIVE_WARN { throw failure() }
    isOpen = true
  }

  deinit { archive_read_free(handle) }

  /// Goes on to the next regular file; nil at the end.
  /// - Throws: ``DatasetError`` where the archive is damaged or encrypted, or a name too long for any folder.
  func next() throws -> Member? {
    var entry: OpaquePointer?
    while true {
      let code = archive_read_next_header(handle, &entry)
      if code == ARCHIVE_EOF { return nil }
      guard code >= ARCHIVE_WARN, let entry else { throw failure() }
      guard let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { continue }
      guard strlen(name) <= Self.longestName else {
        throw DatasetError(
          "\(path) is refused: it holds a file whose name has more than \(Self.longestName) bytes")
      }
      let shown = shown(name)
      // AE_IFREG and the others, which Swift cannot import, are the type bits of the system's files.
      let type = archive_entry_filetype(entry)
      guard type == S_IFREG, archive_entry_hardlink(entry) == nil else {
        if type != S_IFDIR, links.count < Self.greatestLinkCount {
          let isLink = type == S_IFLNK || archive_entry_hardlink(entry) != nil
          links.append(PassedOver(name: shown, reason: isLink ? "a link" : "a device or a pipe"))
        }
        continue
      }
      if archive_entry_is_encrypted(entry) != 0 { throw encrypted() }
      let size = archive_entry_size_is_set(entry) == 0 ? nil : max(0, Int(archive_entry_size(entry)))
      if format.isSolid {
        let (sum, overflow) = claimed.addingReportingOverflow(size ?? 0)
        guard !overflow, sum <= greatestCount else { throw Self.inflatesTooFar(path) }
        claimed = sum
      }
      return Member(name: shown, size: size)
    }
  }

  private func shown(_ name: UnsafePointer<CChar>) -> String {
    // A single compressed file has no name of its own.
    if case .compressed = format, archive_format(handle) == ARCHIVE_FORMAT_RAW {
      let own = (path as NSString).lastPathComponent
      return (own as NSString).deletingPathExtension
    }
    return String(cString: name).printableLine
  }

  /// The bytes of the file that ``next()`` went on to.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let got = archive_read_data(handle, buffer.baseAddress, buffer.count)
    guard got >= 0 else { throw failure() }
    unread -= got
    guard unread >= 0 else { throw Self.inflatesTooFar(path) }
    return got
  }

  private static func inflatesTooFar(_ path: String) -> DatasetError {
    DatasetError("\(path) is refused: its files inflate to more than data of its size can hold")
  }

  private func encrypted() -> DatasetError {
    DatasetError(
      "\(path) is encrypted; unpack it with its password, as `7z x` or `unzip` does, and load the folder")
  }

  private func failure() -> any Error {
    if let error = input?.failure { return error }
    if isOpen, archive_read_has_encrypted_entries(handle) > 0 { return encrypted() }
    let reason = archive_error_string(handle).map { String(cString: $0) } ?? "libarchive gives no reason"
    let way = format.isSolid ? "; unpack it with `7z x` or `unrar x`, and load the folder" : ""
    return DatasetError(
      "\(path) is damaged or cut off, or not an archive that can be read: \(reason)\(way)")
  }
}

/// Hands bytes to libarchive, piece by piece.
private final class ArchiveInput {
  private let read: (UnsafeMutableRawBufferPointer) throws -> Int
  private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
  /// What went wrong, kept here because C passes no Swift error on.
  private(set) var failure: (any Error)?

  init(_ read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) { self.read = read }

  deinit { piece.deallocate() }

  func next(_ start: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
    start?.pointee = UnsafeRawPointer(piece.baseAddress)
    do {
      return try read(piece)
    } catch {
      failure = error
      return -1
    }
  }
}
