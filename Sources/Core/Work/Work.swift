/// How long loops say how far they are, and hear that nobody waits for them any more.
///
/// Whoever begins some work watches it with ``watched(by:_:)``. A loop anywhere below goes through its pieces with
/// ``inBlocks(of:_:_:)`` and needs to know nothing else. Unwatched work just runs.
public enum Work {
  /// Why a loop ended before its last piece.
  public struct Cancelled: Error, CustomStringConvertible {
    public init() {}
    public var description: String { "interrupted" }
  }

  /// Hears how many of how many pieces are done; returns false to end the work.
  public typealias Watcher = (_ done: Int, _ total: Int) -> Bool

  /// A watcher is called on the thread that set it, the one on which `report` finds it.
  private struct Watch: @unchecked Sendable { let watcher: Watcher }

  @TaskLocal private static var watch: Watch?

  /// Does `body`, and lets `watcher` hear what loops in it report.
  public static func watched<Result>(by watcher: Watcher, _ body: () throws -> Result) rethrows -> Result {
    try withoutActuallyEscaping(watcher) { try $watch.withValue(Watch(watcher: $0)) { try body() } }
  }

  /// Tells the watcher how much is done. - Throws: ``Cancelled`` where that was enough.
  public static func report(_ done: Int, of total: Int) throws(Cancelled) {
    if let watch, !watch.watcher(done, total) { throw Cancelled() }
  }

  /// Calls `body` with the ranges that 0..<count falls into, each of `size` pieces or what is left, in order; reports
  /// before the first and after each. What loops within it would report goes unheard.
  ///
  /// The threads among which a block is divided wait for each other at its end, so it should be some hundredths of a
  /// second of work. - Throws: ``Cancelled``, and what `body` throws.
  public static func inBlocks(of size: Int, _ count: Int, _ body: (Range<Int>) throws -> Void) throws {
    try report(0, of: count)
    for start in stride(from: 0, to: count, by: size) {
      let end = min(start + size, count)
      try $watch.withValue(nil) { try body(start..<end) }
      try report(end, of: count)
    }
  }
}
