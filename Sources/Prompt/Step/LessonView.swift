import CellLanguage
import Core
import Foundation
import Notebooks

/// What a lesson shows on the terminal.
final class LessonView {
  private let console: Console
  private let lesson: Lesson
  private let isInteractive: Bool

  init(_ lesson: Lesson, console: Console, isInteractive: Bool) {
    self.lesson = lesson
    self.console = console
    self.isInteractive = isInteractive
  }

  func write(_ text: String) { StandardStream.output.writeLine(TerminalText(text)) }

  func echo(_ source: String, _ number: Int) { console.echo(source, number: number) }

  // MARK: - Stops

  /// The prose that leads to a stop, and a line that says where that is.
  /// - Parameters:
  ///   - score: the points so far.
  ///   - value: of a name that the prose shows in a role `eval`, https://myst-nb.readthedocs.io/en/latest/render/inline.html
  func show(_ index: Int, score: String? = nil, value: (String) -> String? = { _ in nil }) {
    let stop = lesson.stops[index]
    let page = ProseRenderer.Page.terminal
    let prose = ProseRenderer(page: page).lines(
      stop.prose.replacing(#/\{eval\}`([^`\n]+)`/#) { match in value(String(match.1)) ?? String(match.0) })
    if !prose.isEmpty { StandardStream.output.writeLine("\n" + prose.joined(separator: "\n")) }
    if case .question = stop.kind {
      StandardStream.output.writeLine()
    } else {
      let place = place(index) + (score.map { " · \($0)" } ?? "")
      StandardStream.output.writeLine("\n" + rule(place, page))
    }
  }

  private func rule(_ place: String, _ page: ProseRenderer.Page) -> TerminalText {
    if page.isSpoken { return TerminalText(place) }
    let line = StyledText("── \(place) ").cut(page.width)[0]
    let rest = String(repeating: "─", count: max(0, page.width - line.width))
    return (line + StyledText(rest)).adding(.dim).encoded(usesColour: page.usesColour)
  }

  /// `cell 5 of 23 · The data`
  private func place(_ index: Int) -> String {
    let stop = lesson.stops[index]
    let name =
      switch stop.kind {
      case .cell: "cell \(lesson.cellNumber(at: index)) of \(cellCount)"
      case .question:
        "question before cell \(min(lesson.cellNumber(at: index) + 1, cellCount)) of \(cellCount)"
      case .end: "end of the lesson"
      }
    return name + (stop.section.isEmpty ? "" : " · \(stop.section)")
  }

  private var cellCount: Int { lesson.cellNumber(at: lesson.stops.count - 1) }

  /// What can be done at a stop, for who sees it; a pipe knows what it wants.
  private func hints(_ stop: Lesson.Stop) -> String? {
    guard isInteractive else { return nil }
    let width = Terminal.width - 1
    return switch stop.kind {
    case .question:
      LessonCommand.hints(["your answer, then Enter", "Enter alone: no answer", ":help"], width: width)
    case .cell:
      LessonCommand.hints(
        ["Enter runs it", "F1 explains a word", ":skip", ":back", ":run", ":quit", ":help"], width: width)
    case .end:
      LessonCommand.hints([":quit", ":back", ":answer", ":contents", "or any cell", ":help"], width: width)
    }
  }

  func cellRequest(
    _ number: Int, _ stop: Lesson.Stop, prefill: String, failure: FailedCell?
  ) -> CellRequest {
    CellRequest(
      prompt: CellRequest.numbered(number), prefill: prefill, failure: failure, leavesUntouched: true,
      status: hints(stop),
      commands: LessonCommand.words,
      isIncomplete: { SessionCommand($0) == nil && Session.isIncomplete($0) }, help: { LessonCommand.page },
      isForHistory: { LessonCommand(in: $0) == nil })
  }

  func answerRequest(_ stop: Lesson.Stop) -> CellRequest {
    CellRequest(
      prompt: "Your answer: ", status: hints(stop), commands: nil, help: { LessonCommand.page },
      isForHistory: { _ in false })
  }

  // MARK: - Coming and going

  /// - Parameters:
  ///   - change: how the lesson differs from what it was at the last visit.
  ///   - damaged: how many lines of what was noted then cannot be read.
  func welcome(_ session: LessonSession, isBack: Bool, change: LessonChange?, damaged: Int) {
    guard isInteractive else { return }
    guard isBack else {
      return console.note(
        "\(cellCount) cells. Enter runs the one that is shown, :help lists what else there is.")
    }
    var text = "Welcome back."
    if damaged > 0 {
      text +=
        " \(damaged) line\(damaged == 1 ? "" : "s") of what was noted cannot be read; the rest is as it was."
    }
    if let change { text += " " + note(change, before: session.record.position) }
    let count = session.record.entries.count(where: \.isRun)
    if count > 0 {
      text +=
        count == 1
        ? " The cell that you ran is done again" : " The \(count) cells that you ran are done again"
      text += change == nil ? "." : " as they were then."
    }
    if session.record.draft != nil { text += " What was not finished is there as it was." }
    text += " You go on at \(place(session.record.position)); --restart would begin anew."
    console.note(Reference.wrapped(text, width: Terminal.textWidth))
  }

  private func note(_ change: LessonChange, before position: Int) -> String {
    let text = "The lesson's file has changed since you left, first at \(place(change.first))."
    return change.first < position ? text + " :back leads there." : text
  }

  func leave(_ session: LessonSession) {
    let position = session.record.position
    if let transcript = session.transcript { console.note(transcript) }
    if isInteractive, position < lesson.stops.count - 1 {
      let text =
        "You are at \(place(position))" + (session.isKept ? "; the same command goes on there." : ".")
      console.note(Reference.wrapped(text, width: Terminal.textWidth))
    }
  }

  // MARK: - On request

  /// The folded answers that were last passed.
  func showAnswers(upTo position: Int) {
    var renderer = ProseRenderer(page: .terminal)
    renderer.opensDetails = true
    for stop in lesson.stops[...position].reversed() {
      let lines = renderer.details(stop.prose)
      if !lines.isEmpty {
        return StandardStream.output.writeLine("\n" + lines.joined(separator: "\n") + "\n")
      }
    }
    write("This lesson has shown no answers yet.")
  }

  func showContents(at position: Int) {
    var lines: [String] = []
    for (index, stop) in lesson.stops.enumerated() where stop.beginsSection {
      let next = lesson.stops[(index + 1)...].firstIndex(where: \.beginsSection) ?? lesson.stops.count
      let mark = (index..<next).contains(position) ? "▶ " : "  "
      let cells = lesson.cellNumber(at: next - 1) - (index > 0 ? lesson.cellNumber(at: index - 1) : 0)
      lines.append("\(mark)\(stop.section) (\(cells) cell\(cells == 1 ? "" : "s"))")
    }
    write(lines.joined(separator: "\n"))
  }
}
