import Synchronization

/// Replays that are yet to be done, and what came of those that are.
final class WorkQueue: Sendable {
  struct Item: Sendable {
    let index: Int
    let bytes: [UInt8]?
    let student: String?
    let key: String
  }

  private struct State {
    var waiting: [Item] = []
    var results: [Graded?]
    var done = 0
    var error: (any Error)?
  }

  private let items: [Item]
  private let state: Mutex<State>

  init(_ work: [(bytes: [UInt8]?, student: String?, key: String)]) {
    items = work.enumerated().map { Item(index: $0, bytes: $1.bytes, student: $1.student, key: $1.key) }
    state = Mutex(State(results: work.map { _ in nil }))
  }

  /// Takes what is known already, and lets the rest wait.
  /// - Returns: how many are known.
  func takeKnown(_ result: (String) -> Graded?) -> Int {
    let known = items.map { result($0.key) }
    return state.withLock { state in
      state.results = known
      state.waiting = items.filter { known[$0.index] == nil }.reversed()
      state.done = items.count - state.waiting.count
      return state.done
    }
  }

  /// The next one; nil where none is left or one has failed.
  func next() -> Item? { state.withLock { $0.error == nil ? $0.waiting.popLast() : nil } }

  /// - Returns: how many are done now.
  func finish(_ index: Int, _ result: Graded) -> Int {
    state.withLock {
      $0.results[index] = result
      $0.done += 1
      return $0.done
    }
  }

  func fail(_ error: any Error) { state.withLock { $0.error = $0.error ?? error } }

  var error: (any Error)? { state.withLock { $0.error } }

  /// Of all, in their order.
  var results: [Graded] { state.withLock { $0.results.map { $0 ?? Graded(.missing) } } }
}
