import Kernels

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
  /// - Throws: ``DatasetError`` where the fraction is not between 0 and 1 or leaves one part empty.
  public func split(fraction: Double, holdingOut: HeldOut = .last) throws -> (
    train: Examples, valid: Examples
  ) {
    guard fraction > 0, fraction < 1 else {
      throw DatasetError(
        "the fraction to hold out must be between 0 and 1 (0.2 holds out a fifth), not \(fraction)")
    }
    let kept = Int((Double(count) * (1 - fraction)).rounded(.down))
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
    if holdingOut == .first {
      return (choosing(Array(order[heldOut...])), choosing(Array(order[..<heldOut])))
    }
    return (choosing(Array(order[..<kept])), choosing(Array(order[kept...])))
  }
}
