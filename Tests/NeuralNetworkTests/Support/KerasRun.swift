import Core

@testable import NeuralNetwork

/// The training run of Fixtures/generate.py: 256 images in batches of 32, in order.
struct KerasRun {
  /// The mean loss of each batch, before its step.
  let losses: [Double]
  /// The last layer's output for the first four images, after all steps.
  let outputs: [[Float]]

  let images: Tensor
  let labels: [Int32]

  /// - Parameter classes: of the labels; as many as the model has outputs where not given.
  init(
    _ model: Model, _ optimizer: any Optimizer, _ loss: Loss, _ lossOptions: LossOptions = LossOptions(),
    steps: Int, classes: Int? = nil, imagesAreTargets: Bool = false, classWeights: [Float]? = nil
  ) throws {
    let (images, batch) = (256, 32)
    let data = Self.data(images, model.inputShape, classes: classes ?? model.outputCount)
    (self.images, self.labels) = (data.images, data.labels)
    model.setParameters(Self.startWeights(model))
    let training = Model.Training(optimizer: optimizer, loss: loss, lossOptions: lossOptions)
    model.compile(training)
    (losses, outputs) = try withPool(2) { pool in
      let trainer = try Trainer(
        model, training, batchSize: batch, pool: pool,
        values: imagesAreTargets ? data.images : nil, classWeights: classWeights)
      let losses = (0..<steps).map { step in
        let rows = (0..<batch).map { Int32((step * batch + $0) % images) }
        return trainer.step(images: data.images, labels: data.labels, rows: rows, count: batch).loss
          / Double(batch)
      }
      trainer.finish()
      let outputs = try model.predict(images: data.images.selecting(0..<4), pool: pool)
      return (losses, (0..<4).map { outputs.floats(ofRow: $0) })
    }
  }

  private static func data(_ count: Int, _ input: Shape, classes: Int) -> Examples {
    let shape = input.count == 3 ? input : input + [1]
    var bytes: [UInt8] = []
    for n in 0..<count {
      for y in 0..<shape[0] {
        for x in 0..<shape[1] {
          for c in 0..<shape[2] {
            bytes.append(UInt8((7919 * n + 104_729 * y + 1_299_709 * x + 15_485_863 * c) % 256))
          }
        }
      }
    }
    return Examples(
      images: Tensor(shape: [count] + shape, bytes: bytes).map { $0 / 255 },
      labels: (0..<count).map { Int32($0 % classes) })
  }

  private static func startWeights(_ model: Model) -> [Float] {
    var kernels: UInt64 = 0
    return model.nodes.flatMap(\.weights).flatMap { weight in
      guard weight.name == "kernel" else {
        let isOne = ["gamma", "moving_variance"].contains(weight.name)
        return [Float](repeating: isOne ? 1 : 0, count: weight.count)
      }
      kernels += 1
      let limit = (6 / Double(weight.fanIn + weight.fanOut)).squareRoot()
      return (0..<UInt64(weight.count)).map { j in
        let u = Double(splitmix64(kernels << 32 + j) >> 40) * 0x1p-24
        return Float((2 * u - 1) * limit)
      }
    }
  }

  /// One step of Steele, Lea and Flood's generator (OOPSLA 2014).
  private static func splitmix64(_ state: UInt64) -> UInt64 {
    var z = state &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
