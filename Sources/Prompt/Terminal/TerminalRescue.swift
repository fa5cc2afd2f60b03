import Foundation

/// Gives the terminal back as it was found where the program ends without having a say: by a crash, or by a signal that
/// comes again before the first was answered. A shell would be left that shows no keys.
enum TerminalRescue {
  /// Read by signal handlers, and not changed once they are installed.
  private nonisolated(unsafe) static var settings: termios?
  private nonisolated(unsafe) static var earlier: [Int32: sigaction] = [:]
  private static let crashes = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT]
  private static let bracketsOff: StaticString = "\u{1B}[?2004l"

  /// Remembers how the terminal is. Calling it again does nothing.
  static func prepare() {
    var found = termios()
    guard settings == nil, tcgetattr(STDIN_FILENO, &found) == 0 else { return }
    settings = found
    for number in crashes {
      var action = sigaction()
      var before = sigaction()
      action.__sigaction_handler.sa_handler = { TerminalRescue.crashed($0) }
      sigaction(number, &action, &before)
      earlier[number] = before
    }
  }

  /// May be called anywhere.
  static func restore() {
    guard var settings else { return }
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    _ = write(STDOUT_FILENO, bracketsOff.utf8Start, bracketsOff.utf8CodeUnitCount)
  }

  /// What would have been done without this program's handler is done when the instruction is tried again.
  private static func crashed(_ number: Int32) {
    restore()
    if var before = earlier[number] { sigaction(number, &before, nil) } else { signal(number, SIG_DFL) }
    // A signal that somebody sent does not come again by itself.
    raise(number)
  }
}
