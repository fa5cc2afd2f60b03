import Core
import Foundation
import TestSupport
import Testing

struct ParserFuzzTests {
  /// Reads and prints whatever comes of it; the test is that it returns.
  private func survive(_ source: String) {
    do {
      let statements = try lessonParser(source).parse()
      #expect(statements.allSatisfy { $0.range.start <= $0.range.end && $0.range.end <= source.utf8.count })
    } catch {
      let shown = error.rendered(source: source, cell: 1)
      #expect(error.range.start <= error.range.end && error.range.end <= source.utf8.count)
      #expect(shown.contains("^") && !shown.utf8.contains(0x1B))
    }
    _ = lessonParser(source).isIncomplete
  }

  @Test func noBytesCrashTheParser() {
    var random = RandomSequence(seed: 2, stream: 1)
    for _ in tries(10_000) {
      let bytes = (0..<random.integer(below: 60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      survive(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test func noTokensCrashTheParser() {
    let pieces = [
      "fit", "model", "end", "x", "net", "Dense", "1", "-2", ".5", "1e400", "3x3", "0x1",
      "99999999999999999999", "\"a\"",
      "\"", "\\", "=", "+", "-", "*", "/", ".", "(", ")", "[", "]", ",", ":", "%", "**", "==", "!=", "<",
      ">=", "!", "and", "or", "not", "mean", " ", " ", " ", "\n", "\n",
      "\r\n", "\t", "#",
      "é", "“", "\u{1B}[2J", "\u{0}", "epochs=5", "x[3]", "🙂",
    ]
    var random = RandomSequence(seed: 3, stream: 1)
    for _ in tries(10_000) {
      let count = random.integer(below: 30)
      survive((0..<count).map { _ in pieces[Int(random.integer(below: UInt32(pieces.count)))] }.joined())
    }
  }

  /// On a stack of a megabyte, a fraction of what the system gives a thread.
  @Test func noDepthOverflowsTheStack() async {
    let sources = ["(", "[", "-(", "not ", "not (", "mean(", "x[", "-mean(", "x=(fit ", "(fit a=", "[["].map {
      String(repeating: $0, count: 20_000)
    }
    let long = "x" + String(repeating: "+1", count: 199)
    let chains = ["+1", "*x", ".a", "[0]", "[:]", "**x", "**-2", "<x", " and x"].map {
      "x" + String(repeating: $0, count: 20_000)
    }
    let closed = [31, 32, 33].map {
      String(repeating: "-(", count: $0) + "x" + String(repeating: ")", count: $0)
    }
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let thread = Thread {
        for source in sources + chains + closed + [long] {
          let statements = try? lessonParser(source).parse()
          _ = statements.map { $0.map(prefixForm) }
          _ = statements == statements
        }
        done.resume()
      }
      thread.stackSize = 1 << 20
      thread.start()
    }
  }
}
