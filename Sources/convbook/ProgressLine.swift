import Foundation

/// A line on the terminal that is drawn anew in its place while something goes on: `━━━━──── 235/469 - loss: ...`.
/// On anything but a terminal there is none.
struct ProgressLine {
  private let isShown: Bool
  private let width: Int
  private var isDrawn = false
  private var lastDrawing = ContinuousClock.now

  init(isQuiet: Bool = false) {
    isShown = Terminal.usesColour && !isQuiet
    width = Terminal.width
  }

  /// - Parameters:
  ///   - fraction: how much is done, from 0 to 1.
  ///   - text: what stands beside the bar, made only when it is drawn: at most some twenty times a second.
  mutating func draw(_ fraction: Double, _ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if isDrawn, now - lastDrawing < .milliseconds(50) { return }
    lastDrawing = now
    let cells = 20
    let filled = Int(min(max(fraction, 0), 1) * Double(cells))
    let bar = String(repeating: "━", count: filled) + String(repeating: "─", count: cells - filled)
    write("\r\u{1B}[K" + Terminal.dim(String("\(bar) \(text())".prefix(max(10, width - 1)))))
    isDrawn = true
  }

  mutating func clear() {
    if isDrawn { write("\r\u{1B}[K") }
    isDrawn = false
  }

  private func write(_ text: String) {
    print(text, terminator: "")
    fflush(nil)
  }
}
