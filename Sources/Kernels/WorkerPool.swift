import Foundation
import Synchronization

/// A few threads that stay alive between the many short parallel loops of a training step.
///
/// Threads only choose who does which piece of the work; what a piece computes, and the order in which results
/// are added up, depends on the shapes alone. So results are the same bytes for any number of threads.
/// One loop runs at a time; a pool belongs to one caller.
public final class WorkerPool: @unchecked Sendable {
  /// The number of threads that work, the caller's included.
  public let count: Int

  private typealias Body = (_ piece: Int, _ worker: Int) -> Void
  private var body: Body?
  private var pieces = 0
  private let next = Atomic<Int>(0)
  private let loop = Atomic<Int>(0)
  private let working = Atomic<Int>(0)
  private let sleeping = NSCondition()
  private let sleepers = Atomic<Int>(0)
  private let isClosed = Atomic<Bool>(false)

  /// - Parameter count: how many threads work; at least 1.
  public init(count: Int) {
    self.count = max(1, count)
    for worker in 1..<max(2, self.count) where self.count > 1 {
      let thread = Thread { [shared = Unmanaged.passUnretained(self)] in
        withDenormalsFlushed { shared._withUnsafeGuaranteedRef { $0.serve(worker) } }
        shared.release()
      }
      _ = Unmanaged.passRetained(self)
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  /// Ends the threads. The pool cannot be used afterwards.
  public func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  /// Calls `body(piece, worker)` for each piece in 0..<pieces, on all threads, and returns when all are done.
  /// `worker` is 0..<count and at no time used by two threads: an index into per-worker scratch memory.
  public func forEach(_ pieces: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    if count == 1 || pieces <= 1 {
      withDenormalsFlushed { for piece in 0..<pieces { body(piece, 0) } }
      return
    }
    withoutActuallyEscaping(body) { body in
      self.body = body
      self.pieces = pieces
      next.store(0, ordering: .relaxed)
      working.store(count - 1, ordering: .relaxed)
      loop.add(1, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
      withDenormalsFlushed { work(0) }
      var spins = 0
      while working.load(ordering: .acquiring) > 0 {
        spins += 1
        if spins > spinLimit { sched_yield() }
      }
      self.body = nil
    }
  }

  private func work(_ worker: Int) {
    guard let body else { return }
    while true {
      let piece = next.add(1, ordering: .relaxed).oldValue
      if piece >= pieces { return }
      body(piece, worker)
    }
  }

  private func serve(_ worker: Int) {
    var seen = 0
    while true {
      // Steps follow each other within microseconds: look for a while before sleeping.
      var spins = 0
      while loop.load(ordering: .acquiring) == seen, !isClosed.load(ordering: .relaxed) {
        spins += 1
        if spins > spinLimit { sleep(until: seen) }
      }
      if isClosed.load(ordering: .relaxed) { return }
      seen += 1
      work(worker)
      working.subtract(1, ordering: .releasing)
    }
  }

  private func sleep(until seen: Int) {
    sleeping.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while loop.load(ordering: .sequentiallyConsistent) == seen,
      !isClosed.load(ordering: .sequentiallyConsistent)
    {
      sleeping.wait()
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    sleeping.unlock()
  }

  private func wake() {
    sleeping.lock()
    sleeping.broadcast()
    sleeping.unlock()
  }
}

/// Some ten microseconds of looking.
private let spinLimit = 20_000
