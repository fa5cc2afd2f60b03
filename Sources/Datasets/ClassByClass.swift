extension Labels {
  /// Whether the examples come class by class, as from folders: few changes from one class to another.
  private var comeClassByClass: Bool {
    guard areKnown, count > 1 else { return false }
    let runs = 1 + zip(classes, classes.dropFirst()).count { $0 != $1 }
    let present = Set(classes).count
    return present > 1 && runs <= 2 * present && count >= 2 * runs
  }

  /// What to say where a part of these, cut off as they come, lacks whole classes because they come class by class.
  /// - Parameters:
  ///   - part: the labels of the part.
  ///   - title: what it is: `the last 7`.
  /// - Returns: nil where they come in another order, or the part has every class.
  public func hint(onPart part: Labels, _ title: String) -> String? {
    guard comeClassByClass else { return nil }
    let (all, here) = (Set(classes), Set(part.classes))
    guard here.count < all.count, here.isSubset(of: all) else { return nil }
    let names = here.sorted().map { classNames[Int($0)] }
    let list =
      names.count > 5
      ? "\(names.count) of the \(all.count) classes" : "\(names.joined(separator: ", ")) alone"
    return "the images come class by class: \(title) are of \(list)"
  }

  /// What to say where the examples that `valid` was cut off leave classes that are never learned from.
  public func hint(onValidation valid: Labels, _ title: String) -> String? {
    hint(onPart: valid, title).map {
      $0 + "; to mix them first, shuffle the data, or hold out images by split with take=random"
    }
  }
}
