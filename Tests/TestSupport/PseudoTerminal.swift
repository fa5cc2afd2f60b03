import Foundation

/// A `convbook` process on a terminal of its own: keys go in, and `screen` is what a person would see.
package final class PseudoTerminal {
  package private(set) var screen: Screen
  /// All that was written.
  package private(set) var output: [UInt8] = []
  /// The `settings` that the process found.
  package let settingsAtStart: [String]
  private var keyboard: Int32
  /// The process's end, held open: the terminal's settings can be asked for after the process has gone.
  private var terminal: Int32
  private let process: pid_t
  private var exitStatus: Int32?

  /// Starts the built `convbook` in `folder`, which is also its home and keeps its history.
  ///
  /// - Parameters:
  ///   - claimed: the size of the window that the process is told instead of the screen's.
  ///   - underShell: Whether a shell waits for it, as usual, and not the program itself leads the session.
  package init(
    _ arguments: [String] = [], folder: TemporaryFolder, environment: [String: String] = [:],
    columns: Int = 80, rows: Int = 24, claimed: (columns: Int, rows: Int)? = nil,
    underShell: Bool = false
  ) throws {
    screen = Screen(columns: columns, rows: rows)
    var (keyboard, terminal): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 256)
    guard openpty(&keyboard, &terminal, nil, nil, nil) == 0, ttyname_r(terminal, &name, name.count) == 0
    else {
      throw TerminalFailure()
    }
    for end in [keyboard, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    Self.setSize(keyboard, claimed?.columns ?? columns, claimed?.rows ?? rows)
    (self.keyboard, self.terminal) = (keyboard, terminal)
    settingsAtStart = Self.settings(of: terminal)
    // The shell goes to the folder and becomes the program, or waits for it.
    let script = underShell ? #"cd "$0" && "$@"; exit $?"# : #"cd "$0" && exec "$@""#
    let command = ["/bin/sh", "-c", script, folder.path, Convbook.executable] + arguments
    process = try Self.spawn(
      command, terminal: String(cString: name, encoding: .utf8) ?? "",
      environment: Convbook.environment(folder).merging(environment) { $1 })
  }

  /// The prompt, ready for its first cell.
  package static func atPrompt(
    _ arguments: [String] = [], folder: TemporaryFolder, environment: [String: String] = [:],
    columns: Int = 80, rows: Int = 24, underShell: Bool = false
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      arguments, folder: folder, environment: environment, columns: columns, rows: rows,
      underShell: underShell)
    try terminal.waitForLastLine("In [1]:")
    return terminal
  }

  deinit {
    if exitStatus == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    hangUp()
  }

  /// Presses the keys of a text. A newline is the Enter key.
  package func type(_ text: String) {
    // What the process shows meanwhile must be read, or neither side could write on.
    var bytes = Array(text.replacing("\n", with: "\r").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.prefix(256).withUnsafeBytes { write(keyboard, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      bytes = bytes.dropFirst(count)
      if !bytes.isEmpty { readOutput(patience: 0) }
    }
  }

  /// Pastes a text, as a terminal does for a program that has asked for brackets around it.
  package func paste(_ text: String) { type("\u{1B}[200~\(text)\u{1B}[201~") }

  /// Closes the window: the process's terminal is gone.
  package func hangUp() {
    close(terminal)
    close(keyboard)
    (terminal, keyboard) = (-1, -1)
  }

  package func press(_ keys: Key...) {
    for key in keys { type(key.rawValue) }
  }

  package enum Key: String {
    case enter = "\r"
    case up = "\u{1B}[A"
    case down = "\u{1B}[B"
    case right = "\u{1B}[C"
    case left = "\u{1B}[D"
    case tab = "\t"
    case f1 = "\u{1B}OP"
    case pageUp = "\u{1B}[5~"
    case pageDown = "\u{1B}[6~"
    case escape = "\u{1B}"
    case backspace = "\u{7F}"
    case controlC = "\u{3}"
    case controlD = "\u{4}"
    case controlR = "\u{12}"
    case controlZ = "\u{1A}"
  }

  package func send(signal: Int32) { kill(process, signal) }

  /// Tells the process a size, whatever the screen has.
  package func claim(columns: Int, rows: Int) { Self.setSize(keyboard, columns, rows) }

  package func resize(columns: Int, rows: Int, reflowing: Bool = false) {
    screen.resize(columns: columns, rows: rows, reflowing: reflowing)
    Self.setSize(keyboard, columns, rows)
  }

  /// How the terminal is set now: whether it echoes, gives single keys, and so on.
  package var settings: [String] { Self.settings(of: terminal) }

  /// Waits until the last line of the screen is this one.
  package func waitForLastLine(_ line: String) throws {
    try wait("the last line '\(line)'") { $0.lines.last == line }
  }

  /// Waits until the screen shows the text anywhere.
  package func wait(for text: String) throws {
    try wait("'\(text)'") { $0.text.contains(text) }
  }

  /// Waits until the screen matches, and gives what the pattern caught.
  package func waitForMatch(_ pattern: Regex<(Substring, Substring)>) throws -> String {
    var found: String?
    try wait("a match") { screen in
      found = screen.text.firstMatch(of: pattern).map { String($0.1) }
      return found != nil
    }
    return found ?? ""
  }

  package func wait(_ description: String, until isDone: (Screen) -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !isDone(screen) {
      if ContinuousClock.now > deadline { throw Timeout(missing: description, screen: screen.text) }
      readOutput()
    }
  }

  /// Waits until the process has ended.
  ///
  /// - Returns: Its exit status; 128 and the signal's number when a signal killed it.
  package func waitForExit() throws -> Int32 {
    try wait("the end of the process") { _ in exitStatusNow() != nil }
    readOutput()
    return exitStatus ?? -1
  }

  /// The exit status as `waitForExit` gives it, if the process has ended; nil while it goes on.
  package func exitStatusNow() -> Int32? {
    var status: Int32 = 0
    if exitStatus == nil, waitpid(process, &status, WNOHANG) == process {
      exitStatus = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
    }
    return exitStatus
  }

  /// Reads what the process writes until it writes nothing for a moment.
  package func settle() {
    var before = -1
    while output.count != before {
      before = output.count
      readOutput()
    }
  }

  private func readOutput(patience milliseconds: Int32 = 20) {
    var file = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard poll(&file, 1, milliseconds) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(keyboard, &bytes, bytes.count)
    if count > 0 {
      screen.write(bytes[..<count])
      output += bytes[..<count]
    }
  }

  private static func settings(of terminal: Int32) -> [String] {
    var settings = termios()
    tcgetattr(terminal, &settings)
    let keys = withUnsafeBytes(of: settings.c_cc) { Array($0) }
    return ["\(settings.c_iflag) \(settings.c_oflag) \(settings.c_cflag) \(settings.c_lflag)", "\(keys)"]
  }

  private static func setSize(_ terminal: Int32, _ columns: Int, _ rows: Int) {
    var size = winsize(
      ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  /// Starts a process that leads a session of its own, so that the terminal it opens first controls it.
  private static func spawn(
    _ command: [String], terminal: String, environment: [String: String]
  ) throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&files, 0, 1)
    posix_spawn_file_actions_adddup2(&files, 0, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The signals act as in a fresh shell, whatever the test runner made of its own.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let setSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which <spawn.h> shows to GNU programs only
    let flags = setSession | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let argv = command.map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var process: pid_t = 0
    errno = posix_spawn(&process, command[0], &files, &attributes, argv, envp)
    guard errno == 0 else { throw TerminalFailure() }
    return process
  }
}

/// What the system said when no terminal could be had.
package struct TerminalFailure: Error, CustomStringConvertible {
  package let description = String(cString: strerror(errno))
}

/// What did not come within the deadline, and what was there instead.
package struct Timeout: Error, CustomStringConvertible {
  package let missing: String
  package let screen: String

  package var description: String { "\(missing) did not come; the screen shows:\n\(screen)" }
}
