import Foundation
import Synchronization

/// A few threads that stay alive between the many short parallel loops of a training step.
///
/// Threads only choose who does which piece of the work; what a piece computes, and the order in which results
/// are added up, depends on the shapes alone. So results are the same bytes for any number of threads.
/// One loop runs at a time: one that is begun while another runs is done by its caller alone.
public final class WorkerPool: @unchecked Sendable {
  /// The number of threads that work, the caller's included.
  public let count: Int

  private typealias Body = (_ piece: Int, _ worker: Int) -> Void
  private var body: Body?
  private var pieces = 0
  private let shares: UnsafeMutablePointer<Share>
  private let loop = Atomic<Int>(0)
  private let working = Atomic<Int>(0)
  private let sleeping = NSCondition()
  private let sleepers = Atomic<Int>(0)
  private let isClosed = Atomic<Bool>(false)
  private let isBusy = Atomic<Bool>(false)
  /// Threads begin with the first loop that has work for them.
  private var hasBegun = false
  /// How often a worker looks for the next loop before it sleeps: some tenths of a millisecond, more than lie between
  /// the loops of a training. Not at all where threads take turns on a processor.
  private let spinLimit: Int

  /// The next of the pieces that are a worker's share. Alone in its line of the cache, two for a processor that
  /// reads them in pairs.
  private struct Share: ~Copyable {
    let next = Atomic<Int>(0)
    private let rest = InlineArray<15, Int>(repeating: 0)
  }

  /// - Parameter count: how many threads work; at least 1.
  public init(count: Int) {
    self.count = max(1, count)
    spinLimit = self.count > ProcessInfo.processInfo.activeProcessorCount ? 0 : 200_000
    shares = .allocate(capacity: self.count)
    for worker in 0..<self.count { (shares + worker).initialize(to: Share()) }
  }

  private func begin() {
    hasBegun = true
    for worker in 1..<count {
      let thread = Thread { [shared = Unmanaged.passUnretained(self)] in
        withDenormalsFlushed { shared._withUnsafeGuaranteedRef { $0.serve(worker) } }
        shared.release()
      }
      _ = Unmanaged.passRetained(self)
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  deinit {
    shares.deinitialize(count: count)
    shares.deallocate()
  }

  /// Ends the threads. The pool cannot be used afterwards.
  public func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  /// Calls `body(piece, worker)` for each piece in 0..<pieces, on all threads, and returns when all are done.
  /// `worker` is 0..<count and at no time used by two threads: an index into per-worker scratch memory.
  ///
  /// Every worker begins with its share, the same in each loop of as many pieces, so that it finds in its processor's
  /// cache what it left there; then it helps the others.
  public func forEach(_ pieces: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    guard count > 1, pieces > 1, !isBusy.exchange(true, ordering: .acquiring) else {
      withDenormalsFlushed { for piece in 0..<pieces { body(piece, 0) } }
      return
    }
    defer { isBusy.store(false, ordering: .releasing) }
    if !hasBegun { begin() }
    withoutActuallyEscaping(body) { body in
      self.body = body
      self.pieces = pieces
      for worker in 0..<count {
        shares[worker].next.store(share(of: worker).lowerBound, ordering: .relaxed)
      }
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

  private func share(of worker: Int) -> Range<Int> {
    pieces * worker / count..<pieces * (worker + 1) / count
  }

  private func work(_ worker: Int) {
    guard let body else { return }
    for turn in 0..<count {
      let owner = (worker + turn) % count
      let end = share(of: owner).upperBound
      while true {
        let piece = shares[owner].next.add(1, ordering: .relaxed).oldValue
        if piece >= end { break }
        body(piece, worker)
      }
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
