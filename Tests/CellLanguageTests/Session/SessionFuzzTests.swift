import Core
import TestSupport
import Testing

@testable import CellLanguage

/// Cells of random words of the language, which only calculate: they end, and their errors stand within their text.
@Suite struct SessionFuzzTests {
  private static let lines = [
    "for i in x", "for j in range 3", "end", "define f x", "define g a b=2", "x = [1, 2, 3]", "y = x[0] / 3",
    "i = images [[0, 1], [1, 0]]", "f x", "s = append x i", "undo", "print x y", "mean = 2", "help f",
    "m.mean",
  ]
  private static let words = [
    "x", "y", "i", "f", "g", "mean", "log", "sum", "range", "append", "images", "argsort", "argmax", "round",
    "clip",
    "len", "print", "not", "and", "or", "true", "false", "1", "0", "-2", "0.5", "1e300", "3x3", "\"a\"", "+",
    "-", "*", "/",
    "%", "**", "==", "!=", "<", ">=", "=", "(", ")", "[", "]", "[0]", "[1:]", "[-1]", ",", ":", ".max",
    ".shape", "in",
  ]

  @Test func randomCellsEnd() {
    var random = RandomSequence(seed: 11, stream: 4)
    func pick(_ words: [String]) -> String { words[Int(random.integer(below: UInt32(words.count)))] }
    let trial = Trial()
    for _ in tries(4000) {
      let cell = (0..<1 + random.integer(below: 6)).map { _ in
        random.integer(below: 2) == 0
          ? pick(Self.lines)
          : (0..<1 + random.integer(below: 7)).map { _ in pick(Self.words) }
            .joined(separator: random.integer(below: 2) == 0 ? " " : "")
      }.joined(separator: "\n")
      _ = Session.isIncomplete(cell)
      do throws(Diagnostic) { try trial.session.run(cell, for: trial) } catch {
        #expect(0 <= error.range.start && error.range.start <= error.range.end, "\(cell)")
        #expect(error.range.end <= cell.utf8.count, "\(cell)")
        #expect(error.rendered(source: cell, cell: 1).contains("^"), "\(cell)")
      }
      _ = trial.session.completion(of: cell, at: cell.utf8.count)
    }
  }
}
