import Charts
import Core
import Foundation

/// Draws charts in the terminal: the picture itself where the terminal says that it can show one, else a drawing in
/// text.
final class ChartPainter {
  enum Mode: String, CaseIterable {
    case on, blocks, off

    var summary: String {
      switch self {
      case .on: "charts are drawn, as pictures where the terminal can show them"
      case .blocks: "charts are drawn in text"
      case .off: "charts are only written to files"
      }
    }
  }

  var mode = Mode.on
  /// Asked when the first chart is drawn.
  private lazy var abilities = TerminalQuestion.ask()
  private let environment = ProcessInfo.processInfo.environment

  /// Whether the background is dark, as the terminal says or else the environment; nil where neither does.
  private var isDark: Bool? { abilities.isDark ?? TerminalAbilities.isDark(environment) }

  /// Changes the mode, where one is given. - Returns: what it is now, and what can be chosen.
  func set(_ mode: Mode?) -> String {
    self.mode = mode ?? self.mode
    return ":drawings \(self.mode.rawValue): " + self.mode.summary
      + (mode == nil ? "\nchoose on, blocks or off" : "")
  }

  /// Whether a drawing may stand here at all: not for screen readers, nor where its characters do not exist.
  static var canDraw: Bool { Terminal.canRedraw && hasUnicode(ProcessInfo.processInfo.environment) }

  /// Whether the user's locale has the characters of drawings. The plain ones, C and POSIX, say nothing of the terminal.
  static func hasUnicode(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
    guard let locale = names.first(where: { !$0.isEmpty })?.lowercased() else { return true }
    return locale == "c" || locale == "posix" || locale.replacing("-", with: "").contains("utf8")
  }

  /// What is written to the terminal, whole lines; nil where nothing is to be drawn.
  func drawing(of chart: any Chart) -> TerminalText? {
    guard mode != .off, Self.canDraw else { return nil }
    let abilities = abilities
    let depth = Terminal.usesColour ? ColourDepth(environment: environment) : .plain
    if mode == .on, Terminal.usesColour, let picture = picture(of: chart, abilities) { return picture + "\n" }
    let look = TerminalLook(
      columns: Terminal.width, rows: Terminal.height, colours: depth, isDark: isDark ?? true)
    return chart.drawing(in: look).lines(depth).map { $0 + "\n" }.joined()
  }

  /// Nil where the terminal shows none, or a library for it is missing.
  private func picture(of chart: any Chart, _ abilities: TerminalAbilities) -> TerminalText? {
    guard let graphics = abilities.graphics else { return nil }
    let cell = Terminal.cell ?? abilities.cell ?? (width: 8, height: 16)
    let columns = min(Terminal.width, 100)
    let window = (width: columns * cell.width, height: max(8, Terminal.height - 4) * cell.height)
    guard
      let picture = try? ChartPicture(
        of: chart, window: window, lineHeight: cell.height, isDark: isDark ?? false)
    else { return nil }
    switch graphics {
    case .sixel: return picture.sixel().map { .picture("", $0, "") }
    case .kitty:
      let shown = min(columns, (picture.width + cell.width - 1) / cell.width)
      return (try? picture.png()).map { Kitty.sequence(png: $0, columns: shown) }
    }
  }
}

/// Kitty's graphics protocol: https://sw.kovidgoyal.net/kitty/graphics-protocol/
enum Kitty {
  /// A picture is sent in pieces of so many characters.
  private static let chunk = 4096

  /// Shows a PNG file in so many columns, and answers nothing.
  static func sequence(png: [UInt8], columns: Int) -> TerminalText {
    let text = Array(Data(png).base64EncodedString().utf8)
    return stride(from: 0, to: text.count, by: chunk).map { start in
      let end = min(start + chunk, text.count)
      let control = (start == 0 ? "a=T,f=100,q=2,c=\(columns)," : "") + "m=\(end < text.count ? 1 : 0)"
      return .picture("\u{1B}_G", Array("\(control);".utf8) + text[start..<end], "\u{1B}\\")
    }.joined()
  }
}

extension ColourDepth {
  /// What the terminal says of its colours in the environment: `COLORTERM`, which those of 24 bits set, or its name.
  init(environment: [String: String]) {
    let term = environment["TERM", default: ""].lowercased()
    if ["truecolor", "24bit"].contains(environment["COLORTERM", default: ""].lowercased())
      || term.hasSuffix("-direct") || Self.fullColourTerminals.contains(where: term.contains)
    {
      self = .full
    } else {
      self = term.contains("256color") ? .palette : .plain
    }
  }

  /// Parts of the names of terminals that have shown 24 bits from their beginning.
  private static let fullColourTerminals = ["kitty", "alacritty", "wezterm", "ghostty", "foot", "contour"]
}
