import Datasets
import NeuralNetwork

/// What the verbs that change images or labels have in common: they take a data set, labelled images or an array, give
/// back the same kind of thing, and say in a line what they did.
extension Value {
  /// Whether arithmetic with a number makes sense: there are images or an array.
  var hasImages: Bool {
    switch self {
    case .array, .examples, .example, .dataset: true
    default: false
    }
  }

  /// The same value with `change` done to its images.
  func mapImages(_ change: (Tensor) throws -> Tensor) throws -> Value {
    switch self {
    case .array(let array): return .array(try change(array))
    case .dataset, .examples, .example:
      return try mapExamples { try $0.replacingImages(change($0.images)) }
    default: throw CellError("\(kindName) has no images")
    }
  }

  /// The same value with `change` done to its labelled images.
  func mapExamples(_ change: (Examples) throws -> Examples) throws -> Value {
    switch self {
    case .examples(let examples, let name): return .examples(try change(examples), name: name)
    case .example(let examples, let name): return .example(try change(examples), name: name)
    case .dataset(let dataset): return .dataset(try dataset.map(change))
    default: throw CellError("\(kindName) has no labels")
    }
  }

  /// The splits of a data set, or the one thing that this is, with their arrays of images.
  var imageParts: [(name: String, images: Tensor)] {
    switch self {
    case .array(let array): [("", array)]
    case .examples(let examples, _), .example(let examples, _): [("", examples.images)]
    case .dataset(let dataset): dataset.splits.map { ($0.name, $0.examples.images) }
    default: []
    }
  }
}

extension Session {
  /// Says what a transform did to the images: shapes before and after, and the range of the values.
  func sayChange(_ verb: String, from before: Value, to after: Value) {
    for (old, new) in zip(before.imageParts, after.imageParts) {
      let name = new.name.isEmpty ? "" : "\(new.name) "
      let shapes =
        old.images.shape == new.images.shape
        ? new.images.shape.tupleDescription
        : "\(old.images.shape.tupleDescription) -> \(new.images.shape.tupleDescription)"
      let range = new.images.range.map {
        ", values \(shortNumber(rounded: $0.lowerBound)) to \(shortNumber(rounded: $0.upperBound))"
      }
      say("\(verb): \(name)\(shapes)\(range ?? "")")
    }
  }
}

/// A float as a learner would write it: at most seven digits.
private func shortNumber(rounded value: Float) -> String {
  value.rounded() == value && abs(value) < 1e9 ? String(Int(value)) : "\(value)"
}
