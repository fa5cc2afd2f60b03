import Core
import Kernels

/// The loss of a compiled model, on what its last layer gives.
struct Objective: Sendable {
  let loss: Loss
  let options: LossOptions
  /// The last layer's.
  let activation: Activation
  /// How many values the last layer gives for an image.
  let outputs: Int

  init(_ model: Model, _ training: Model.Training, hasValues: Bool = false) {
    loss = training.loss
    options = training.lossOptions
    activation = model.lastActivation
    outputs = model.outputCount
    takesLogits = loss.takesLogits(of: activation)
    let isLogits = takesLogits || options.fromLogits
    valueLoss =
      switch loss {
      case .meanSquaredError: .squared
      case .meanAbsoluteError: .absolute
      case .huber: .huber(delta: options.delta)
      case .binaryCrossentropy: isLogits ? .binaryOfLogits : .binary
      case .categoricalCrossentropy where options.labelSmoothing > 0 || hasValues:
        isLogits ? .categoricalOfLogits : .categorical
      case .categoricalCrossentropy, .sparseCategoricalCrossentropy: nil
      }
  }

  /// Whether it works on what goes into the last activation.
  let takesLogits: Bool
  /// The loss whose targets are numbers; nil where class numbers will do.
  let valueLoss: ValueLoss?

  /// What the outputs of some images should be.
  struct Group {
    /// The class of each image of the group.
    let labels: UnsafePointer<Int32>
    let images: Int
    /// Room for the targets of the group, ``outputs`` lanes; nil where ``valueLoss`` is.
    let targets: UnsafeMutablePointer<Lanes>?
    /// What each image's loss counts; nil where all count the same.
    let weights: UnsafePointer<Float>?
  }

  /// Puts in the targets of a group, smoothed as the loss has them.
  func fill(_ group: Group, values: Tensor?, rows: UnsafePointer<Int32>) {
    guard let targets = group.targets else { return }
    fill(targets, group, values: values, rows: rows)
    guard options.labelSmoothing > 0 else { return }
    let kept = 1 - options.labelSmoothing
    let added = options.labelSmoothing * (loss == .binaryCrossentropy ? 0.5 : 1 / Float(outputs))
    for k in 0..<outputs { targets[k] = targets[k] * kept + added }
  }

  /// Puts in what a group's outputs should be: rows of `values`, where these are given, else what the labels say.
  func fill(
    _ targets: UnsafeMutablePointer<Lanes>, _ group: Group, values: Tensor?, rows: UnsafePointer<Int32>
  ) {
    if let values {
      values.fill(targets, rows: rows, count: group.images)
    } else {
      targets.update(repeating: Lanes(), count: outputs)
      for n in 0..<group.images {
        let label = Int(group.labels[n])
        if outputs == 1 { targets[0][n] = Float(label) } else { targets[label][n] = 1 }
      }
    }
  }

  /// The losses of a group's images, the gradient of their sum times `scale`, and the outputs on which hits are counted.
  ///
  /// - Parameters:
  ///   - output: the last layer's output, before its activation where ``takesLogits``; that is then applied.
  ///   - gradient: gets the gradient with respect to what `output` held.
  ///   - group: filled, where it has targets.
  func evaluate(
    _ output: UnsafeMutablePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, _ group: Group,
    scale: Float, losses: UnsafeMutablePointer<Float>
  ) {
    gradient.update(from: output, count: outputs)
    if let valueLoss, let targets = group.targets {
      var factors = Lanes()
      for n in 0..<group.images { factors[n] = scale * (group.weights?[n] ?? 1) }
      let result = valueLoss.apply(gradient, targets: targets, count: outputs, factors: factors)
      for n in 0..<group.images { losses[n] = result[n] * (group.weights?[n] ?? 1) }
      if takesLogits { activation.apply(output, count: outputs, channels: outputs) }
      return
    }
    evaluateClasses(output, gradient: gradient, group, scale: scale, losses: losses)
    guard let weights = group.weights else { return }
    var factors = Lanes()
    for n in 0..<group.images {
      factors[n] = weights[n]
      losses[n] *= weights[n]
    }
    for k in 0..<outputs { gradient[k] *= factors }
  }

  /// The cross-entropy of class numbers.
  private func evaluateClasses(
    _ output: UnsafeMutablePointer<Lanes>, gradient: UnsafeMutablePointer<Lanes>, _ group: Group,
    scale: Float, losses: UnsafeMutablePointer<Float>
  ) {
    let (labels, images) = (group.labels, group.images)
    if takesLogits || options.fromLogits {
      softmaxCrossEntropy(
        gradient, classes: outputs, labels: labels, images: images, scale: scale, losses: losses,
        probabilities: takesLogits && activation == .softmax ? output : nil)
      if takesLogits, activation != .softmax {
        activation.apply(output, count: outputs, channels: outputs)
      }
    } else if loss == .categoricalCrossentropy {
      crossEntropy(
        gradient, classes: outputs, labels: labels, images: images, scale: scale, losses: losses)
    } else {
      sparseCrossEntropy(
        gradient, classes: outputs, labels: labels, images: images, scale: scale, losses: losses)
    }
  }

  /// The loss of one image.
  /// - Parameter output: what ``evaluate(_:gradient:_:scale:losses:)`` takes.
  func loss(of output: [Float], label: Int32) -> Float {
    func lanes(_ values: [Float]) -> [Lanes] {
      values.map { value in
        var lanes = Lanes()
        lanes[0] = value
        return lanes
      }
    }
    var (output, loss) = (lanes(output), [Float](repeating: 0, count: laneCount))
    var (gradient, targets) = (output, output)
    targets.withUnsafeMutableBufferPointer { targets in
      withUnsafePointer(to: label) { label in
        let group = Group(labels: label, images: 1, targets: targets.baseAddress, weights: nil)
        fill(group, values: nil, rows: [0])
        evaluate(&output, gradient: &gradient, group, scale: 1, losses: &loss)
      }
    }
    return loss[0]
  }
}

extension Model {
  var lastActivation: Activation { nodes.last?.activation ?? .linear }

  /// Whether the last thing that happens is softmax.
  public var endsInSoftmax: Bool { lastActivation == .softmax }

  /// Whether the loss works on what the last layer gives before its activation.
  public var lossTakesLogits: Bool {
    (training?.loss ?? .sparseCategoricalCrossentropy).takesLogits(of: lastActivation)
  }
}
