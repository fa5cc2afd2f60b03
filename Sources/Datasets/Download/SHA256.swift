import CDigest
import Foundation

/// The SHA-256 checksum (FIPS 180-4), by libmd, in lower-case hexadecimal digits, as `sha256sum` prints it.
public enum SHA256 {
  /// Of a file.
  /// - Throws: ``DatasetError`` where it cannot be read.
  static func ofFile(_ path: String) throws -> String {
    guard let file = fopen(path, "rb") else { throw DatasetError(cannot: "read", path) }
    defer { fclose(file) }
    var state = begun()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      SHA256Update(&state, buffer, count)
    }
    guard ferror(file) == 0 else { throw DatasetError(cannot: "read", path) }
    return digits(&state)
  }

  /// Of bytes in memory.
  public static func of(_ bytes: [UInt8]) -> String {
    var state = begun()
    bytes.withUnsafeBytes { SHA256Update(&state, $0.baseAddress, bytes.count) }
    return digits(&state)
  }

  private static func begun() -> SHA2_CTX {
    var state = SHA2_CTX()
    SHA256Init(&state)
    return state
  }

  private static func digits(_ state: inout SHA2_CTX) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256Final(&digest, &state)
    return digest.map { String(format: "%02x", $0) }.joined()
  }
}
