import Foundation

/// Stands in for the session until the two are joined: just enough of a language to try the REPL.
struct EchoInterpreter: CellInterpreter {
  func isIncomplete(_ text: String) -> Bool {
    let lines = text.split(separator: "\n").map { $0.drop(while: \.isWhitespace) }
    return (lines.first?.contains("model") ?? false) && lines.last != "end"
  }

  mutating func run(_ cell: String, number: Int) -> CellOutcome {
    switch cell {
    case "2+3": print(5)
    case "sleep":
      print("sleeping")
      while !Interrupts.isRequested { usleep(1000) }
      print("interrupted")
      return .interrupted
    case "fail":
      print("error")
      return .failed
    case let text where text.hasPrefix("print \""): print(text.dropFirst(7).dropLast())
    default: print(cell)
    }
    return .done
  }

  mutating func finish() {}
}

var repl = REPL(reader: LineEditor() ?? PlainReader(), interpreter: EchoInterpreter())
exit(repl.run())
