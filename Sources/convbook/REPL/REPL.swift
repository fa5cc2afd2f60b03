import Foundation

/// The read-evaluate-print loop: reads a cell, runs it, and again, until the input ends.
struct REPL<Interpreter: CellInterpreter> {
  static var banner: String { "Convbook — type help for help, Ctrl-D to leave" }

  let reader: any CellReader
  var interpreter: Interpreter

  /// Runs the session to its end.
  ///
  /// At a terminal nothing but Ctrl-D or a signal ends it. Input from a file or pipe is read on after a cell
  /// that failed, as if it were typed, and ends where it is interrupted.
  ///
  /// - Returns: The exit status: 0; 1 when a cell that was not typed failed; 130 when such input was
  ///   interrupted; 128 and the signal's number when a signal ended the session.
  mutating func run() -> Int32 {
    Interrupts.install()
    if reader.isInteractive { print(Self.banner) }
    var status = readCells()
    if let signal = Interrupts.termination { status = 128 + signal }
    reader.close()
    interpreter.finish()
    return status
  }

  private mutating func readCells() -> Int32 {
    var status: Int32 = 0
    var number = 1
    while Interrupts.termination == nil {
      let request = CellRequest(
        prompt: CellRequest.numbered(number), isIncomplete: interpreter.isIncomplete)
      switch reader.readCell(request) {
      case .endOfFile: return status
      case .interrupted where reader.isInteractive: continue
      case .interrupted: return 130
      case .key: continue
      case .cell(let text) where text.allSatisfy(\.isWhitespace): continue
      case .cell(let text):
        let outcome = interpreter.run(text, number: number)
        fflush(nil)
        number += 1
        if reader.isInteractive {
          Interrupts.clear()
        } else if outcome == .interrupted {
          return 130
        } else if outcome == .failed {
          status = 1
        }
      }
    }
    return status
  }
}
