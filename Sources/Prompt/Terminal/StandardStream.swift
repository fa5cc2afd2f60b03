import Core
import Foundation
import Synchronization

/// Standard output and standard error: the one place of the program that writes to them.
///
/// Nothing that fails there stops the program: the disk behind `> file` may be full, whoever reads a pipe may have
/// gone, the window may be closed. What is said on standard error is dropped then. Standard output keeps in mind why it
/// takes no more, see ``complaint``.
package enum StandardStream {
  case output, error

  private var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }

  /// Why standard output has taken no more, the system's number; 0 as long as it takes everything.
  private static let failure = Atomic<Int32>(0)

  package func writeLine(_ text: TerminalText = "") { write(text + "\n") }

  /// Writes all of it before it returns.
  package func write(_ text: TerminalText) {
    if self == .output, Self.failure.load(ordering: .relaxed) != 0 { return }
    guard let code = write(Array(text.encoded.utf8)), self == .output else { return }
    Self.failure.store(code, ordering: .relaxed)
  }

  /// What is to be said of standard output at the end, with exit code 1; nil where it has taken everything, or its
  /// reader has gone as that of `convbook help | head` does: it has seen what it wanted.
  package static var complaint: String? {
    switch failure.load(ordering: .relaxed) {
    case 0, EPIPE: nil
    case let code: "cannot write to standard output: \(String(cString: strerror(code)))"
    }
  }

  /// - Returns: nil, or the system's number for what went wrong.
  private func write(_ bytes: [UInt8]) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard isReady() else { return EPIPE }
      // A pipe that is ready takes so much at once.
      let count = rest.prefix(4096).withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR, errno != EAGAIN {
        return errno
      }
    }
    return nil
  }

  /// Waits until the stream takes more; false where it takes nothing for a second after the user wanted to end it, as a
  /// pipe does that nobody reads.
  private func isReady() -> Bool {
    var patience = 10
    while true {
      var file = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      let count = poll(&file, 1, 100)
      // What is wrong is said by `write`.
      if count != 0, count > 0 || errno != EINTR { return true }
      if Interrupts.isRequested { patience -= 1 }
      if patience == 0 { return false }
    }
  }
}

/// Writes a message to standard error, under the program's name.
package func complain(_ message: String) { StandardStream.error.writeLine("convbook: \(message)") }
