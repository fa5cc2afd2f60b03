/// The loops in which images are read, drawn, changed and written on several threads.
///
/// What a piece gives depends on its number alone, so that results are the same bytes for any number of threads.
extension WorkerPool {
  /// The threads of whoever does the work at hand; nil where that is one thread.
  @TaskLocal private static var current: WorkerPool?

  /// Does `body`, whose loops all run on the threads of this pool.
  public func serving<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // `withValue` forgets of which type an error is.
    let result = WorkerPool.$current.withValue(self) { () -> Swift.Result<Result, Failure> in
      do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Calls `body` with each number in 0..<count, `piece` numbers after each other on one thread, and returns when all are
  /// done. Calls must not depend on each other.
  public static func forEach(_ count: Int, piece: Int = 1, _ body: @Sendable (Int) -> Void) {
    guard let current else {
      withDenormalsFlushed { for k in 0..<count { body(k) } }
      return
    }
    current.forEach((count + piece - 1) / piece) { p, _ in
      for k in p * piece..<min((p + 1) * piece, count) { body(k) }
    }
  }
}
