/// The shortest way to turn one list of lines into another.
///
/// Source: Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1, 1986. Memory grows with the
/// square of the number of changes D; where more than ``mostChanges`` are needed, everything between the first
/// and the last difference is replaced.
struct LineEdits {
  /// A step, with the numbers (from 0) of the old and the new line that come next before it.
  enum Edit {
    case keep(Int, Int)
    case remove(Int, Int)
    case insert(Int, Int)

    var position: (old: Int, new: Int) {
      switch self {
      case .keep(let i, let j), .remove(let i, let j), .insert(let i, let j): (i, j)
      }
    }
  }

  static let mostChanges = 1000

  private(set) var edits: [Edit] = []

  init<Line: Hashable>(from old: [Line], to new: [Line]) {
    // Numbers are compared quicker than lines.
    var numbers: [Line: Int] = [:]
    func number(_ line: Line) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let a = old.map(number)
    let b = new.map(number)

    let shorter = min(a.count, b.count)
    let head = (0..<shorter).first { a[$0] != b[$0] } ?? shorter
    let tail = (0..<shorter - head).first { a[a.count - 1 - $0] != b[b.count - 1 - $0] } ?? shorter - head
    edits = (0..<head).map { .keep($0, $0) }
    edits += Self.middle(Array(a[head..<a.count - tail]), Array(b[head..<b.count - tail]), from: head)
    edits += (0..<tail).map { .keep(a.count - tail + $0, b.count - tail + $0) }
  }

  private static func middle(_ a: [Int], _ b: [Int], from start: Int) -> [Edit] {
    guard let reached = furthest(a, b) else {
      return a.indices.map { .remove(start + $0, start) }
        + b.indices.map { .insert(start + a.count, start + $0) }
    }
    // Back from the end: before its run of equal lines, each round made one change.
    var edits: [Edit] = []
    var (x, y) = (a.count, b.count)
    for d in stride(from: reached.count, to: 0, by: -1) {
      let before = reached[d - 1]
      let k = x - y
      let inserts = goesDown(k, d) { before[$0 + d - 1] }
      let fromX = before[(inserts ? k + 1 : k - 1) + d - 1]
      let fromY = fromX - (inserts ? k + 1 : k - 1)
      while x > (inserts ? fromX : fromX + 1) {
        (x, y) = (x - 1, y - 1)
        edits.append(.keep(start + x, start + y))
      }
      (x, y) = (fromX, fromY)
      edits.append(inserts ? .insert(start + x, start + y) : .remove(start + x, start + y))
    }
    while x > 0 {
      (x, y) = (x - 1, y - 1)
      edits.append(.keep(start + x, start + y))
    }
    return edits.reversed()
  }

  /// For d = 0, 1, ... changes, short of the number that reaches the end: how many lines of `a` can be used up
  /// on each diagonal k = x - y from -d to d. Nil where too many changes are needed.
  private static func furthest(_ a: [Int], _ b: [Int]) -> [[Int]]? {
    var reached: [[Int]] = []
    let most = min(a.count + b.count, mostChanges)
    var v = [Int](repeating: 0, count: 2 * most + 3)
    let zero = most + 1
    for d in 0...most {
      for k in stride(from: -d, through: d, by: 2) {
        var x = goesDown(k, d) { v[zero + $0] } ? v[zero + k + 1] : v[zero + k - 1] + 1
        while x < a.count, x - k < b.count, a[x] == b[x - k] { x += 1 }
        v[zero + k] = x
        if x >= a.count, x - k >= b.count { return reached }
      }
      reached.append(Array(v[zero - d...zero + d]))
    }
    return nil
  }

  /// Whether diagonal k is best reached, with the d-th change, by an insertion (from k + 1) or by a removal (from k - 1).
  private static func goesDown(_ k: Int, _ d: Int, _ reached: (Int) -> Int) -> Bool {
    k == -d || (k != d && reached(k - 1) < reached(k + 1))
  }
}
