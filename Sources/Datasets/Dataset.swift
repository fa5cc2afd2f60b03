import Core
import Foundation

/// A named set of examples in up to three splits.
public struct Dataset: Sendable {
  public let name: String
  public let train: Examples?
  public let valid: Examples?
  public let test: Examples?
  /// Where the examples came from, the same on every machine: "IDX files", "drawn with seed 7".
  public let origin: String
  /// The folder or file that was read, nil for a built-in set. It differs from machine to machine, so it
  /// belongs on the terminal and not in a transcript.
  public let location: String?
  /// What was taken for what where the files did not say it, and what was passed over: a sentence each.
  public internal(set) var notes: [String]

  public init(
    name: String, train: Examples? = nil, valid: Examples? = nil, test: Examples? = nil, origin: String,
    location: String? = nil, notes: [String] = []
  ) {
    self.name = name
    self.train = train
    self.valid = valid
    self.test = test
    self.origin = origin
    self.location = location
    self.notes = notes
  }

  /// The splits there are, always in the order train, valid, test.
  public var splits: [(name: String, examples: Examples)] {
    [("train", train), ("valid", valid), ("test", test)].compactMap { name, examples in
      examples.map { (name, $0) }
    }
  }

  /// The set with `change` applied to each of its splits.
  public func map(_ change: (Examples) throws -> Examples) rethrows -> Dataset {
    Dataset(
      name: name, train: try train.map(change), valid: try valid.map(change), test: try test.map(change),
      origin: origin, location: location, notes: notes)
  }

  /// The set, of classes that Keras would number in another order; the same where `order` is nil.
  func orderedByKeras(_ order: [String]?) -> Dataset {
    order == nil ? self : map { $0.orderedByKeras(order) }
  }

  /// The set under another name.
  public func renamed(_ name: String) -> Dataset {
    Dataset(
      name: name, train: train, valid: valid, test: test, origin: origin, location: location,
      notes: notes)
  }

  /// The set with only the first `train`, `valid` and `test` images of its splits; nil keeps all.
  /// - Throws: ``DatasetError`` where a number is not positive or more than there are.
  func limited(train trainLimit: Int?, valid validLimit: Int?, test testLimit: Int?) throws -> Dataset {
    let limited = Dataset(
      name: name, train: try limit(train, to: trainLimit, split: "train"),
      valid: try limit(valid, to: validLimit, split: "valid"),
      test: try limit(test, to: testLimit, split: "test"), origin: origin, location: location, notes: notes)
    var hints: [String] = []
    for (split, part) in limited.splits {
      guard let whole = splits.first(where: { $0.name == split })?.examples, part.count < whole.count,
        let hint = whole.labels.hint(onPart: part.labels, "the first \(part.count) of \(split)")
      else { continue }
      hints.append(hint + "; for some of each, load all of them, shuffle, and take stop=\(part.count)")
    }
    return Dataset(
      name: name, train: limited.train, valid: limited.valid, test: limited.test, origin: origin,
      location: location,
      notes: notes + hints)
  }

  private func limit(_ examples: Examples?, to limit: Int?, split: String) throws -> Examples? {
    guard let limit else { return examples }
    guard let examples else {
      throw DatasetError("\(split)=\(limit): \(name) has no \(split) split", subject: split)
    }
    guard limit > 0 else { throw DatasetError("\(split)=\(limit): ask for at least 1 image", subject: split) }
    guard limit <= examples.count else {
      throw DatasetError(
        "\(split)=\(limit): \(name) has only \(examples.count) images in its \(split) split", subject: split)
    }
    return examples.prefix(limit)
  }

  // MARK: - Telling what was read

  /// Classes up to this number have their counts listed one by one.
  private static let listedClasses = 10

  /// What was read, a line at a time: the set and its origin, what was taken for what, then shape, type, values and class counts of
  /// each split. The lines are the same on every machine.
  public var description: [String] {
    ["\(name): \(origin)"] + notes
      + splits.flatMap { split, examples in
        let label = split.padding(toLength: 5, withPad: " ", startingAt: 0)
        let values = examples.imageSet.values
        return [
          "\(label)  images \(Self.describe(examples.imageSet, values))  labels \(Self.shape(of: examples.labels))",
          "       \(Self.describe(examples.labels))",
        ] + (values?.problem.map { ["       \($0): a training that meets them gives NaN"] } ?? [])
      }
  }

  private static func describe(_ images: ImageSet, _ values: ImageValues?) -> String {
    let range = values.map { String(format: " from %g to %g", $0.min, $0.max) } ?? ""
    return "\(images.shapeDescription) \(images.dtype.rawValue)\(range)"
  }

  private static func shape(of labels: Labels) -> String {
    labels.areKnown ? labels.shape.tupleDescription : "none"
  }

  private static func describe(_ labels: Labels) -> String {
    guard labels.areKnown else { return "without labels: to be shown and predicted, not to be learned from" }
    let counts = labels.countsByClass
    let classes = "\(counts.count) classes"
    guard counts.count > listedClasses, let least = counts.min(), let most = counts.max() else {
      return "\(classes) of " + counts.map(String.init).joined(separator: " ") + " images"
    }
    return "\(classes) of \(least) to \(most) images"
  }
}
