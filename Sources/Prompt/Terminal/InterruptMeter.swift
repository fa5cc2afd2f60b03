/// Counts how often a running cell asks whether to stop, so that a replay of it stops after the same batch.
final class InterruptMeter {
  private var asked = 0
  private var replayed: [Int] = []
  private var requested: [Int] = []

  /// A cell begins. - Parameter moments: of an earlier run of it; empty for one that runs for the first time.
  func begin(replaying moments: [Int] = []) {
    (asked, replayed, requested) = (0, moments, [])
  }

  /// The requests so far.
  func count() -> Int {
    asked += 1
    let now = Interrupts.requests
    while requested.count < min(now, 2) { requested.append(asked) }
    return now + replayed.count { $0 <= asked }
  }

  /// When the cell heard of requests: after so many questions. Two are all that matter.
  var moments: [Int] { Array((replayed.filter { $0 <= asked } + requested).sorted().prefix(2)) }
}
