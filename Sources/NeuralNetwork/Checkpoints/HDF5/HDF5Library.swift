import CHDF5

/// libhdf5, opened when the first model is saved.
///
/// It brings some thirty libraries along (libcurl, Kerberos, LDAP, ...). Linked, they would add 10 ms to every start of
/// the program. Reading a checkpoint needs none of it: `HDF5File` reads the bytes itself.
enum HDF5Library {
  /// Its functions; nil where it is not installed. They keep their state in globals: one thread at a time.
  static let shared: hdf5_library? = {
    var library = hdf5_library()
    // Debian 12 and 13, then the names that other systems give it.
    let names = [
      "libhdf5_serial.so.103", "libhdf5_serial.so.310", "libhdf5.so.103", "libhdf5.so.310", "libhdf5.so",
    ]
    return names.contains { hdf5_open(&library, $0) } ? library : nil
  }()
}
