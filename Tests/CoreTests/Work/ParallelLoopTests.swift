import Core
import Foundation
import Testing

/// The loops in which images are made run on the threads of whoever does the work.
@Suite struct ParallelLoopTests {
  @Test func oneThreadIsOneThread() {
    let seen = Seen()
    WorkerPool.forEach(100, piece: 3) { seen.add($0) }
    #expect(seen.numbers == Array(0..<100))
    #expect(seen.threads == 1)
  }

  @Test(arguments: [1, 2, 3, 16, 64]) func everyNumberComesOnce(threads: Int) {
    let pool = WorkerPool(count: threads)
    defer { pool.close() }
    for count in [0, 1, 7, 64, 200] {
      let seen = Seen()
      pool.serving { WorkerPool.forEach(count, piece: 16) { seen.add($0) } }
      #expect(seen.numbers.sorted() == Array(0..<count))
      #expect(seen.threads <= threads)
    }
  }

  /// A face that is drawn when the first sign needs it is drawn in a loop within a loop.
  @Test func aLoopWithinALoopIsDoneByItsCaller() {
    let pool = WorkerPool(count: 3)
    defer { pool.close() }
    let seen = Seen()
    pool.serving {
      WorkerPool.forEach(10) { outer in WorkerPool.forEach(10) { seen.add(10 * outer + $0) } }
    }
    #expect(seen.numbers.sorted() == Array(0..<100))
  }

  @Test func itsErrorGoesThrough() throws {
    let pool = WorkerPool(count: 2)
    defer { pool.close() }
    #expect(throws: Work.Cancelled.self) {
      try pool.serving { () throws(Work.Cancelled) in throw Work.Cancelled() }
    }
  }
}

/// What loops were called with, and on how many threads.
private final class Seen: @unchecked Sendable {
  private let lock = NSLock()
  private(set) var numbers: [Int] = []
  private var ids: Set<UInt> = []
  var threads: Int { ids.count }

  func add(_ number: Int) {
    lock.withLock {
      numbers.append(number)
      ids.insert(UInt(pthread_self()))
    }
  }
}
