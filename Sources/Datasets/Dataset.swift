import Core
import Foundation

/// A named set of examples in up to three splits, each of which is also a member of the set: `digits.train`.
@dynamicMemberLookup
public struct Dataset: Sendable {
  public let name: String
  public let splits: Splits<Examples>
  /// Where the examples came from, the same on every machine: "IDX files", "drawn with seed 7".
  public let origin: String
  /// The folder or file that was read, nil for a built-in set. It differs from machine to machine, so it
  /// belongs on the terminal and not in a transcript.
  public let location: String?
  /// What was taken for what where the files did not say it, and what was passed over: a sentence each.
  public internal(set) var notes: [String]

  public init(
    name: String, _ splits: Splits<Examples>, origin: String, location: String? = nil, notes: [String] = []
  ) {
    self.name = name
    self.splits = splits
    self.origin = origin
    self.location = location
    self.notes = notes
  }

  /// The examples of a split, `train`, `valid` or `test`; nil where there is none.
  public subscript(dynamicMember split: KeyPath<Splits<Examples>, Examples?>) -> Examples? {
    splits[keyPath: split]
  }

  /// The set with `change` applied to each of its splits.
  public func map(_ change: (Examples) throws -> Examples) rethrows -> Dataset {
    Dataset(name: name, try splits.map(change), origin: origin, location: location, notes: notes)
  }

  /// The set, of classes that Keras would number in another order; the same where `order` is nil.
  func orderedByKeras(_ order: [String]?) -> Dataset {
    order == nil ? self : map { $0.orderedByKeras(order) }
  }

  /// The set under another name.
  public func renamed(_ name: String) -> Dataset {
    Dataset(name: name, splits, origin: origin, location: location, notes: notes)
  }

  /// The set with only the first images of its splits, as many as `counts` says; all where it says nothing.
  /// - Throws: ``DatasetError`` where a number is not positive or more than there are.
  func limited(to counts: Splits<Int>) throws -> Dataset {
    let limited = try Splits { try limit($0, to: counts[$0]) }
    var hints: [String] = []
    for (split, part) in limited.named {
      guard let whole = splits[split], part.count < whole.count,
        let hint = whole.labels.hint(onPart: part.labels, "the first \(part.count) of \(split)")
      else { continue }
      hints.append(hint + "; for some of each, load all of them, shuffle, and take stop=\(part.count)")
    }
    return Dataset(name: name, limited, origin: origin, location: location, notes: notes + hints)
  }

  private func limit(_ split: SplitName, to count: Int?) throws -> Examples? {
    guard let count else { return splits[split] }
    guard let examples = splits[split] else { throw DatasetError.noSplit(split, asked: count, of: name) }
    func refusal(_ reason: String) -> DatasetError {
      DatasetError("\(split)=\(count): \(reason)", subject: split.rawValue)
    }
    guard count > 0 else { throw refusal("ask for at least 1 image") }
    guard count <= examples.count else {
      throw refusal("\(name) has only \(examples.count) images in its \(split) split")
    }
    return examples.prefix(count)
  }

  // MARK: - Telling what was read

  /// Classes up to this number have their counts listed one by one.
  private static let listedClasses = 10

  /// What was read, a line at a time: the set and its origin, what was taken for what, then shape, type, values and class counts of
  /// each split. The lines are the same on every machine.
  public var description: [String] {
    ["\(name): \(origin)"] + notes
      + splits.named.flatMap { split, examples in
        let label = split.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0)
        let values = examples.images.values
        return [
          "\(label)  images \(Self.describe(examples.images, values))  labels \(Self.shape(of: examples.labels))",
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
