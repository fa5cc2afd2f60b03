import CCurl

/// libcurl, opened when the first download begins.
///
/// It brings some thirty libraries along (TLS, Kerberos, LDAP, ...). Linked, they would add 8 ms to every start of
/// the program, and hardly any start downloads something.
enum Curl {
  /// Its functions; nil where it is not installed.
  nonisolated(unsafe) static let functions: UnsafePointer<curl_functions>? = {
    let functions = UnsafeMutablePointer<curl_functions>.allocate(capacity: 1)
    // Debian builds it with OpenSSL and with GnuTLS; either will do.
    for name in ["libcurl.so.4", "libcurl-gnutls.so.4"] where curl_open(functions, name) {
      guard functions.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else { return nil }
      return UnsafePointer(functions)
    }
    return nil
  }()
}
