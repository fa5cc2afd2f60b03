import Core
import Datasets

/// `value.name`: what each kind of value has inside.
extension Value {
  /// The split of a data set that has no other, which the data set stands for; any other value as it is.
  var orOnlySplit: Value {
    guard case .dataset(let dataset) = self else { return self }
    let splits = dataset.splits.named
    guard splits.count == 1, let split = splits.first else { return self }
    return .examples(split.value, name: "\(dataset.name).\(split.name)")
  }

  /// The names that may follow the point, for completion and for messages.
  public var memberNames: [String] {
    switch self {
    case .dataset(let dataset):
      dataset.splits.named.map(\.name.rawValue)
        + (dataset.splits.named.count == 1 ? orOnlySplit.memberNames : ["class_names"])
    case .examples: ["images", "labels", "shape", "class_names"]
    case .example: ["image", "label", "shape"]
    case .array(let array):
      ["shape", "dtype"]
        + Statistic.allCases.map(\.rawValue).filter { name in
          holdsNumbers && (array.shape.count <= 2 || !name.hasPrefix("arg"))
        }
    case .ragged: ["shape", "dtype", "min", "max"]
    case .list, .series: holdsNumbers ? Statistic.allCases.map(\.rawValue) : []
    case .labels: ["shape", "class_names"]
    case .history(let history): history.keys + ["keys", "epochs"]
    case .score(let score): score.logs.map(\.key)
    case .confusion: ["accuracy", "precision", "recall", "f1_score", "support"]
    case .model: ["name", "input_shape", "output_shape", "layers", "count_params", "parameters"]
    default: []
    }
  }

  /// The member called `name`, or nil where there is none.
  func member(_ name: String) -> Value? {
    switch (self, name) {
    case (.dataset(let dataset), "class_names"):
      return dataset.splits.values.first.map { .list(ValueList($0.labels.classNames.map(Value.text))) }
    case (.dataset(let dataset), _):
      let split = SplitName(rawValue: name).flatMap { dataset.splits[$0] }
      if let split { return .examples(split, name: "\(dataset.name).\(name)") }
      return dataset.splits.named.count == 1 ? orOnlySplit.member(name) : nil
    case (.examples(let examples, _), "images"): return Value(examples.images)
    case (.examples(let examples, _), "labels"): return .labels(examples.labels)
    case (.examples(let examples, _), "shape"): return Value(examples.images).member("shape")
    case (.examples(let examples, _), "class_names"):
      return .list(ValueList(examples.labels.classNames.map(Value.text)))
    case (.example(let example, _), "image"): return .array(example.images.image(0))
    case (.example(let example, _), "label"): return Value.labels(example.labels).element(0)
    case (.example(let example, _), "shape"): return .shape(example.images.image(0).shape)
    case (.array(let array), "shape"): return .shape(array.shape)
    case (.array(let array), "dtype"): return .text(array.dtype.rawValue)
    case (.ragged(let images), "shape"): return .text(images.shapeDescription)
    case (.ragged(let images), "dtype"): return .text(images.dtype.rawValue)
    case (.ragged(let images), "min"):
      return ImageSet.ragged(images).values.map { Value(element: $0.min, images.dtype) }
    case (.ragged(let images), "max"):
      return ImageSet.ragged(images).values.map { Value(element: $0.max, images.dtype) }
    case (.labels(let labels), "shape"): return .shape(labels.shape)
    case (.labels(let labels), "class_names"): return .list(ValueList(labels.classNames.map(Value.text)))
    case (.history(let history), "keys"): return .list(ValueList(history.keys.map(Value.text)))
    case (.history(let history), "epochs"): return .number(Double(history.epochs))
    case (.history(let history), _): return history[name].map { .series(name: name, values: $0, of: history) }
    case (.score(let score), _): return score.logs[name].map(Value.number)
    case (.confusion(let matrix), "accuracy"): return .number(matrix.accuracy)
    case (.confusion(let matrix), "precision"):
      return .series(name: name, values: matrix.rows.map(\.precision))
    case (.confusion(let matrix), "recall"): return .series(name: name, values: matrix.rows.map(\.recall))
    case (.confusion(let matrix), "f1_score"): return .series(name: name, values: matrix.rows.map(\.f1))
    case (.confusion(let matrix), "support"):
      return .list(ValueList(matrix.rows.map { .number(Double($0.support)) }))
    case (.model(let model), "name"): return .text(model.name)
    case (.model(let model), "input_shape"): return .shape(model.inputShape)
    case (.model(let model), "output_shape"): return .shape(model.nodes.last?.outputShape ?? [])
    case (.model(let model), "layers"): return .list(ValueList(model.nodes.map { .text($0.name) }))
    // As Keras calls it, and as its summary does.
    case (.model(let model), "count_params"), (.model(let model), "parameters"):
      return .number(Double(model.parameters.count))
    case (.array, _), (.list, _), (.series, _):
      return Statistic(rawValue: name).flatMap { try? statistic($0) }
    default: return nil
    }
  }

  /// What the member called `name` is, in the learner's words, without a computation; nil where there is none.
  func memberKind(_ name: String) -> String? {
    switch self {
    case .array(let array) where array.shape.count == 2 && name.hasPrefix("arg"): "labels"
    case .array, .list, .series:
      Statistic(rawValue: name) == nil ? member(name)?.kindName : "a number"
    default: member(name)?.kindName
    }
  }

  // MARK: - value[i] and value[a:b]

  /// How many elements `value[i]` can choose from, or nil where it cannot.
  var elementCount: Int? {
    switch self {
    case .list(let values): values.count
    case .shape(let shape): shape.count
    case .array(let array): array.shape.isEmpty ? nil : array.count
    case .ragged(let images): images.count
    case .labels(let labels): labels.count
    case .examples(let examples, _): examples.count
    // An image with its label is indexed as the image is.
    case .example(let example, _): example.images.image(0).shape.first
    case .series(_, let values, _): values.count
    default: nil
    }
  }

  /// Element `i`, which must be in 0..<elementCount.
  func element(_ i: Int) -> Value {
    switch self {
    case .list(let values): return values[i]
    case .shape(let shape): return .number(Double(shape[i]))
    case .array(let array):
      let row = array.row(i)
      return row.shape.isEmpty ? Value(element: row.floats[0], array.dtype) : .array(row)
    case .ragged(let images): return .array(images.image(i))
    case .labels(let labels):
      guard labels.isOneHot else { return .number(Double(labels.classes[i])) }
      let vector = labels.oneHotVector(of: labels.classes[i])
      return .array(Tensor(shape: [vector.count], floats: vector))
    case .examples(let examples, let name):
      return .example(examples.slice(i..<i + 1), name: "\(name)[\(i)]")
    case .example(let example, _): return Value.array(example.images.image(0)).element(i)
    case .series(_, let values, _): return .number(values[i])
    default: return .nothing
    }
  }

  /// Elements `range`, which must lie in 0..<elementCount.
  func elements(_ range: Range<Int>) -> Value {
    switch self {
    case .list(let values): return .list(ValueList(Array(values[range])))
    case .shape(let shape): return .shape(Array(shape[range]))
    case .array(let array): return .array(array.selecting(range))
    case .ragged(let images): return Value(ImageSet.ragged(images).selecting(range.map(Int32.init)))
    case .labels(let labels):
      return labels.isOneHot
        ? .array(
          Tensor(
            shape: [range.count, labels.numberOfClasses],
            floats: labels.classes[range].flatMap { labels.oneHotVector(of: $0) }))
        : .list(ValueList(labels.classes[range].map { .number(Double($0)) }))
    case .examples(let examples, let name):
      return .examples(examples.slice(range), name: "\(name)[\(range.lowerBound):\(range.upperBound)]")
    case .example(let example, _): return Value.array(example.images.image(0)).elements(range)
    case .series(let name, let values, _): return .series(name: name, values: Array(values[range]))
    default: return .nothing
    }
  }

  /// One element of an array.
  init(element: Float, _ dtype: Tensor.DType) {
    self = dtype == .float32 ? .float32(element) : .number(Double(element))
  }
}
