import Foundation
import Synchronization

/// The signals that a session answers itself.
///
/// A signal may arrive between any two instructions, so the handler only notes its number and wakes whoever
/// waits for input. What follows from it happens where it is safe: at the prompt, or between two batches.
package enum Interrupts {
  /// Bit n is set when signal n has arrived and was not answered yet.
  private static let pending = Atomic<UInt64>(0)
  /// How often Ctrl-C has come since the last `clear`.
  private static let controlCs = Atomic<Int>(0)
  /// A byte written to this pipe ends a wait for input.
  private static let wakeReadEnd = Atomic<Int32>(-1)
  private static let wakeWriteEnd = Atomic<Int32>(-1)

  private static let terminating: [Int32] = [SIGTERM, SIGHUP, SIGQUIT, SIGXCPU]

  /// Takes over Ctrl-C and the signals that end a session. Calling it again does nothing.
  package static func install() {
    guard wakeReadEnd.load(ordering: .relaxed) < 0 else { return }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    wakeReadEnd.store(ends[0], ordering: .relaxed)
    wakeWriteEnd.store(ends[1], ordering: .relaxed)
    clear()  // makes the lazy `pending` exist before a handler can use it
    watch([SIGINT] + terminating)
  }

  /// Notes these signals from now on instead of what they would do by themselves.
  ///
  /// One that is ignored stays so: `nohup` and the shell's background jobs count on it.
  static func watch(_ signals: [Int32]) {
    // A program that starts this one from a thread without signals hands that on.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for signal in signals { sigaddset(&blocked, signal) }
    sigprocmask(SIG_UNBLOCK, &blocked, nil)
    for signal in signals where !isIgnored(signal) {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { Interrupts.note($0) }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART))
      sigaction(signal, &action, nil)
    }
  }

  /// Lets these signals do again what they do by themselves.
  static func release(_ signals: [Int32]) {
    for number in signals where !isIgnored(number) { signal(number, SIG_DFL) }
  }

  /// Whether the running cell is to stop: Ctrl-C was pressed, or the session is to end.
  package static var isRequested: Bool { hasArrived(SIGINT) || termination != nil }

  /// How often the running cell was asked to stop. A signal that ends the session counts as both times that matter.
  package static var requests: Int { controlCs.load(ordering: .relaxed) + (termination == nil ? 0 : 2) }

  /// The signal that asked the session to end, if one did.
  package static var termination: Int32? { terminating.first(where: hasArrived) }

  /// Counts a terminal that is gone as SIGHUP, once its input has ended. The system sends that signal to the shell, whose
  /// own end then passes it on: later than the end of the input.
  static func noteHangUp(of descriptor: Int32) {
    var settings = termios()
    if tcgetattr(descriptor, &settings) != 0, errno == EIO {
      pending.bitwiseOr(bit(SIGHUP), ordering: .relaxed)
    }
  }

  /// Forgets a Ctrl-C that nobody answered.
  package static func clear() { _ = take(SIGINT) }

  /// Whether the signal has arrived; it counts as answered then.
  static func take(_ signal: Int32) -> Bool {
    if signal == SIGINT { controlCs.store(0, ordering: .relaxed) }
    return pending.bitwiseAnd(~bit(signal), ordering: .relaxed).oldValue & bit(signal) != 0
  }

  /// Waits until there is something to read.
  ///
  /// - Returns: False when a signal arrived instead. It is still to be answered, or the next wait ends at once.
  static func wait(for descriptor: Int32) -> Bool {
    let wake = wakeReadEnd.load(ordering: .relaxed)
    while pending.load(ordering: .relaxed) == 0 {
      var files = [descriptor, wake].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&files, 2, -1) > 0 else { continue }
      if files[1].revents != 0 {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wake, &bytes, bytes.count) > 0 {}
      } else if pending.load(ordering: .relaxed) == 0 {
        // Asked again, since Ctrl-C may have come during the poll and before the key that ended it.
        return true
      }
    }
    return false
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func hasArrived(_ signal: Int32) -> Bool {
    pending.load(ordering: .relaxed) & bit(signal) != 0
  }

  private static func bit(_ signal: Int32) -> UInt64 { 1 << UInt64(signal & 63) }

  /// The handler: atomic operations, `write` and `_exit`, which are safe anywhere, and nothing else.
  private static func note(_ signal: Int32) {
    let savedErrno = errno
    let before = pending.bitwiseOr(bit(signal), ordering: .relaxed).oldValue
    if signal == SIGINT { controlCs.add(1, ordering: .relaxed) }
    // A cell that does not answer the first request to end does not get to ignore the second.
    if before & bit(signal) != 0, signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT {
      TerminalRescue.restore()
      _exit(128 + signal)
    }
    var byte: UInt8 = 0
    _ = write(wakeWriteEnd.load(ordering: .relaxed), &byte, 1)
    errno = savedErrno
  }
}
