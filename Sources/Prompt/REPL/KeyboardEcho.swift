import Foundation

/// Keeps the terminal from showing what is typed while a cell runs: the next prompt shows it, once.
enum KeyboardEcho {
  /// The settings to go back to. Read by the handler below, and changed only while that one is not installed.
  private nonisolated(unsafe) static var saved: termios?

  /// Keys are no longer shown; Ctrl-C and Ctrl-Z act as before. Ctrl-D waits for the prompt as other keys do: as the end of
  /// a file, which it is to a terminal that reads lines, it would be gone by then.
  static func off() {
    var settings = termios()
    guard saved == nil, tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
    TerminalRescue.prepare()
    saved = settings
    silence(&settings)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    // Ctrl-Z leaves the shell a terminal that shows what is typed.
    signal(SIGTSTP) { _ in KeyboardEcho.stop() }
  }

  /// The settings are again what they were.
  static func on() {
    guard var settings = saved else { return }
    signal(SIGTSTP, SIG_DFL)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    saved = nil
  }

  /// Goes over to single keys without a moment in which Ctrl-D would be the end of a file. libedit, which then sets what it
  /// needs, takes no notice of settings that do not read lines.
  static func readKeys() {
    guard var settings = saved else { return }
    signal(SIGTSTP, SIG_DFL)
    settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    saved = nil
  }

  private static func silence(_ settings: inout termios) {
    settings.c_lflag &= ~tcflag_t(ECHO)
    // c_cc[VEOF] = _POSIX_VDISABLE
    settings.c_cc.4 = 0
  }

  /// A signal handler: `tcsetattr` and `raise` may be called anywhere.
  private static func stop() {
    let savedErrno = errno
    if var settings = saved {
      tcsetattr(STDIN_FILENO, TCSANOW, &settings)
      raise(SIGSTOP)
      silence(&settings)
      tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }
    errno = savedErrno
  }
}
