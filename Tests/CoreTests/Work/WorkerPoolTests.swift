import Core
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct WorkerPoolTests {
  static let threadCounts = [1, 2, 3, 7]

  @Test(arguments: threadCounts)
  func eachPieceRunsOnce(threads: Int) {
    let pool = WorkerPool(count: threads)
    defer { pool.close() }
    for pieces in [0, 1, 2, 3, 16, 1000] {
      let counts = Counters(pieces)
      pool.forEach(pieces) { piece, _ in counts.add(piece) }
      #expect(counts.values == [Int](repeating: 1, count: pieces))
    }
  }

  /// Were two threads ever given the same worker number, additions to its counter would get lost.
  @Test(arguments: threadCounts)
  func manyShortLoopsLoseNothing(threads: Int) {
    let pool = WorkerPool(count: threads)
    defer { pool.close() }
    let counts = Counters(threads)
    for _ in 0..<2000 { pool.forEach(5) { _, worker in counts.add(worker) } }
    #expect(counts.values.reduce(0, +) == 10_000)
  }

  /// No piece here ends before all have begun, so none can be taken over.
  @Test(arguments: threadCounts)
  func everyWorkerBeginsWithItsShare(threads: Int) {
    let pool = WorkerPool(count: threads)
    defer { pool.close() }
    let workers = Counters(threads)
    for _ in 0..<20 {
      let begun = Atomic<Int>(0)
      pool.forEach(threads) { piece, worker in
        begun.add(1, ordering: .sequentiallyConsistent)
        while begun.load(ordering: .sequentiallyConsistent) < threads { sched_yield() }
        if piece == worker { workers.add(piece) }
      }
    }
    #expect(workers.values == [Int](repeating: 20, count: threads))
  }

  @Test func loopSeesWhatTheOneBeforeWrote() {
    let pool = WorkerPool(count: 3)
    defer { pool.close() }
    let sums = Counters(64)
    for _ in 0..<100 { pool.forEach(64) { piece, _ in sums.add(63 - piece) } }
    #expect(sums.values == [Int](repeating: 100, count: 64))
  }

  @Test func threadsThatWentToSleepWakeUp() {
    let pool = WorkerPool(count: 3)
    defer { pool.close() }
    for _ in 0..<3 {
      Thread.sleep(forTimeInterval: 0.02)
      let counts = Counters(30)
      pool.forEach(30) { piece, _ in counts.add(piece) }
      #expect(counts.values == [Int](repeating: 1, count: 30))
    }
  }

  /// The threads hold the pool; it goes when the last of them has ended.
  @Test(arguments: threadCounts)
  func closingEndsTheThreads(threads: Int) {
    weak var pool: WorkerPool?
    do {
      let open = WorkerPool(count: threads)
      pool = open
      open.forEach(10) { _, _ in }
      open.close()
    }
    while pool != nil { Thread.sleep(forTimeInterval: 0.001) }
  }
}

/// Counters without locks, as the engine's own memory is.
private final class Counters: @unchecked Sendable {
  private let counts: UnsafeMutableBufferPointer<Int>

  init(_ count: Int) {
    counts = .allocate(capacity: count)
    counts.initialize(repeating: 0)
  }

  deinit { counts.deallocate() }

  func add(_ index: Int) { counts[index] += 1 }
  var values: [Int] { Array(counts) }
}
