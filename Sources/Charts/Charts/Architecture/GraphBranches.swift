/// The nodes of a graph in the order in which they are drawn: one below the other, and side by side where they are
/// parallel.
struct GraphBranches {
  /// Items one below the other.
  struct Sequence {
    var items: [Item] = []
    /// By source: what its nodes give to others of its nodes that are not the next ones.
    var shortcuts: [Int: [Int]] = [:]
  }

  enum Item {
    case node(Int)
    /// Between a fork and a merge.
    case parallel([Sequence])
  }

  /// For each node those before it that it takes.
  let inputs: [[Int]]
  /// All of the graph.
  private(set) var main = Sequence()
  /// For each node those that stand below it and take it.
  private(set) var next: [[Int]]

  /// So many side by side can be read; what has more is drawn one below the other.
  private static let mostColumns = 6
  /// Forks within forks. More than a few are no picture, and the depth of recursion is to have an end.
  private static let mostForks = 6

  init(_ diagram: GraphDiagram) {
    inputs = diagram.nodes.indices.map(diagram.inputs)
    next = Array(repeating: [], count: inputs.count)
    guard !inputs.isEmpty else { return }
    let skeleton = GraphSkeleton(inputs)
    let sources = inputs.indices.filter { inputs[$0].isEmpty }
    main = Sequence(items: Self.items(from: sources, to: inputs.count, in: skeleton, forks: 0))
    settle()
  }

  /// The items from the entries, which are parallel, to the node before the end, which all paths lead to.
  private static func items(from entries: [Int], to end: Int, in skeleton: GraphSkeleton, forks: Int)
    -> [Item]
  {
    var items: [Item] = []
    var next = entries
    while let first = next.first, next != [end] {
      if next.count == 1 {
        items.append(.node(first))
        next = skeleton.outputs[first]
        continue
      }
      let meeting = next.dropFirst().reduce(first, skeleton.meeting)
      let branches = skeleton.branches(from: next, to: meeting)
      var item: Item?
      if branches.count > 1, forks < mostForks {
        let parallel = Item.parallel(
          branches.map { branch in
            Sequence(
              items: Self.items(
                from: next.filter(branch.contains), to: meeting, in: skeleton, forks: forks + 1))
          })
        if parallel.columns <= mostColumns { item = parallel }
      }
      items += item.map { [$0] } ?? branches.joined().sorted().map { .node($0) }
      next = [meeting]
    }
    return items
  }

  /// Says which edges lead to what stands below and which are shortcuts. A shortcut from one branch into another has no
  /// way between the boxes: what it leads out of, or into, is drawn one below the other.
  private mutating func settle() {
    while true {
      next = Array(repeating: [], count: inputs.count)
      var sequences: [Int] = Array(repeating: 0, count: inputs.count)
      var count = 0
      number(main, &sequences, &count)
      var shortcuts: [Int: [Int]] = [:]
      var crossing: Set<Int> = []
      for (target, sources) in inputs.enumerated() {
        for source in sources where !next[source].contains(target) {
          shortcuts[source, default: []].append(target)
          if sequences[source] != sequences[target] { crossing.formUnion([source, target]) }
        }
      }
      if crossing.isEmpty {
        main = main.with(shortcuts)
        return
      }
      main.items = main.items.flatMap { item in
        let nodes = item.nodes
        guard nodes.count > 1, nodes.contains(where: crossing.contains) else { return [item] }
        return nodes.sorted().map { Item.node($0) }
      }
    }
  }

  private mutating func number(_ sequence: Sequence, _ sequences: inout [Int], _ count: inout Int) {
    let own = count
    count += 1
    for item in sequence.items {
      switch item {
      case .node(let node): sequences[node] = own
      case .parallel(let branches): for branch in branches { number(branch, &sequences, &count) }
      }
    }
    for (upper, lower) in zip(sequence.items, sequence.items.dropFirst()) {
      let sources = Set(upper.lasts)
      for target in lower.firsts {
        for source in inputs[target] where sources.contains(source) { next[source].append(target) }
      }
    }
  }
}

extension GraphBranches.Item {
  /// How many nodes stand side by side.
  var columns: Int {
    switch self {
    case .node: 1
    case .parallel(let branches): branches.reduce(0) { $0 + $1.columns }
    }
  }

  var nodes: [Int] {
    switch self {
    case .node(let node): [node]
    case .parallel(let branches): branches.flatMap { $0.items.flatMap(\.nodes) }
    }
  }

  fileprivate var firsts: [Int] {
    switch self {
    case .node(let node): [node]
    case .parallel(let branches): branches.flatMap { $0.items.first?.firsts ?? [] }
    }
  }

  fileprivate var lasts: [Int] {
    switch self {
    case .node(let node): [node]
    case .parallel(let branches): branches.flatMap { $0.items.last?.lasts ?? [] }
    }
  }

  /// How many rows it takes.
  var rows: Int {
    switch self {
    case .node: 1
    case .parallel(let branches): branches.map { $0.items.reduce(0) { $0 + $1.rows } }.max() ?? 0
    }
  }
}

extension GraphBranches.Sequence {
  var columns: Int { items.map(\.columns).max() ?? 0 }

  fileprivate func with(_ shortcuts: [Int: [Int]]) -> Self {
    var result = self
    for (i, item) in items.enumerated() {
      switch item {
      case .node(let node): result.shortcuts[node] = shortcuts[node]
      case .parallel(let branches): result.items[i] = .parallel(branches.map { $0.with(shortcuts) })
      }
    }
    return result
  }
}

/// The edges of a graph without those that a longer path makes needless: what is left forks and merges only where there
/// are branches.
struct GraphSkeleton {
  /// For each node those that take it; of the last ones the end, which has the number after theirs.
  private(set) var outputs: [[Int]] = []
  /// For each node the next one that all of its paths lead to.
  private var meetings: [Int] = []

  /// - Parameter inputs: for each node those that it takes, all before it.
  init(_ inputs: [[Int]]) {
    let end = inputs.count
    outputs = Array(repeating: [], count: end)
    for (target, sources) in inputs.enumerated() {
      for source in sources { outputs[source].append(target) }
    }
    // From the end, so that what a node reaches is looked for on few edges.
    for node in outputs.indices.reversed() where outputs[node].count > 1 {
      let last = outputs[node].max() ?? end
      var reached: Set<Int> = []
      var rest = outputs[node].flatMap { outputs[$0] }
      while let next = rest.popLast() {
        if next <= last, reached.insert(next).inserted { rest += outputs[next] }
      }
      outputs[node].removeAll(where: reached.contains)
    }
    for node in outputs.indices where outputs[node].isEmpty { outputs[node] = [end] }
    meetings = Array(repeating: end, count: end + 1)
    for node in outputs.indices.reversed() {
      meetings[node] = outputs[node].dropFirst().reduce(outputs[node].first ?? end, meeting)
    }
  }

  /// The first node that all paths from both lead to, or one of them where the other's paths lead to it.
  func meeting(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while a != b { if a < b { a = meetings[a] } else { b = meetings[b] } }
    return a
  }

  /// The nodes from the entries to where they meet, in parts that no edge joins; each in order.
  func branches(from entries: [Int], to meeting: Int) -> [[Int]] {
    // Whoever is reached by two belongs to the part of both: a forest whose roots are the parts.
    var parents: [Int: Int] = [:]
    func root(_ node: Int) -> Int {
      var node = node
      while let parent = parents[node], parent != node { node = parent }
      return node
    }
    var rest: [Int] = []
    for entry in entries where entry != meeting {
      parents[entry] = entry
      rest.append(entry)
    }
    while let node = rest.popLast() {
      for next in outputs[node] where next != meeting {
        if parents[next] == nil {
          parents[next] = root(node)
          rest.append(next)
        } else {
          let (a, b) = (root(node), root(next))
          parents[max(a, b)] = min(a, b)
        }
      }
    }
    let parts = Dictionary(grouping: parents.keys.sorted(), by: root)
    return parts.values.sorted { $0[0] < $1[0] }
  }
}
