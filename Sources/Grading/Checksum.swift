import CDigest

/// The SHA-256 checksum of bytes (FIPS 180-4), by libmd. A student cannot make a file that has another's.
enum Checksum {
  /// In lower-case hexadecimal digits, as `sha256sum` prints it.
  static func sha256(_ bytes: [UInt8]) -> String {
    var state = SHA2_CTX()
    SHA256Init(&state)
    bytes.withUnsafeBytes { SHA256Update(&state, $0.baseAddress, bytes.count) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256Final(&digest, &state)
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
