import Core

extension Examples {
  /// Which examples are held out for validation.
  public enum HeldOut: Sendable, Equatable {
    /// The last ones, as Keras's `validation_split` takes them (before any shuffling).
    case last
    case first
    /// A random choice, as scikit-learn's `train_test_split` makes it; both parts come shuffled.
    case random(seed: UInt64)
  }

  /// Holds out `fraction` of the examples for validation. With N examples, floor(N * (1 - fraction)) of them
  /// stay for training, as in Keras.
  /// - Parameter stratified: whether both parts have each class in the same proportion, as scikit-learn's `stratify`;
  ///   the last, first or random ones are then held out class by class.
  /// - Throws: ``DatasetError`` where the fraction is not between 0 and 1 or leaves one part empty, or, stratified, where
  ///   a class has only one example or a part has fewer than there are classes.
  public func split(fraction: Double, holdingOut: HeldOut = .last, stratified: Bool = false) throws -> (
    train: Examples, valid: Examples
  ) {
    guard fraction > 0, fraction < 1 else {
      throw DatasetError(
        "the fraction to hold out must be between 0 and 1 (0.2 holds out a fifth), not \(fraction)")
    }
    let kept = Int(clamping: (Double(count) * (1 - fraction)).rounded(.down))
    let heldOut = count - kept
    guard kept > 0, heldOut > 0 else {
      throw DatasetError(
        "holding out \(fraction) of \(count) examples leaves \(kept) for training and \(heldOut) for "
          + "validation; each needs at least one")
    }
    var order = (0..<count).map(Int32.init)
    if case .random(let seed) = holdingOut {
      var random = RandomSequence(seed: seed, stream: RandomStream.split)
      order = random.permutation(count)
    }
    if stratified {
      guard labels.areKnown else { throw DatasetError.unlabelled(to: "split them by class") }
      var left = try strata(kept: kept)
      if holdingOut == .first { order.reverse() }
      var parts: (train: [Int32], valid: [Int32]) = ([], [])
      for i in order {
        let label = Int(labels.classes[Int(i)])
        if left[label] > 0 { parts.train.append(i) } else { parts.valid.append(i) }
        left[label] -= 1
      }
      if holdingOut == .first { parts = (parts.train.reversed(), parts.valid.reversed()) }
      return (choosing(parts.train), choosing(parts.valid))
    }
    if holdingOut == .first {
      return (choosing(Array(order[heldOut...])), choosing(Array(order[..<heldOut])))
    }
    return (choosing(Array(order[..<kept])), choosing(Array(order[kept...])))
  }

  /// How many examples of each class stay where `kept` of all do: in proportion, rounded down, and one more for those
  /// that lost most by that (of several alike, the first). scikit-learn chooses among these at random.
  private func strata(kept: Int) throws -> [Int] {
    let counts = labels.countsByClass
    let classes = counts.count { $0 > 0 }
    if let lonely = counts.firstIndex(of: 1) {
      throw DatasetError(
        "the class \(labels.classNames[lonely]) has only 1 image; a stratified split needs at least 2 of each"
      )
    }
    guard kept >= classes, count - kept >= classes else {
      throw DatasetError(
        "a stratified split into \(kept) and \(count - kept) images has no room for \(classes) classes in both"
      )
    }
    var shares = counts.map { $0 * kept / count }
    let lost = counts.indices.sorted {
      (counts[$1] * kept % count, $0) < (counts[$0] * kept % count, $1)
    }
    for label in lost.prefix(kept - shares.reduce(0, +)) { shares[label] += 1 }
    return shares
  }
}
