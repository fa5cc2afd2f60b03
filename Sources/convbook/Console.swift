import CellLanguage
import Foundation
import Notebooks

/// Shows on the terminal what cells give out: their text with times beside it, where charts go, and progress in
/// place. On anything but a terminal there is no colour and no progress.
final class Console {
  private let outputFolder: String
  private let isQuiet: Bool
  private let isTerminal: Bool
  private let usesColour: Bool
  private let width: Int
  private var hasProgress = false
  private var lastProgress = ContinuousClock.now

  init(outputFolder: String, isQuiet: Bool = false) {
    self.outputFolder = outputFolder
    self.isQuiet = isQuiet
    isTerminal = isatty(STDOUT_FILENO) == 1
    let environment = ProcessInfo.processInfo.environment
    usesColour = isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    var size = winsize()
    width = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  func show(_ event: Replay.Event) {
    switch event {
    case .cellBegan(let cell, _): echo(cell.source, number: cell.number)
    case .inCell(let event): show(event)
    }
  }

  func show(_ event: CellRunner.Event) {
    switch event {
    case .output(.text(let text, let aside)):
      clearProgress()
      guard !isQuiet else { return }
      print(text + (isTerminal ? aside.map { "  " + dim($0) } ?? "" : ""))
      fflush(nil)
    case .output(.progress(let progress)):
      if let progress { draw(progress) } else { clearProgress() }
    case .output(.chart): break
    case .chart(let fileName, let title):
      note("\(title): \(outputFolder)/\(fileName)")
    case .failure(let text):
      clearProgress()
      fflush(nil)
      FileHandle.standardError.write(Data((text + "\n").utf8))
    }
  }

  /// A line about the work, not of it: where a file went. It is kept out of output that goes to a file or pipe.
  func note(_ text: String) {
    clearProgress()
    guard !isQuiet else { return }
    if isTerminal { print(dim(text)) } else { FileHandle.standardError.write(Data((text + "\n").utf8)) }
    fflush(nil)
  }

  /// A cell of a notebook, as if it were typed at the prompt.
  private func echo(_ source: String, number: Int) {
    guard !isQuiet else { return }
    let prompt = "In [\(number)]: "
    let continuation = String(repeating: " ", count: max(0, prompt.count - 5)) + "...: "
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      print(dim(index == 0 ? (number > 1 ? "\n" : "") + prompt : continuation) + line)
    }
    fflush(nil)
  }

  // MARK: - Progress

  /// `Epoch 3/10  [======>    ] 235/469 - loss: ...`, redrawn at most some twenty times a second.
  private func draw(_ progress: Output.Progress) {
    guard usesColour, !isQuiet else { return }
    let now = ContinuousClock.now
    if hasProgress, now - lastProgress < .milliseconds(50) { return }
    lastProgress = now
    let cells = 20
    let filled = progress.total > 0 ? progress.done * cells / progress.total : 0
    let bar = String(repeating: "━", count: filled) + String(repeating: "─", count: cells - filled)
    let line = "\(bar) \(progress.done)/\(progress.total) - \(progress.detail)"
    write("\r\u{1B}[K" + dim(String(line.prefix(max(10, width - 1)))))
    hasProgress = true
  }

  private func clearProgress() {
    if hasProgress { write("\r\u{1B}[K") }
    hasProgress = false
  }

  private func write(_ text: String) {
    print(text, terminator: "")
    fflush(nil)
  }

  private func dim(_ text: String) -> String { usesColour ? "\u{1B}[2m\(text)\u{1B}[22m" : text }
}
