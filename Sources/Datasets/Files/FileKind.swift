/// Guesses what a file is from its first bytes, for messages such as "it looks like an HTML page".
enum FileKind {
  private static let signatures: [(bytes: [UInt8], kind: String)] = [
    ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
    ([0xFF, 0xD8, 0xFF], "a JPEG image"),
    (Array("GIF8".utf8), "a GIF image"),
    (Array("BM".utf8), "a BMP image"),
    (Array("II*\0".utf8), "a TIFF image"),
    (Array("MM\0*".utf8), "a TIFF image"),
    (Array("P5".utf8), "a PGM image"),
    (Array("P6".utf8), "a PPM image"),
    (Array("PK".utf8), "a zip archive (or a NumPy .npz file)"),
    ([0x93] + Array("NUMPY".utf8), "a NumPy .npy file"),
    ([0x89] + Array("HDF".utf8), "an HDF5 file"),
    ([0x1F, 0x8B], "a gzip file"),
    ([0xFD] + Array("7zXZ".utf8), "an xz archive"),
    (Array("BZh".utf8), "a bzip2 archive"),
    (Array("7z".utf8) + [0xBC, 0xAF], "a 7z archive"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"),
    (Array("%PDF".utf8), "a PDF document"),
    (Array("version https://git-lfs".utf8), "a Git LFS pointer, not the data itself"),
    ([0x80, 0x02], "a Python pickle"),
    ([0x80, 0x03], "a Python pickle"),
    ([0x80, 0x04], "a Python pickle"),
    ([0x80, 0x05], "a Python pickle"),
  ]

  /// Those that do not stand at the start.
  private static let laterSignatures: [(offset: Int, text: String, kind: String)] = [
    (8, "WEBP", "a WebP image"), (4, "ftypheic", "a HEIC image"), (4, "ftypavif", "an AVIF image"),
    (257, "ustar", "a tar archive"),
  ]

  /// What the file that begins with `start` looks like; a few hundred bytes are enough.
  static func guess(_ start: [UInt8]) -> String {
    if start.isEmpty { return "an empty file" }
    for (bytes, kind) in signatures where start.starts(with: bytes) { return kind }
    for (offset, text, kind) in laterSignatures where start.dropFirst(offset).starts(with: text.utf8) {
      return kind
    }
    let isText = start.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) } && start[0] < 0x80
    guard isText else { return "a binary file of an unknown kind" }
    let opening = String(decoding: start, as: UTF8.self).drop(while: \.isWhitespace).prefix(14).lowercased()
    return opening.hasPrefix("<!doctype html") || opening.hasPrefix("<html")
      ? "an HTML page, perhaps the error page of a failed download" : "a text file"
  }
}
