import Core
import Foundation

/// A line on the terminal that is drawn anew in its place while something goes on:
/// `━━━━━━━──── 235/469 - 12 s left - loss: 0.0862`.
///
/// Where nothing may be drawn anew it becomes a line of its own every ten seconds; on anything but a terminal there
/// is none.
package struct ProgressLine {
  private let isQuiet: Bool
  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant?
  private var startFraction = 0.0
  private var lastDrawing: ContinuousClock.Instant?
  private var isDrawn = false

  /// What is done within this time needs no bar.
  private static let patience = Duration.milliseconds(200)

  package init(isQuiet: Bool = false) { self.isQuiet = isQuiet || !Terminal.isPresent }

  /// - Parameters:
  ///   - fraction: how much is done, from 0 to 1.
  ///   - parts: what stands beside the bar, the most important first; the time left comes second. They are made only
  ///     when they are drawn, at most some ten times a second, and get the seconds since the work began.
  package mutating func draw(_ fraction: Double, _ parts: (_ elapsed: Double) -> [String]) {
    guard !isQuiet else { return }
    let now = clock.now
    guard let start else {
      (self.start, startFraction) = (now, fraction)
      return
    }
    let pause: Duration = Terminal.canRedraw ? .milliseconds(100) : .seconds(10)
    guard now - (lastDrawing ?? start) >= (lastDrawing == nil ? max(Self.patience, pause / 2) : pause) else {
      return
    }
    lastDrawing = now
    let elapsed = (now - start) / .seconds(1)
    var parts = parts(elapsed)
    if let left = Self.timeLeft(elapsed: elapsed, from: startFraction, to: fraction) {
      parts.insert(left, at: min(1, parts.count))
    }
    if Terminal.canRedraw {
      // The cursor waits at the line's start. In a window that becomes narrower it then stays at the first of the rows
      // into which some terminals break the line, and all of them are cleared. A line that comes as the window does is
      // cut off (DECAWM).
      let line = TerminalText(Self.line(fraction, parts.map(\.printableLine), width: Terminal.width - 1))
      StandardStream.output.write(
        .control("\u{1B}[J\u{1B}[?7l") + Terminal.dim(line) + .control("\r\u{1B}[?7h"))
      isDrawn = true
    } else {
      StandardStream.output.writeLine(TerminalText(parts.joined(separator: " - ")))
    }
  }

  /// Makes room for other output. The work goes on.
  package mutating func clear() {
    if isDrawn { StandardStream.output.write(.control("\r\u{1B}[J")) }
    isDrawn = false
  }

  /// The work is over.
  package mutating func end() {
    clear()
    (start, lastDrawing) = (nil, nil)
  }

  /// A bar of 8 to 20 columns and as many of the parts as find room beside it.
  static func line(_ fraction: Double, _ parts: [String], width: Int) -> String {
    var parts = parts
    var text = parts.joined(separator: " - ")
    while parts.count > 1, text.count + 9 > width {
      parts.removeLast()
      text = parts.joined(separator: " - ")
    }
    let columns = min(20, width - text.count - 1)
    guard columns >= 8 else { return String(text.prefix(max(0, width))) }
    let filled = fraction > 0 ? Int(clamping: min(fraction, 1) * Double(columns)) : 0
    return String(repeating: "━", count: filled) + String(repeating: "─", count: columns - filled) + " "
      + text
  }

  /// `12 s left`, `3 min left`: if it goes on as it went. Nil where nothing is known yet.
  static func timeLeft(elapsed: Double, from start: Double, to fraction: Double) -> String? {
    let speed = (fraction - start) / elapsed
    guard speed.isFinite, speed > 0 else { return nil }
    let seconds = max(0, (1 - fraction) / speed)
    return switch seconds {
    case ..<99.5: String(format: "%.0f s left", seconds)
    case ..<5970: String(format: "%.0f min left", seconds / 60)
    default: String(format: "%.0f h left", seconds / 3600)
    }
  }
}
