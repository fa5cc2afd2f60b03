/// What an optimizer remembers, in Keras's order: the number of steps, the learning rate, then its running values for
/// each trainable weight.
///
/// Whole models carry it, so that a training goes on where it stopped.
struct KerasOptimizerState {
  /// A running value of a weight, and where it lies in the model's slots.
  private struct Entry {
    let name: String
    let shape: Shape
    let range: Range<Int>
  }

  private let model: Model
  private let training: Model.Training
  private let entries: [Entry]

  /// Nil where the model is not compiled.
  init?(of model: Model) {
    guard let training = model.training else { return nil }
    self.model = model
    self.training = training
    let weights = model.nodes.indices.flatMap { index in
      model.tensors(layer: index).filter(\.weight.isTrainable).map {
        (model.nodes[index].name, $0.weight, $0.range)
      }
    }
    // Adam has both its values of a weight side by side; RMSprop has one value of all weights, then the other.
    var entries: [Entry] = []
    var slot = 0
    for names in training.optimizer.slotNames {
      for (layer, weight, range) in weights {
        for (offset, name) in names.enumerated() {
          let start = (slot + offset) * model.parameters.count + range.lowerBound
          entries.append(
            Entry(
              name: "\(model.name)_\(layer)_\(weight.name)_\(name)", shape: weight.shape,
              range: start..<start + range.count))
        }
      }
      slot += names.count
    }
    self.entries = entries
  }

  private var optimizerName: String { type(of: training.optimizer).declaration.name }

  // MARK: - Writing

  /// Keras 3's layout: `optimizer/vars/0`.
  func writeVars(to file: HDF5Writer) throws(ModelError) {
    let group = "optimizer/vars"
    try file.addGroup(group)
    try file.setAttribute("name", of: group, to: optimizerName)
    try write(to: file, paths: (0..<entries.count + 2).map { "\(group)/\($0)" })
  }

  /// Keras 2's layout: `optimizer_weights/adam/iteration`.
  func writeNamed(to file: HDF5Writer) throws(ModelError) {
    let group = "optimizer_weights"
    try file.addGroup(group)
    let names = (["iteration", "learning_rate"] + entries.map(\.name)).map { "\(optimizerName)/\($0)" }
    try file.setAttribute("weight_names", of: group, to: names)
    try write(to: file, paths: names.map { "\(group)/\($0)" })
  }

  private func write(to file: HDF5Writer, paths: [String]) throws(ModelError) {
    try file.add(Int64(model.steps), at: paths[0])
    try file.add([training.optimizer.learningRate], shape: [], at: paths[1])
    for (entry, path) in zip(entries, paths.dropFirst(2)) {
      try file.add(model.slots[entry.range], shape: entry.shape, at: path)
    }
  }

  // MARK: - Reading

  /// Gives the model the state that a file has. Keras 2 has other values in another order, and a model may have been
  /// saved before it was ever trained: then there is nothing to take over, and the result is false.
  func restore(from root: HDF5Group) -> Bool {
    guard let stored = try? Self.datasets(root), stored.count == entries.count + 2,
      zip(entries, stored.dropFirst(2)).allSatisfy({ $0.shape == $1.shape }),
      let steps = try? stored[0].integer(), steps < 1 << 48, stored[1].shape == [],
      let rate = try? stored[1].floats(), rate[0].isFinite, rate[0] >= 0
    else { return false }
    var slots = model.slots
    for (entry, dataset) in zip(entries, stored.dropFirst(2)) {
      guard let values = try? dataset.floats() else { return false }
      slots.replaceSubrange(entry.range, with: values)
    }
    model.slots = slots
    model.steps = steps
    model.training?.optimizer.learningRate = rate[0]
    return true
  }

  private static func datasets(_ root: HDF5Group) throws(ModelError) -> [HDF5Dataset] {
    if root.contains("optimizer") { return try root.group("optimizer").vars() }
    let group = try root.group("optimizer_weights")
    return try group.list("weight_names").map { (path) throws(ModelError) in try group.dataset(path) }
  }
}
