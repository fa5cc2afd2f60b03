import Core
import Foundation

/// Shows a page that is longer than the screen a part at a time: in the user's own pager, or by itself.
///
/// Only at a terminal, and only where what stands on the screen may be replaced: `--plain`, a pipe and a file get the
/// whole page at once.
package enum Pager {
  package static func show(_ page: String) {
    guard isNeeded(page) else { return StandardStream.output.writeLine(TerminalText(page)) }
    KeyboardEcho.on()
    if !Outside.page(TerminalText(page).encoded) { stopAtEachScreenful(page) }
  }

  private static func isNeeded(_ page: String) -> Bool {
    Terminal.canRedraw && isatty(STDIN_FILENO) == 1
      && rows(of: page.split(separator: "\n", omittingEmptySubsequences: false)) >= Terminal.height
  }

  /// `$PAGER`, else `less -R` where it is there; nil where neither is.
  static func command(_ environment: [String: String]) -> String? {
    if let pager = environment["PAGER"], !pager.isEmpty { return pager }
    let folders = environment["PATH", default: ""].split(separator: ":")
    return folders.contains { access("\($0)/less", X_OK) == 0 } ? "less -R" : nil
  }

  /// How many rows of the screen lines take: a long one goes over into the next row.
  private static func rows(of lines: some Sequence<Substring>) -> Int {
    lines.reduce(0) { $0 + rows(of: $1) }
  }

  private static func rows(of line: Substring) -> Int {
    max(1, (line.count + Terminal.width - 1) / Terminal.width)
  }

  // MARK: - Our own stop

  private static func stopAtEachScreenful(_ page: String) {
    var room = Terminal.height - 1
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      let rows = rows(of: line)
      if rows > room {
        guard goesOn() else { return }
        room = Terminal.height - 1
      }
      StandardStream.output.writeLine(TerminalText(line))
      room -= rows
    }
  }

  /// Waits for a key. - Returns: false where it is one that leaves, or the terminal has gone.
  private static func goesOn() -> Bool {
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return false }
    TerminalRescue.prepare()
    var settings = before
    // Ctrl-C is a key too, and leaves: nothing else is running.
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
    // Asked only now: a key that comes before the settings would be echoed, and Ctrl-C would be a signal.
    StandardStream.output.write(Terminal.dim("more: any key goes on, q leaves"))
    defer { StandardStream.output.write(.control("\r\u{1B}[K")) }
    var key: UInt8 = 0
    var count = read(STDIN_FILENO, &key, 1)
    while count < 0, errno == EINTR { count = read(STDIN_FILENO, &key, 1) }
    let (interrupt, end, escape): (UInt8, UInt8, UInt8) = (3, 4, 27)
    let leaving = [UInt8(ascii: "q"), UInt8(ascii: "Q"), interrupt, end, escape]
    return count == 1 && !leaving.contains(key)
  }
}
