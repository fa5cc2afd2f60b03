import Core

extension Examples {
  /// How `balanced` makes the classes equal.
  public enum Sampling: String, Choice {
    /// Draws copies for the rarer classes, as imbalanced-learn's RandomOverSampler: all images stay.
    case over
    /// Drops images of the commoner classes, as its RandomUnderSampler: none comes twice.
    case under
  }

  /// As many examples of each class as the commonest has (`over`) or the rarest that there is (`under`). Those that stay
  /// keep their order; the copies follow, class by class.
  /// - Throws: ``DatasetError`` where the images have no labels.
  public func balanced(_ sampling: Sampling, seed: UInt64) throws -> Examples {
    guard labels.areKnown else { throw DatasetError.unlabelled(to: "balance their classes") }
    var places = [[Int32]](repeating: [], count: labels.numberOfClasses)
    for (i, label) in labels.classes.enumerated() { places[Int(label)].append(Int32(i)) }
    let counts = places.map(\.count).filter { $0 > 0 }
    guard let least = counts.min(), let most = counts.max() else { return self }
    func random(_ label: Int) -> RandomSequence {
      RandomSequence(seed: seed, stream: RandomStream.balance | UInt64(label))
    }
    switch sampling {
    case .over:
      var chosen = (0..<count).map(Int32.init)
      for (label, places) in places.enumerated() where !places.isEmpty {
        var random = random(label)
        for _ in places.count..<most {
          chosen.append(places[Int(random.integer(below: UInt32(places.count)))])
        }
      }
      return choosing(chosen)
    case .under:
      let chosen = places.enumerated().flatMap { label, places -> [Int32] in
        var random = random(label)
        return random.permutation(places.count).prefix(least).map { places[Int($0)] }
      }
      return choosing(chosen.sorted())
    }
  }
}
