import CellLanguage
import Core
import Foundation
import Notebooks

/// Shows on the terminal what cells give out: their text with times beside it, where charts go, and progress in
/// place. On anything but a terminal there is no colour and no progress.
package final class Console {
  private let outputFolder: String
  private let isQuiet: Bool
  /// Draws charts; nil where only their files are named.
  private let painter: ChartPainter?
  private var progressLine: ProgressLine
  /// What is done again without a word, for the line of its progress.
  private var mutedWork: String?

  /// - Parameter outputFolder: where files go, as it is shown.
  package convenience init(outputFolder: String, isQuiet: Bool = false) {
    self.init(outputFolder: outputFolder, isQuiet: isQuiet, painter: nil)
  }

  init(outputFolder: String, isQuiet: Bool = false, painter: ChartPainter?) {
    self.outputFolder = outputFolder
    self.isQuiet = isQuiet
    self.painter = painter
    progressLine = ProgressLine(isQuiet: isQuiet)
  }

  package func show(_ event: Replay.Event) {
    switch event {
    case .cellBegan(let cell, _): echo(cell.source, number: cell.number, isApart: cell.number > 1)
    case .inCell(let event): show(event)
    }
  }

  /// Shows nothing of the cells that follow but how far they are.
  func mute(_ work: String) { mutedWork = work }

  func unmute() {
    mutedWork = nil
    progressLine.end()
  }

  func show(_ event: CellRunner.Event) {
    // The line of the epoch itself follows at once.
    if case .output(.progress(let progress?)) = event, progress.stage == .epochEnded { return }
    if let mutedWork {
      guard case .output(.progress(let progress)) = event else { return }
      guard let progress else { return progressLine.end() }
      return progressLine.draw(progress.fraction) { [mutedWork] + Self.parts(progress, elapsed: $0) }
    }
    switch event {
    case .output(.value(let value)): write(value.printed, aside: nil)
    case .output(.said(let text, let aside)): write(text, aside: aside)
    case .output(.expectation(let expectation)): write(expectation.text, aside: nil)
    case .output(.progress(let progress)):
      if let progress { draw(progress) } else { progressLine.end() }
    case .output(.chart): break
    case .chart(let chart, let fileName, let title):
      progressLine.clear()
      if !isQuiet, let drawing = painter?.drawing(of: chart) { StandardStream.output.write(drawing) }
      note("\(title): \(outputFolder)/\(fileName)")
      // What the picture shows, for who has it read out.
      if Terminal.isPlain { write(chart.figure.description, aside: nil) }
    case .file(let fileName, let title):
      note("\(title): \(outputFolder)/\(fileName)")
    case .failure(let text):
      progressLine.end()
      StandardStream.error.writeLine(Self.coloured(failure: text))
    }
  }

  private func write(_ text: String, aside: String?) {
    progressLine.clear()
    guard !isQuiet else { return }
    guard Terminal.isPresent, let aside else { return StandardStream.output.writeLine(TerminalText(text)) }
    let (shown, beside) = Self.fitted(text, aside, columns: Terminal.width)
    StandardStream.output.writeLine(
      TerminalText(shown) + (beside.isEmpty ? "" : "  " + Terminal.dim(TerminalText(beside))))
  }

  /// A line of what was measured, and what is said beside it, so that no window breaks a number: the line goes on in the next
  /// between two values, and what has no room beside it is left away, from its end.
  static func fitted(_ text: String, _ aside: String, columns: Int) -> (text: String, aside: String) {
    let separator = " - "
    var rows: [String] = []
    for part in text.split(separator: separator) {
      if let last = rows.last, last.count + separator.count + part.count < columns {
        rows[rows.count - 1] += separator + part
      } else {
        rows.append((rows.isEmpty ? "" : "  - ") + part)
      }
    }
    var parts = aside.split(separator: ", ")
    while !parts.isEmpty, (rows.last ?? "").count + 2 + parts.joined(separator: ", ").count >= columns {
      parts.removeLast()
    }
    return (rows.joined(separator: "\n"), parts.joined(separator: ", "))
  }

  /// The first line, which says what is wrong, in red.
  private static func coloured(failure text: String) -> TerminalText {
    guard Terminal.showsErrors, let end = text.firstIndex(of: "\n") else { return TerminalText(text) }
    return Terminal.red(TerminalText(text[..<end])) + TerminalText(text[end...])
  }

  /// A line about the work, not of it: where a file went. It is kept out of output that goes to a file or pipe.
  package func note(_ text: String) {
    progressLine.clear()
    guard !isQuiet else { return }
    if Terminal.isPresent {
      StandardStream.output.writeLine(Terminal.dim(TerminalText(text)))
    } else {
      StandardStream.error.writeLine(TerminalText(text))
    }
  }

  /// How long a cell took, where that was long enough to be noticed.
  func tell(time: Duration) {
    guard Terminal.isPresent, mutedWork == nil, time >= .seconds(1) else { return }
    note(String(format: "%.1f s", time / .seconds(1)))
  }

  /// A cell of a notebook, as if it were typed at the prompt.
  func echo(_ source: String, number: Int, isApart: Bool = false) {
    guard !isQuiet else { return }
    if isApart { StandardStream.output.writeLine() }
    let prompt = CellRequest.numbered(number)
    let continuation = CellRequest.continuation(of: prompt)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let before = TerminalText(index == 0 ? prompt : continuation)
      StandardStream.output.writeLine(Terminal.dim(before) + TerminalText(line))
    }
  }

  private func draw(_ progress: Output.Progress) {
    progressLine.draw(progress.fraction) { Self.parts(progress, elapsed: $0) }
  }

  private static func parts(_ progress: Output.Progress, elapsed: Double) -> [String] {
    let label = progress.label.isEmpty ? "" : progress.label + " "
    let speed = progress.images.map { String(format: "%.0f images/s", Double($0) / elapsed) }
    let details =
      progress.stage == .images
      ? ["images measured or prepared"]
      : progress.logs.map { "\($0.key): \(String(format: "%.4f", $0.value))" }
    return ["\(label)\(progress.done)/\(progress.total)"] + details + (speed.map { [$0] } ?? [])
  }
}
