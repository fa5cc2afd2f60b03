import Core

/// What an epoch learns from: rows of images, labels and, where the outputs should not be classes, targets.
struct EpochData {
  let images: Tensor
  let labels: [Int32]
  let targets: Tensor?
  private let outputs: Int

  /// - Parameter outputs: of the model.
  init(images: Tensor, labels: [Int32], targets: Tensor?, outputs: Int) {
    (self.images, self.targets, self.outputs) = (images, targets, outputs)
    self.labels = targets == nil ? labels : [Int32](repeating: 0, count: images.count)
  }

  private init(mixed images: Tensor, _ targets: Tensor, outputs: Int) {
    (self.images, self.targets, self.outputs) = (images, targets, outputs)
    // Of one output, a half and more is the class.
    labels = (0..<images.count).map { row in
      let values = targets.floats(ofRow: row)
      if values.count == 1 { return values[0] >= 0.5 ? 1 : 0 }
      return Int32(values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 })
    }
  }

  /// What these are in an epoch.
  /// - Throws: where the options give something that does not fit, and what they throw.
  func epoch(_ number: Int, _ options: FitOptions) throws -> EpochData {
    let shown = try options.imagesOfEpoch?(number) ?? images
    let result =
      if let mixed = try options.mix?(shown, classes, number) {
        EpochData(mixed: mixed.0, mixed.1, outputs: outputs)
      } else {
        EpochData(images: shown, labels: labels, targets: targets, outputs: outputs)
      }
    guard result.images.shape == images.shape else {
      throw ModelError(
        "the images of epoch \(number) are \(result.images.shape.tupleDescription), not \(images.shape.tupleDescription)"
      )
    }
    return result
  }

  /// The labels as targets: one-hot vectors, or numbers for one output.
  private var classes: Tensor {
    var values = [Float](repeating: 0, count: labels.count * outputs)
    for (row, label) in labels.enumerated() {
      if outputs == 1 { values[row] = Float(label) } else { values[row * outputs + Int(label)] = 1 }
    }
    return Tensor(shape: [labels.count, outputs], floats: values)
  }
}

extension Model {
  /// Throws unless images and their labels can be mixed in a `fit`.
  func checkTakesMixed(_ loss: Loss, _ options: FitOptions, targets: Tensor?) throws(ModelError) {
    guard targets == nil else {
      throw ModelError(
        "images are mixed with their labels, but the targets are not labels", subject: "augment")
    }
    guard loss != .sparseCategoricalCrossentropy else {
      throw ModelError(
        "mixed labels are shares of classes, which \(loss.rawValue) does not take: compile with "
          + "loss=categorical_crossentropy, and use one_hot on the data", subject: "augment")
    }
    guard options.classWeights == nil else {
      throw ModelError("mixed labels are of no one class that could have a weight", subject: "class_weight")
    }
  }
}
