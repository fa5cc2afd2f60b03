import Foundation
import Notebooks

/// The walk through a lesson: shows what leads to a stop, hears what the learner wants, and goes on.
final class LessonWalk {
  private let session: LessonSession
  private let reader: any CellReader
  private let view: LessonView
  private var lesson: Lesson { session.lesson }
  /// Whether the present stop has been shown.
  private var isShown = false
  /// What the learner made of the present cell; nil for what was last run there.
  private var draft: String?
  /// What the learner writes instead of the cell, which Ctrl-C has put aside.
  private var aside: String?
  private var status: Int32 = 0
  private var isOver = false

  init(_ session: LessonSession, reader: any CellReader, view: LessonView) {
    self.session = session
    self.reader = reader
    self.view = view
    let draft = session.record.draft
    if draft?.kind == .ownCell { aside = draft?.text } else { self.draft = draft?.text }
  }

  /// Goes on until the learner leaves or the input ends.
  /// - Returns: The exit status, as the prompt's: 1 where a cell of a file or pipe failed or the transcript could not be
  ///   written, 130 where it was interrupted.
  func run() -> Int32 {
    while !isOver, Interrupts.termination == nil {
      if !isShown { showStop() }
      isShown = true
      switch stop.kind {
      case .question: ask()
      case .cell, .end: readCell()
      }
    }
    if let signal = Interrupts.termination { status = 128 + signal }
    reader.close()
    if !session.finish(), status == 0 { status = 1 }
    view.leave(session)
    return status
  }

  private var stop: Lesson.Stop { lesson.stops[session.record.position] }
  private var cell: NotebookFile.Cell? { lesson.cell(at: session.record.position) }

  /// The present cell as the learner has it: as it is being changed, as it was last run here, or the lesson's own.
  private var present: String? {
    cell.map { draft ?? session.record.source(at: session.record.position) ?? $0.source }
  }

  private func showStop() {
    view.show(session.record.position, score: session.score, value: session.session.printed(computedAs:))
  }

  private func move(to position: Int) {
    session.move(to: position)
    (isShown, draft, aside) = (false, nil, nil)
  }

  /// The next stop.
  private var next: Int { min(session.record.position + 1, lesson.stops.count - 1) }

  private func goOn() { move(to: next) }

  /// What was just done has brought the session to the next stop.
  private func arrive() { (isShown, draft, aside) = (false, nil, nil) }

  // MARK: - Reading

  private func ask() {
    var request = view.answerRequest(stop)
    request.prefill = draft ?? ""
    request.noteDraft = { [session] in session.noteDraft($0, as: .answer) }
    switch reader.readCell(request) {
    case .cell(let text) where isNoAnswer(text): obey(text)
    case .cell(let text):
      let verdict = session.verdict(on: text)
      if let verdict { view.write(verdict.text) }
      // Another try, or none: an empty answer goes on.
      if verdict?.isRight == false { return }
      session.answer(text, goingTo: next)
      arrive()
    case let other: handle(other)
    }
  }

  private func readCell() {
    var request = view.cellRequest(
      session.nextNumber, stop, prefill: aside ?? present ?? "", failure: session.failure)
    let kind: SessionRecord.Entry.Kind = aside == nil && cell != nil ? .cell : .ownCell
    request.noteDraft = { [session] in session.noteDraft($0, as: kind) }
    switch reader.readCell(request) {
    case .cell(let text) where text.allSatisfy(\.isWhitespace):
      // From a file or pipe an empty line is the Enter key on the cell as it stands.
      if let present, !reader.isInteractive { runCell(present) } else { aside = nil }
    case .cell(let text): obey(text)
    case let other: handle(other)
    }
  }

  /// Whether a learner who is asked a question says something else: a command, a call for help.
  private func isNoAnswer(_ text: String) -> Bool {
    LessonCommand(in: text) != nil || text.hasPrefix("?") || text.hasPrefix("help ")
  }

  /// What is neither a cell nor a command.
  private func handle(_ input: CellInput) {
    switch input {
    case .cell: break
    case .key(let name, let text):
      if let cell, text != cell.source, !text.isEmpty { draft = text }
      obey(name)
    case .interrupted where reader.isInteractive:
      aside = ""
      if case .question = stop.kind { draft = nil }
      session.noteDraft("", as: .ownCell)
    case .interrupted: (status, isOver) = (130, true)
    case .endOfFile: isOver = true
    }
  }

  private func obey(_ text: String) {
    let command = LessonCommand(in: text)
    if command != nil { aside = nil }
    switch command?.word {
    case .run: runToNextHeading()
    case .skip:
      guard cell != nil else { return goOn() }
      session.skip(goingTo: next)
      arrive()
    case .back:
      if let before = lesson.cellStop(before: session.record.position) {
        move(to: before)
      } else {
        isShown = false
      }
    case .again: isShown = false
    case .answer: view.showAnswers(upTo: session.record.position)
    case .original: (draft, aside) = (cell?.source, nil)
    case .goto: go(to: command?.number)
    case .contents: view.showContents(at: session.record.position)
    case .quit: isOver = true
    case .help: view.write(LessonCommand.page)
    case nil: obey(SessionCommand(text), text)
    }
  }

  /// To a cell by its number.
  private func go(to number: Int?) {
    let numbers = 1...max(1, lesson.cellNumber(at: lesson.stops.count - 1))
    guard let number, let stop = lesson.stop(ofCell: number) else {
      return view.write(
        ":goto takes the number of a cell, \(numbers.lowerBound) to \(numbers.upperBound): :goto 3")
    }
    move(to: stop)
  }

  /// What is said to the prompt and not to the lesson, or a cell.
  private func obey(_ command: SessionCommand?, _ text: String) {
    switch command {
    case .help(let topic):
      view.write(session.help(on: topic))
      aside = nil
    case .leave: isOver = true
    case .save:
      view.write("What you do is kept as you go, in \(session.transcript ?? "the transcript")")
    case .edit: edit()
    case .drawings(let mode):
      view.write(session.painter.set(mode))
      aside = nil
    case .restore, .forget, .unknown, .ofShell:
      view.write("\(text) is nothing that a lesson knows; :help lists what it does")
    case nil: if let cell, cell.isMeant(by: text) { runCell(text) } else { runOwn(text) }
    }
  }

  private func edit() {
    guard let present else { return view.write("there is no cell here to edit") }
    KeyboardEcho.on()
    switch Outside.edit(present) {
    case .success(let text):
      (draft, aside) = (text, nil)
      session.noteDraft(text, as: .cell)
    case .failure(let failure): view.write(failure.description)
    }
  }

  // MARK: - Running

  /// - Returns: whether the lesson can go on.
  @discardableResult
  private func runCell(_ source: String) -> Bool {
    // At a terminal the line editor has shown it.
    if !reader.isInteractive { view.echo(source, session.nextNumber) }
    let isRight = session.run(source, as: .cell, goingTo: next)
    finishRun(failed: !isRight)
    if isRight { arrive() } else { (draft, aside) = (source, nil) }
    return isRight && !isOver
  }

  private func runOwn(_ source: String) {
    if !reader.isInteractive { view.echo(source, session.nextNumber) }
    finishRun(failed: !session.run(source, as: .ownCell))
    aside = nil
    if let draft { session.noteDraft(draft, as: .cell) }
  }

  private func finishRun(failed: Bool) {
    if reader.isInteractive {
      Interrupts.clear()
    } else if Interrupts.isRequested {
      (status, isOver) = (130, true)
    } else if failed {
      status = 1
    }
  }

  private func runToNextHeading() {
    guard cell != nil else { return goOn() }
    while let source = present {
      if !isShown { showStop() }
      isShown = true
      if reader.isInteractive { view.echo(source, session.nextNumber) }
      guard runCell(source), !stop.beginsSection else { return }
    }
  }
}

extension NotebookFile.Cell {
  /// Whether a typed text stands for this cell: it gives a value to one of the same names or, where the cell names
  /// none, begins with the same word.
  func isMeant(by text: String) -> Bool {
    let names = Self.names(in: source)
    if text == source { return true }
    return names.isEmpty
      ? Self.firstWord(of: source) == Self.firstWord(of: text) : !names.isDisjoint(with: Self.names(in: text))
  }

  /// Also of a cell that has an error further on.
  private static func names(in source: String) -> Set<Substring> {
    Set(source.split(separator: "\n").compactMap { $0.firstMatch(of: /^\s*(\w+)\s*=/)?.1 })
  }

  private static func firstWord(of source: String) -> Substring {
    source.drop { $0.isWhitespace }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
