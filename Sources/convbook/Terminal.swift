import Foundation

/// What standard output is connected to.
enum Terminal {
  static let isPresent = isatty(STDOUT_FILENO) == 1

  static let usesColour: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return isPresent && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }()

  /// The columns of a line.
  static var width: Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// A text in the background of attention, where there are colours.
  static func dim(_ text: String) -> String { usesColour ? "\u{1B}[2m\(text)\u{1B}[22m" : text }
}
