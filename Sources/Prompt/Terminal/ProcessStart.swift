import Foundation

/// What has to be right before anything else is done.
package enum ProcessStart {
  package static func prepare() {
    openMissingDescriptors()
    // A write to a pipe without a reader, or beyond the limit of a file's size, fails instead, and is answered where it
    // is done. Programs that are started from here get the signals back (``UserProgram``).
    for number in ignoredSignals { signal(number, SIG_IGN) }
  }

  static let ignoredSignals = [SIGPIPE, SIGXFSZ]

  /// Opens descriptors 0, 1 and 2 on `/dev/null` where whoever started the program has closed them. The next file that
  /// is opened would get the number, and be taken for the keyboard or written to as the terminal.
  private static func openMissingDescriptors() {
    for descriptor in 0...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // It is the lowest number that is free. A folder can be neither read nor written: better than the next file.
      if open("/dev/null", O_RDWR) < 0 { _ = open("/", O_RDONLY) }
    }
  }
}
