import Dispatch
import Synchronization

/// The loop in which images are read, drawn, changed and written on several threads.
///
/// Threads only choose who does which piece; what a piece gives depends on its number alone, so that results are the
/// same bytes for any number of them.
public enum ParallelLoop {
  /// `--threads`; 0 for one on each processor.
  private static let threads = Atomic<Int>(0)

  /// How many threads every loop of this process takes from now on.
  public static func limit(threads count: Int) { threads.store(count, ordering: .relaxed) }

  /// Calls `body` with each number in 0..<count, `piece` numbers after each other on one thread, and returns when all are
  /// done. Calls must not depend on each other.
  static func forEach(_ count: Int, piece: Int = 1, _ body: @Sendable (Int) -> Void) {
    let pieces = (count + piece - 1) / piece
    let limit = threads.load(ordering: .relaxed)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: limit > 0 ? min(limit, pieces) : pieces) { _ in
      // Without a limit, a call for each piece; with one, as many calls as threads, which share the pieces.
      repeat {
        let p = next.add(1, ordering: .relaxed).oldValue
        guard p < pieces else { return }
        for k in p * piece..<min((p + 1) * piece, count) { body(k) }
      } while limit > 0
    }
  }
}
