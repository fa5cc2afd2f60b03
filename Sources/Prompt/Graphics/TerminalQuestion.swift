import Foundation

/// Asks the terminal what it can, when the first chart is drawn: the prompt's start does not wait for it.
enum TerminalQuestion {
  /// A terminal that has not answered by then cannot, in milliseconds.
  private static let patience = 200

  /// What the terminal says within 200 ms; nothing where it cannot be asked.
  ///
  /// What is typed meanwhile is kept for the keyboard (``TypedAhead``).
  static func ask() -> TerminalAbilities {
    var answers = TerminalAnswers()
    guard let term = askable else { return answers.abilities }
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return answers.abilities }
    var raw = settings
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &raw)
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &settings) }

    let multiplexer: TerminalAnswers.Multiplexer? =
      term.hasPrefix("tmux") ? .tmux : term.hasPrefix("screen") ? .screen : nil
    StandardStream.output.write(TerminalAnswers.question(through: multiplexer))
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(patience)
    while !answers.areComplete, clock.now < end {
      let left = Int32(clamping: (end - clock.now) / .milliseconds(1)) + 1
      var file = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&file, 1, left) > 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 1024)
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      if count == 0 { break }
      if count > 0 { TypedAhead.add(answers.take(Array(bytes[..<count]))) }
    }
    TypedAhead.add(answers.release())
    // An answer from far away may still be on its way.
    if !answers.areComplete { TypedAhead.expectAnswers(until: clock.now + .seconds(5)) }
    // Whatever a terminal that knows none of this has shown of the question.
    StandardStream.output.write(.control("\r\u{1B}[K"))
    return answers.abilities
  }

  /// The terminal's name, where somebody sits at it who types to this program.
  private static var askable: String? {
    guard isatty(STDIN_FILENO) == 1, Terminal.canRedraw, tcgetpgrp(STDIN_FILENO) == getpgrp() else {
      return nil
    }
    let environment = ProcessInfo.processInfo.environment
    // The Linux console has neither graphics nor a background to ask for, and shows such questions as text.
    guard let term = environment["TERM"], term != "linux" else { return nil }
    return environment["TMUX"] == nil ? term : "tmux"
  }
}

/// What was typed while something else read the terminal. The keyboard reads it first.
enum TypedAhead {
  private nonisolated(unsafe) static var bytes: [UInt8] = []
  /// Takes out answers that come late: nobody has typed them.
  private nonisolated(unsafe) static var late: (answers: TerminalAnswers, end: ContinuousClock.Instant)?

  static var isEmpty: Bool { bytes.isEmpty }

  static func add(_ typed: [UInt8]) { bytes += typed }

  static func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  static func expectAnswers(until end: ContinuousClock.Instant) { late = (TerminalAnswers(), end) }

  /// Bytes that have just been read, without answers.
  static func typed(_ read: [UInt8]) -> [UInt8] {
    guard let (expected, end) = late else { return read }
    var answers = expected
    var typed = answers.take(read)
    // The Escape key alone is no beginning of an answer, which comes as a whole.
    if answers.areComplete || ContinuousClock().now > end || read == [0x1B] {
      typed += answers.release()
    }
    late = answers.areComplete || ContinuousClock().now > end ? nil : (answers, end)
    return typed
  }
}
