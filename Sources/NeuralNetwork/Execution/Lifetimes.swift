/// From when to when the values of a plan and their gradients are wanted, and which of them can lie in the same place one after the
/// other.
///
/// Time runs through the steps and, where there is a way back, from the last step to the first: step s comes at s and again at
/// 2n - s, the loss between them at n.
struct Lifetimes {
  /// A place for lanes of an image group; of those that lie there one after the other, `count` is the greatest.
  struct Place {
    var count: Int
    let isKept: Bool
    /// Whether it must not grow, for groups lie in it without a gap.
    fileprivate let isDense: Bool
    fileprivate var end: Int
  }

  private(set) var places: [Place] = []
  /// The places of the values, and of their gradients where these are wanted.
  private(set) var ofValue: [Int]
  private(set) var ofGradient: [Int?]

  private let plan: Plan
  private var n: Int { plan.steps.count }

  private struct Life {
    var begin: Int
    var end: Int
    static let forever = Int.max
  }

  init(_ plan: Plan) {
    self.plan = plan
    ofValue = Array(repeating: 0, count: plan.values.count)
    ofGradient = Array(repeating: nil, count: plan.values.count)
    let keepsAll = plan.keepsAll
    var lives = plan.values.map { _ in Life(begin: -1, end: keepsAll ? Life.forever : -1) }
    for (number, step) in plan.steps.enumerated() where !step.passesThrough {
      lives[step.output].begin = number
      extend(&lives[step.output], to: number)
      for input in step.inputs { extend(&lives[input], to: number) }
      guard plan.purpose == .training, plan.values[step.output].wantsGradient else { continue }
      let readsActivated = step.activation != .linear && !step.operation.appliesActivationGradient
      if step.operation.backwardReadsOutput || readsActivated || step.penalty != nil {
        extend(&lives[step.output], to: 2 * n - number)
      }
      for input in step.inputs {
        if step.operation.backwardReadsInput { extend(&lives[input], to: 2 * n - number) }
        if case .perBatch = step.operation.weightGradient { lives[input].end = Life.forever }
      }
    }
    if let last = plan.steps.last { lives[last.output].end = Life.forever }
    // A host lives as long as all that lies in it.
    for value in lives.indices where plan.values[value].host != nil {
      let host = plan.host(of: value)
      lives[host].begin = min(lives[host].begin, lives[value].begin)
      extend(&lives[host], to: lives[value].end)
    }
    placeValues(lives)
    if !plan.purpose.isForwardOnly { placeGradients(keepsAll: keepsAll) }
  }

  private func extend(_ life: inout Life, to end: Int) { life.end = max(life.end, end) }

  private mutating func placeValues(_ lives: [Life]) {
    ofValue[0] = place(lives[0], of: 0, isKept: plan.isKept(0), inPlaceOf: nil)
    var isPlaced = [Bool](repeating: false, count: lives.count)
    for step in plan.steps where !step.passesThrough {
      let value = plan.host(of: step.output)
      if isPlaced[value] { continue }
      isPlaced[value] = true
      let isKept = plan.isKept(value)
      // The first input that ends here makes room for what comes of it.
      let source =
        step.operation.worksInPlace
        ? step.inputs.first { input in
          plan.values[input].host == nil && lives[input].end == lives[value].begin && fits(input, value)
            && plan.isKept(input) == isKept
        } : nil
      ofValue[value] = place(lives[value], of: value, isKept: isKept, inPlaceOf: source.map { ofValue[$0] })
    }
    for value in lives.indices { ofValue[value] = ofValue[plan.host(of: value)] }
  }

  private mutating func placeGradients(keepsAll: Bool) {
    let isKept = !plan.stops.isEmpty
    func life(_ value: Int, producer: Int?) -> Life {
      let users = plan.values[value].users
      let isOutput = value == plan.steps.last?.output
      return Life(
        begin: isOutput ? n : 2 * n - (users.last ?? n),
        end: keepsAll ? Life.forever : producer.map { 2 * n - $0 } ?? Life.forever)
    }
    // Of what others lie in, the first of them.
    var producers = plan.values.map(\.producer)
    for (value, producer) in producers.enumerated() where plan.values[value].host != nil {
      let host = plan.host(of: value)
      producers[host] = [producers[host], producer].compactMap(\.self).min()
    }
    func add(_ value: Int, inPlaceOf source: Int?) {
      guard plan.values[value].wantsGradient, ofGradient[value] == nil else { return }
      let host = plan.host(of: value)
      if host != value {
        ofGradient[value] = ofGradient[host]
        return
      }
      ofGradient[value] = place(
        life(value, producer: producers[value]), of: value, isKept: isKept, inPlaceOf: source)
    }
    if let last = plan.steps.last { add(last.output, inPlaceOf: nil) }
    for step in plan.steps.reversed() where !step.passesThrough {
      // The output's gradient ends here; where it can become an input's, it does.
      var source = step.operation.gradientWorksInPlace && !keepsAll ? ofGradient[step.output] : nil
      for (input, use) in zip(step.inputs, step.gradients) where use == .sets {
        let fits = fits(input, step.output)
        add(input, inPlaceOf: fits ? source : nil)
        if fits { source = nil }
      }
    }
  }

  /// Whether one can lie where the other did.
  private func fits(_ value: Int, _ other: Int) -> Bool {
    plan.values[value].count == plan.values[other].count
      && plan.values[value].isDense == plan.values[other].isDense
  }

  /// A place that is free by then: the smallest that suffices, or else the largest, which grows.
  private mutating func place(_ life: Life, of value: Int, isKept: Bool, inPlaceOf source: Int?) -> Int {
    let (count, isDense) = (plan.values[value].count, plan.values[value].isDense)
    var found = source
    if found == nil {
      let free = places.indices.filter {
        places[$0].isKept == isKept && places[$0].isDense == isDense && places[$0].end < life.begin
          && (!isDense || places[$0].count == count)
      }
      found =
        free.filter { places[$0].count >= count }.min { places[$0].count < places[$1].count }
        ?? free.max { places[$0].count < places[$1].count }
    }
    guard let found else {
      places.append(Place(count: count, isKept: isKept, isDense: isDense, end: life.end))
      return places.count - 1
    }
    places[found].count = max(places[found].count, count)
    places[found].end = life.end
    return found
  }
}
