/// A published file that can be downloaded.
struct RemoteFile: Sendable {
  /// The name it gets.
  let name: String
  /// Its size in bytes.
  let size: Int
  /// Its published SHA-256 checksum, 64 hexadecimal digits in lower case.
  let sha256: String
  /// Where it is, in the order to try.
  let addresses: [String]
}
