import Core
import Kernels

/// One weight in one training step: its gradient by the chain rule and by trying, and what the optimizer makes of it.
public struct StepExplanation: Sendable {
  /// A difference quotient: the loss with the weight a little larger and a little smaller.
  public struct Difference: Sendable {
    public let step: Float
    public let above, below: Double
    public var quotient: Double { (above - below) / (2 * Double(step)) }
  }

  public let layer: Int
  /// The tensor that the weight is in, and where.
  public let tensor: String
  public let index: [Int]
  public let weight: Float
  /// The mean loss of the batch.
  public let loss: Double
  /// For each image the sum over the outputs that the weight enters of (gradient of the output) x (its input); for the
  /// first image with the places and factors.
  public let contributions: [Double]
  public let terms: [(place: MapPlace, outputGradient: Float, input: Float)]
  /// What keeps the tensor small, what it is made to keep to after the step, and what the first adds to the gradient.
  public let regularizer: Regularizer
  public let constraint: Constraint?
  public let regularization: Double
  /// The engine's gradient: the sum of the above in 32-bit floats.
  public let gradient: Float
  public let difference: Difference
  /// The optimizer's values of this weight before the step, the step's number, and what it does; the last line is the new weight.
  public let slots: [Float]
  public let step: Int
  public let update: [UpdateLine]
}

extension Model {
  /// Explains what a step on these images would do to one weight. The model stays as it is; Dropout drops what it would
  /// with seed 0.
  ///
  /// - Parameters:
  ///   - images: 1 to 16, as a batch.
  ///   - index: the weight's place in the layer's first tensor with as many axes: `[row, column, channel, filter]` of a
  ///     kernel, `[filter]` of a bias.
  /// - Throws: where the model is not compiled, the layer has no such weight, or it is frozen.
  public func explainStep(
    images: Tensor, labels: [Int32], layer: Int, index: [Int], pool: WorkerPool
  ) throws(ModelError) -> StepExplanation {
    let training = try compiledTraining
    try check(images: images, labels: labels)
    guard images.count <= laneCount else {
      throw ModelError(
        "a step is explained on at most \(laneCount) images, not \(images.count)", subject: "data")
    }
    let (weight, place) = try place(of: index, layer: layer)
    let copy = copy()
    func gradients(_ change: Float) throws(ModelError) -> (trainer: Trainer, loss: Double, gradient: [Float])
    {
      let model = copy.copy()
      model.parameters[place] += change
      let trainer = try Trainer(model, training, batchSize: images.count, pool: pool, keepsAll: true)
      let rows = (0..<Int32(images.count)).map { $0 }
      let (loss, gradient) = trainer.gradients(
        images: images, labels: labels, rows: rows, count: images.count)
      return (trainer, loss, gradient)
    }
    let (trainer, loss, gradient) = try gradients(0)
    // Where a layer is used several times, all its uses add to the gradient.
    let ofUses = uses(of: layer).map { use in
      let (input, outputGradient) = trainer.inputAndGradient(layer: use, images: images.count)
      return zip(input, outputGradient).map {
        chainRule(layer: use, tensor: weight.name, index: index, input: $0, outputGradient: $1, batch: input)
      }
    }
    let terms = (0..<images.count).map { image in ofUses.flatMap { $0[image] } }
    // A power of two, so that the weight moves by it exactly, or nearly so.
    let step: Float = 0x1p-10
    var optimizer = training.optimizer
    optimizer.learningRate = learningRate
    let slots = (0..<training.slotCount).map { self.slots[$0 * parameters.count + place] }
    return StepExplanation(
      layer: layer, tensor: weight.name, index: index, weight: parameters[place], loss: loss,
      contributions: terms.map { $0.reduce(0) { $0 + Double($1.outputGradient) * Double($1.input) } },
      terms: terms.first ?? [],
      regularizer: weight.regularizer, constraint: weight.constraint,
      regularization: weight.regularizer.slope(at: parameters[place]),
      gradient: gradient[place],
      difference: .init(step: step, above: try gradients(step).loss, below: try gradients(-step).loss),
      slots: slots, step: steps + 1,
      update: withDenormalsFlushed {
        training.rules.working(
          weight: parameters[place], gradient: gradient[place],
          norm: GradientNorms.norm(of: gradient, at: place, in: self, training.rules.clipping), slots: slots,
          step: steps + 1, by: optimizer)
      })
  }

  /// The tensor that an index is of, and the weight's place among the parameters.
  private func place(of index: [Int], layer: Int) throws(ModelError) -> (weight: Weight, place: Int) {
    let node = nodes[layer]
    guard !node.weights.isEmpty else {
      throw ModelError(
        "\(node.name) (\(node.typeName)) has no weights; these layers have: "
          + nodes.filter { !$0.weights.isEmpty }.map(\.name).joined(separator: ", "), subject: "layer")
    }
    guard node.isTrainable else {
      throw ModelError("\(node.name) is frozen: a step leaves its weights alone", subject: "layer")
    }
    func shapes() -> String {
      node.weights.filter(\.isTrainable).map { "\($0.name) \($0.shape.tupleDescription)" }.joined(
        separator: ", ")
    }
    guard let (weight, range) = tensors(layer: layer).first(where: { $0.weight.shape.count == index.count })
    else {
      throw ModelError(
        "\(node.name) has no weight with \(index.count) indices; it has \(shapes())", subject: "weight")
    }
    var place = 0
    for (i, length) in zip(index, weight.shape) {
      guard (0..<length).contains(i) else {
        throw ModelError(
          "\(node.name) has no \(weight.name)[\(index.map(String.init).joined(separator: ", "))]; it has \(shapes())",
          subject: "weight")
      }
      place = place * length + i
    }
    return (weight, range.lowerBound + place)
  }

  /// The outputs that a weight enters, each with its gradient and with what the weight is multiplied by there.
  private func chainRule(
    layer: Int, tensor: String, index: [Int], input: [Float], outputGradient: [Float], batch: [[Float]]
  ) -> [(place: MapPlace, outputGradient: Float, input: Float)] {
    let size = MapSize(ofAny: nodes[layer].outputShape)
    return nodes[layer].built.working.factors(
      tensor: tensor, index: index, input: input, batch: batch, weights: parameters[nodes[layer].range]
    ).map {
      ($0.place, outputGradient[size.index($0.place)], $0.factor)
    }
  }
}
