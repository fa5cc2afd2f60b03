import Core
import Datasets

/// What the verbs that change images or labels have in common: they take a data set, labelled images or an array, give
/// back the same kind of thing, and say in a line what they did.
extension Value {
  init(_ images: ImageSet) {
    switch images {
    case .array(let array): self = .array(array)
    case .ragged(let ragged): self = .ragged(ragged)
    }
  }

  /// Whether arithmetic with a number makes sense: there are images or an array.
  var hasImages: Bool {
    switch self {
    case .array, .ragged, .examples, .example, .dataset: true
    default: false
    }
  }

  /// This value with `change` done to its images, which must be of one size.
  func mapImages(_ change: (Tensor) throws -> Tensor) throws -> Value {
    try mapSets { images in
      guard case .array(let array) = images else { throw CellError.differingSizes() }
      return .array(try change(array))
    }
  }

  /// This value with `change`, which looks at each pixel by itself, done to its images, of one size or not.
  func mapPixels(_ change: (Tensor) throws -> Tensor) throws -> Value {
    func changed(_ array: Tensor) throws -> Tensor {
      try MachineMemory.check(array.bytesToMap, for: "another copy of these images")
      return try change(array)
    }
    return try mapSets { images in
      switch images {
      case .array(let array): .array(try changed(array))
      case .ragged(let ragged): .ragged(try ragged.mapPixels(changed))
      }
    }
  }

  /// This value with `transform` done to each of its images. All splits of a data set have the same black and white.
  func applying(_ transform: any ImageTransform) throws -> Value {
    let limits = transform.needsLimits ? ImageSet.likelyLimits(of: imageParts.map(\.images)) : nil
    return try mapEachImage { try $0.within(limits).applying(transform) }
  }

  /// This value with `change`, which looks at each image by itself, done to its images. A single image without a
  /// label is taken for a set of one.
  func mapEachImage(_ change: (ImageSet) throws -> ImageSet) throws -> Value {
    if case .array(let array) = self, array.isOneImage, let one = array.reshaped([1] + array.shape) {
      return Value(try change(.array(one))).element(0)
    }
    return try mapSets(change)
  }

  /// This value with `change`, which leaves as many images in their order, done to its images.
  func mapSets(_ change: (ImageSet) throws -> ImageSet) throws -> Value {
    switch self {
    case .array(let array): return Value(try change(.array(array)))
    case .ragged(let ragged): return Value(try change(.ragged(ragged)))
    case .dataset, .examples, .example:
      return try mapExamples { try Examples(change($0.images), labels: $0.labels) }
    default: throw CellError("\(kindName) has no images")
    }
  }

  /// This value with `change` done to its labelled images.
  func mapExamples(_ change: (Examples) throws -> Examples) throws -> Value {
    switch self {
    case .examples(let examples, let name): return .examples(try change(examples), name: name)
    case .example(let examples, let name): return .example(try change(examples), name: name)
    case .dataset(let dataset): return .dataset(try dataset.map(change))
    default: throw CellError("\(kindName) has no labels")
    }
  }

  /// The splits of a data set, or the one thing that this is, with their images.
  var imageParts: [(name: String, images: ImageSet)] {
    switch self {
    case .array(let array): [("", .array(array))]
    case .ragged(let ragged): [("", .ragged(ragged))]
    case .examples(let examples, _), .example(let examples, _): [("", examples.images)]
    case .dataset(let dataset): dataset.splits.named.map { ($0.name.rawValue, $0.value.images) }
    default: []
    }
  }
}

extension Tensor {
  /// Whether this has the shape of one image and not of several: height x width, or that and 1 or 3 channels.
  var isOneImage: Bool { shape.count == 2 || shape.count == 3 && (shape[2] == 1 || shape[2] == 3) }
}

extension Session {
  /// Says what a transform did to the images: shapes before and after, and the range of the values.
  func sayChange(_ verb: String, from before: Value, to after: Value) {
    for (old, new) in zip(before.imageParts, after.imageParts) {
      let name = new.name.isEmpty ? "" : "\(new.name) "
      let (before, after) = (old.images.shapeDescription, new.images.shapeDescription)
      let shapes = before == after ? after : "\(before) -> \(after)"
      let range = new.images.values.map {
        ", values \(shortNumber(rounded: $0.min)) to \(shortNumber(rounded: $0.max))"
      }
      say("\(verb): \(name)\(shapes)\(range ?? "")")
    }
  }
}

/// A float as a learner would write it: at most seven digits.
private func shortNumber(rounded value: Float) -> String {
  value.rounded() == value && abs(value) < 1e9 ? String(Int(clamping: value)) : "\(value)"
}

extension MachineMemory {
  /// - Throws: ``CellError`` where there is not so much memory.
  static func check(_ bytes: Int?, for what: String, parameter: (any Declared)? = nil) throws(CellError) {
    if let refusal = refusal(of: what, bytes: bytes) { throw CellError(refusal, parameter: parameter) }
  }
}
