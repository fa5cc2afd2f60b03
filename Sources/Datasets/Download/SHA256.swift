import CDigest
import Foundation

/// The SHA-256 checksum of a file (FIPS 180-4), by libmd.
enum SHA256 {
  /// The checksum in lower-case hexadecimal digits, as `sha256sum` prints it.
  /// - Throws: ``DatasetError`` where the file cannot be read.
  static func ofFile(_ path: String) throws -> String {
    guard let file = fopen(path, "rb") else { throw DatasetError(cannot: "read", path) }
    defer { fclose(file) }
    var state = SHA2_CTX()
    SHA256Init(&state)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      SHA256Update(&state, buffer, count)
    }
    guard ferror(file) == 0 else { throw DatasetError(cannot: "read", path) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256Final(&digest, &state)
    return digest.map { String(format: "%02x", $0) }.joined()
  }
}
