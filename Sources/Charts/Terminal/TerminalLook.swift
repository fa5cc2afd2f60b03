/// What a drawing in text is to suit: a terminal's window and its colours.
public struct TerminalLook: Sendable {
  /// The most that a drawing takes, at least 1.
  public let columns: Int
  /// The rows of the window. Plots fit in; what is a list of pictures is cut there.
  public let rows: Int
  public let colours: ColourDepth
  /// Whether letters are bright on a dark ground.
  public let isDark: Bool

  /// On wider windows drawings stay narrower: the eye reads no longer lines.
  private static let mostColumns = 100

  public init(columns: Int, rows: Int, colours: ColourDepth, isDark: Bool = true) {
    self.columns = min(Self.mostColumns, max(1, columns))
    self.rows = min(200, max(10, rows))
    self.colours = colours
    self.isDark = isDark
  }

  /// The rows that a drawing has where it is to be seen at once with the lines around it.
  var room: Int { rows - 4 }

  // MARK: - Colours, those of the theme of SVG charts

  func series(_ number: Int) -> RGB {
    let colour = Theme.palette[number % Theme.palette.count]
    return pick(colour.light, colour.dark)
  }

  func pick(_ light: String, _ dark: String) -> RGB { RGB(hex: isDark ? dark : light) }

  /// The colour of ticks and their labels.
  var faint: RGB { pick("#57606a", "#9da7b3") }
  /// The colour of lines across a plot.
  var grid: RGB { pick("#d8dee4", "#30363d") }
  var right: RGB { pick("#116329", "#56d364") }
  var wrong: RGB { pick("#b3261e", "#ff8f87") }

  func colour(_ mark: ChartImage.Mark) -> RGB? {
    switch mark {
    case .none: nil
    case .right: right
    case .wrong: wrong
    }
  }
}
