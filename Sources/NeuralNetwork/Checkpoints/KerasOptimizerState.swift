import Core

/// What an optimizer remembers, in Keras's order: the number of steps, the learning rate unless a schedule gives it, then its
/// running values for each trainable weight.
///
/// A `.keras` file carries it, so that a training goes on where it stopped. A `.h5` file written here does not: Keras
/// 3.15 cannot train a model on whose optimizer comes from there.
struct KerasOptimizerState {
  private let model: Model
  private let training: Model.Training
  /// How many values come before the running ones.
  private let head: Int
  /// The running values: of what shape they are, and where they lie in the model's slots.
  private let values: [(shape: Shape, range: Range<Int>)]

  /// - Parameter layout: the order in which the file has the weights.
  /// - Returns: nil where the model is not compiled.
  init?(of model: Model, _ layout: KerasLayout) {
    guard let training = model.training else { return nil }
    self.model = model
    self.training = training
    head = training.optimizer.schedule?.kerasConfig == nil ? 2 : 1
    let weights = layout.tensors(of: model).filter(\.isTrainable).map { ($0.weight, $0.range) }
    let slots = training.optimizer.slotNames.indices
    func value(_ slot: Int, _ tensor: (weight: Weight, range: Range<Int>)) -> (Shape, Range<Int>) {
      let start = slot * model.parameters.count + tensor.range.lowerBound
      return (tensor.weight.shape, start..<start + tensor.range.count)
    }
    // Means of the weights come first.
    let means = training.rules.average == nil ? [] : weights.map { value(slots.count, $0) }
    values =
      means
      + (training.optimizer.keepsSlotsTogether
        ? weights.flatMap { weight in slots.map { value($0, weight) } }
        : slots.flatMap { slot in weights.map { value(slot, $0) } })
  }

  // MARK: - Writing

  /// Writes Keras 3's layout: `optimizer/vars/0`.
  func write(to file: HDF5Writer) throws(ModelError) {
    let group = "optimizer/vars"
    try file.addGroup(group)
    try file.setAttribute("name", of: group, to: type(of: training.optimizer).declaration.name)
    try file.add(Int64(model.steps), at: "\(group)/0")
    if head == 2 { try file.add([model.learningRate], shape: [], at: "\(group)/1") }
    for (number, value) in values.enumerated() {
      try file.add(model.slots[value.range], shape: value.shape, at: "\(group)/\(number + head)")
    }
    if let product = training.optimizer.savedProduct(steps: model.steps) {
      try file.add([product], shape: [], at: "\(group)/\(values.count + head)")
    }
  }

  // MARK: - Reading

  /// Gives the model the state that a file has, if it has one.
  /// - Returns: false where the state is none that this optimizer can have. Keras 2 keeps other values.
  func restore(from root: HDF5Group) -> Bool {
    guard let stored = try? Self.datasets(root) else { return false }
    // What follows from the number of steps is not read.
    let more = training.optimizer.savedProduct(steps: 0) == nil ? 0 : 1
    guard [values.count + head, values.count + head + more].contains(stored.count) else {
      // A model that was saved before it was trained has at most the first ones.
      return stored.count <= head + more
    }
    guard
      zip(values, stored.dropFirst(head)).allSatisfy({ $0.shape == $1.shape }),
      let steps = try? stored[0].integer(), steps < 1 << 48
    else { return false }
    if head == 2 {
      guard stored[1].shape == [], let rate = try? stored[1].floats(), rate[0].isFinite, rate[0] >= 0
      else { return false }
      model.training?.optimizer.learningRate = rate[0]
    }
    var slots = model.slots
    for (value, dataset) in zip(values, stored.dropFirst(head)) {
      guard let floats = try? dataset.floats() else { return false }
      slots.replaceSubrange(value.range, with: floats)
    }
    model.slots = slots
    model.steps = steps
    return true
  }

  private static func datasets(_ root: HDF5Group) throws(ModelError) -> [HDF5Dataset] {
    if root.contains("optimizer") { return try root.group("optimizer").vars() }
    guard root.contains("optimizer_weights") else { return [] }
    let group = try root.group("optimizer_weights")
    return try group.list("weight_names").map { (path) throws(ModelError) in try group.dataset(path) }
  }
}
