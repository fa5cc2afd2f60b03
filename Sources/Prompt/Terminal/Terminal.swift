import CellLanguage
import Core
import Foundation
import Synchronization

/// What standard output is connected to.
package enum Terminal {
  package static let isPresent = isatty(STDOUT_FILENO) == 1

  /// Whether standard error is a terminal too.
  static let showsErrors = isatty(STDERR_FILENO) == 1

  private static let isColourless = Atomic(false)
  private static let isMadePlain = Atomic(false)

  /// `--no-color`: no colours from now on.
  package static func removeColour() { isColourless.store(true, ordering: .relaxed) }

  /// `--plain`, for screen readers: nothing is drawn in place from now on, text only follows text.
  package static func makePlain() { isMadePlain.store(true, ordering: .relaxed) }

  /// Whether what is shown is read out.
  static var isPlain: Bool { isMadePlain.load(ordering: .relaxed) }

  /// Whether what stands on the screen may be replaced: not where a screen reader would read it all again, nor where
  /// the cursor cannot move.
  package static var canRedraw: Bool { isPresent && !isPlain && !isDumb }

  static var usesColour: Bool { canRedraw && !noColour && !isColourless.load(ordering: .relaxed) }

  private static let isDumb = ["dumb", "", nil].contains(ProcessInfo.processInfo.environment["TERM"])
  /// https://no-color.org
  private static let noColour = ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty == false

  /// The columns of a line.
  package static var width: Int { size.map { Int($0.ws_col) } ?? 80 }

  /// The columns that a text is broken to.
  package static var textWidth: Int { max(20, min(width - 1, Reference.standardWidth)) }

  /// The lines of the window.
  static var height: Int { size.map { Int($0.ws_row) } ?? 24 }

  /// The size of a character in pixels, where the terminal tells it with the window's.
  static var cell: (width: Int, height: Int)? {
    guard let size, size.ws_xpixel >= size.ws_col, size.ws_ypixel >= size.ws_row else { return nil }
    return (Int(size.ws_xpixel / size.ws_col), Int(size.ws_ypixel / size.ws_row))
  }

  private static var size: winsize? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return nil
    }
    return size
  }

  /// A text in the background of attention, where there are colours.
  package static func dim(_ text: TerminalText) -> TerminalText {
    usesColour ? .look([2]) + text + .look([22]) : text
  }

  /// What went wrong, where there are colours.
  static func red(_ text: TerminalText) -> TerminalText {
    usesColour ? .look([31]) + text + .look([39]) : text
  }
}
