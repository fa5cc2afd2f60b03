import Core
import Foundation

/// The read-evaluate-print loop: reads a cell, runs it, and again, until the input ends.
struct REPL<Interpreter: CellInterpreter> {
  static var banner: String { "Convbook — type help for help, Ctrl-D to leave" }

  let reader: any CellReader
  var interpreter: Interpreter
  private var number = 1
  private var status: Int32 = 0
  /// Cells that run before the next one is read.
  private var waiting: ArraySlice<String> = []
  /// What the next cell starts from.
  private var prefill = ""

  init(reader: any CellReader, interpreter: Interpreter) {
    self.reader = reader
    self.interpreter = interpreter
  }

  /// Runs the session to its end.
  ///
  /// At a terminal nothing but Ctrl-D, `exit` or a signal ends it. Input from a file or pipe is read on after a cell
  /// that failed, as if it were typed, and ends where it is interrupted.
  ///
  /// - Returns: The exit status: 0; 1 when a cell that was not typed failed or what the session leaves behind could not
  ///   be written; 130 when such input was
  ///   interrupted; 128 and the signal's number when a signal ended the session.
  mutating func run() -> Int32 {
    Interrupts.install()
    if reader.isInteractive {
      StandardStream.output.writeLine(TerminalText(Self.banner))
      if let greeting = interpreter.greeting { StandardStream.output.writeLine(TerminalText(greeting)) }
    }
    while Interrupts.termination == nil, step() {}
    if let signal = Interrupts.termination { status = 128 + signal }
    reader.close()
    let isWritten = interpreter.finish(isWanted: Interrupts.termination == nil)
    return isWritten || status != 0 ? status : 1
  }

  /// Reads a cell and runs it; false where none can follow.
  private mutating func step() -> Bool {
    let prompt = CellRequest.numbered(number)
    if let cell = waiting.popFirst() {
      let lines = cell.replacing("\n", with: "\n" + CellRequest.continuation(of: prompt))
      StandardStream.output.writeLine("\(prompt)\(lines)")
      return run(cell)
    }
    if !prefill.isEmpty { interpreter.noteDraft(prefill) }
    let request = CellRequest(
      prompt: prompt, prefill: prefill, failure: interpreter.failure, isIncomplete: interpreter.isIncomplete,
      noteDraft: interpreter.noteDraft)
    let input = reader.readCell(request)
    prefill = ""
    switch input {
    case .endOfFile: return false
    case .interrupted:
      interpreter.noteDraft("")
      if !reader.isInteractive { status = 130 }
      return reader.isInteractive
    case .key: return true
    case .cell(let text):
      let cell = PastedText.withoutPrompts(text)
      return cell.allSatisfy(\.isWhitespace) || run(cell)
    }
  }

  private mutating func run(_ cell: String) -> Bool {
    let outcome = interpreter.run(cell, number: number)
    switch outcome {
    case .done, .failed, .interrupted: number += 1
    case .command(let next): prefill = next
    case .replay(let cells, let draft): (waiting, prefill) = (cells[...], draft)
    case .leave: return false
    }
    if outcome == .interrupted { (waiting, prefill) = ([], "") }
    if reader.isInteractive {
      Interrupts.clear()
    } else if outcome == .interrupted {
      status = 130
      return false
    } else if outcome == .failed {
      status = 1
    }
    return true
  }
}
