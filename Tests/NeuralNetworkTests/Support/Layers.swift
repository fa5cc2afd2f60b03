import Core
import Kernels

@testable import NeuralNetwork

// Layers written about as in the cell language, from options as a learner gives them.

func layer(_ type: any Layer.Type, _ given: [String: Argument]) throws(ModelError) -> any Layer {
  try type.init(Options(given))
}

func conv2D(
  _ filters: Int, _ height: Int, _ width: Int? = nil, activation: Activation = .linear,
  strides: Shape = [1, 1], padding: Padding = .valid, l2: Double = 0
) throws(ModelError) -> any Layer {
  try layer(
    Conv2D.self,
    [
      "filters": .integer(filters), "kernel_size": .shape([height, width ?? height]),
      "activation": .text(activation.rawValue), "strides": .shape(strides),
      "padding": .text(padding.rawValue), "kernel_regularizer": .number(l2),
    ])
}

func averagePooling2D(
  _ size: Int, strides: Int? = nil, padding: Padding = .valid
) throws(ModelError) -> any Layer {
  try pooling(AveragePooling2D.self, size, strides, padding)
}

func maxPooling2D(
  _ size: Int, strides: Int? = nil, padding: Padding = .valid
) throws(ModelError) -> any Layer {
  try pooling(MaxPooling2D.self, size, strides, padding)
}

private func pooling(
  _ type: any Layer.Type, _ size: Int, _ strides: Int?, _ padding: Padding
) throws(ModelError) -> any Layer {
  var options: [String: Argument] = ["pool_size": .integer(size), "padding": .text(padding.rawValue)]
  if let strides { options["strides"] = .integer(strides) }
  return try layer(type, options)
}

func flatten() throws(ModelError) -> any Layer { try layer(Flatten.self, [:]) }

func dense(
  _ units: Int, activation: Activation = .linear, initializer: Initializer = .glorotUniform, l2: Double = 0
) throws(ModelError) -> any Layer {
  try layer(
    Dense.self,
    [
      "units": .integer(units), "activation": .text(activation.rawValue),
      "kernel_initializer": initializer.argument, "kernel_regularizer": .number(l2),
    ])
}

extension Activation {
  /// Those with which a network of many random layers keeps its values small, and few of them near a kink.
  static let tame: [Activation] = [
    .linear, .relu, .tanh, .sigmoid, .softmax, .gelu, .silu, .mish, .softplus, .softsign,
  ]
}

func activation(_ function: Activation) throws(ModelError) -> any Layer {
  try layer(ActivationLayer.self, ["activation": .text(function.rawValue)])
}

func dropout(_ rate: Double) throws(ModelError) -> any Layer {
  try layer(Dropout.self, ["rate": .number(rate)])
}

func batchNormalization(momentum: Double = 0.99, epsilon: Double = 0.001) throws(ModelError) -> any Layer {
  try layer(BatchNormalization.self, ["momentum": .number(momentum), "epsilon": .number(epsilon)])
}

func optimizer(_ type: any Optimizer.Type, _ given: [String: Argument] = [:]) -> any Optimizer {
  type.init(Options(given))
}

extension Model {
  /// A model that is called `net`.
  convenience init(_ input: Shape, _ layers: [any Layer], seed: UInt64 = 1) throws(ModelError) {
    try self.init(name: "net", input: input, layers: layers.map { ($0, nil) }, seed: seed)
  }

  func compile(_ optimizer: any Optimizer, _ loss: Loss = .sparseCategoricalCrossentropy) {
    compile(Training(optimizer: optimizer, loss: loss, metrics: [.accuracy]))
  }

  /// Fits without asking what goes on.
  @discardableResult
  func fit(
    _ data: Examples, _ options: FitOptions, validation: Examples? = nil,
    callbacks: [any Callback] = [], save: SaveModel? = nil, pool: WorkerPool,
    observe: (FitEvent) -> Bool = { _ in true }
  ) throws(ModelError) -> FitResult {
    try fit(
      images: data.images, labels: data.labels, options: options,
      validation: validation.map { ($0.images, $0.labels) }, callbacks: callbacks, save: save, pool: pool,
      observe: observe)
  }
}

extension FitOptions {
  init(batchSize: Int = 32, epochs: Int = 1, shuffle: Bool = true) {
    self.init(batchSize: batchSize, epochs: epochs, shuffle: shuffle, seed: 0)
  }
}

/// Calls `body` with a pool that is closed afterwards.
func withPool<Result>(_ threads: Int, _ body: (WorkerPool) throws -> Result) rethrows -> Result {
  let pool = WorkerPool(count: threads)
  defer { pool.close() }
  return try body(pool)
}

extension RandomSequence {
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(integer(below: UInt32(range.count)))
  }

  mutating func element<T>(_ choices: [T]) -> T { choices[integer(0...choices.count - 1)] }
}
