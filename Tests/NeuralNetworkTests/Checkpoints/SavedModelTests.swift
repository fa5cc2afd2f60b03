import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// What is saved comes back as it was.
@Suite struct SavedModelTests {
  @Test(arguments: 0..<24)
  func aModelComesBackBitByBit(seed: Int) throws {
    let model = try RandomModel.make(seed: seed)
    for format in [CheckpointFormat.model, .archive] {
      let bytes = try model.saved(as: format)
      #expect(try model.saved(as: format) == bytes)
      let (again, notes) = try CheckpointFile(bytes, name: "net").model()
      #expect(notes == [])
      #expect(again.parameters.map(\.bitPattern) == model.parameters.map(\.bitPattern))
      #expect(again.name == model.name && again.nodes.map(\.name) == model.nodes.map(\.name))
      if format == .archive { #expect(again.slots == model.slots && again.steps == model.steps) }
      // Layers, options, names, weights, training: a file says all of it.
      #expect(try again.saved(as: format) == bytes)
    }
    let other = try RandomModel.make(seed: seed, startWeights: 77)
    try CheckpointFile(model.saved(as: .weights), name: "net").loadWeights(into: other)
    #expect(other.parameters.map(\.bitPattern) == model.parameters.map(\.bitPattern))
  }

  @Test func aTrainingGoesOnAsIfItHadNotBeenInterrupted() throws {
    for kind in 0..<RandomModel.optimizerCount {
      let model = try Examples.quartersNetwork()
      model.compile(RandomModel.optimizer(kind))
      try model.trainAStep()
      let (again, _) = try CheckpointFile(model.saved(as: .archive), name: "net").model()
      try model.trainAStep()
      try again.trainAStep()
      #expect(again.parameters == model.parameters)
    }
  }

  @Test func aReducedLearningRateIsKept() throws {
    let model = try Examples.quartersNetwork()
    model.compile(optimizer(SGD.self))
    model.training?.optimizer.learningRate = 0.0025
    for format in [CheckpointFormat.model, .archive] {
      let (again, _) = try CheckpointFile(model.saved(as: format), name: "net").model()
      #expect(again.training?.optimizer.learningRate == 0.0025)
    }
  }

  @Test func anUncompiledModelComesBackUncompiled() throws {
    let model = try Examples.quartersNetwork()
    for format in [CheckpointFormat.model, .archive] {
      let (again, notes) = try CheckpointFile(model.saved(as: format), name: "net").model()
      #expect(again.training == nil && notes == [])
    }
  }

  @Test func namesThatKerasWouldRefuseAreRefused() throws {
    let model = try Model(
      name: "net", input: [4], layers: [(try dense(2), "in/out")], seed: 1)
    #expect(
      message { _ = try model.saved(as: .model) }
        == "'in/out' cannot be saved: in Keras a name has letters a to z, digits, and . _ - > after the first; "
        + "name=\"in_out\" would do")
    #expect(try !model.saved(as: .weights).isEmpty)
  }

  @Test(arguments: [
    ("LeNet (1998)", "LeNet_1998"), ("conv 1", "conv_1"), ("_hidden", "hidden"), ("выход", "vyhod"),
    ("a:b", "a_b"),
    ("+", "layer"), ("", "layer"),
  ])
  func theNearestNameIsOneThatKerasOpens(name: String, expected: String) {
    #expect(!KerasName.isValid(name))
    let nearest = KerasName.nearest(to: name)
    #expect(nearest == expected)
    #expect(KerasName.isValid(nearest))
  }

  @Test func theNameSaysTheFormat() {
    #expect(CheckpointFormat(fileName: "a.weights.h5") == .weights)
    #expect(CheckpointFormat(fileName: "a.h5") == .model && CheckpointFormat(fileName: "a.hdf5") == .model)
    #expect(CheckpointFormat(fileName: "a.keras") == .archive)
    #expect(CheckpointFormat(fileName: "a.weights.hdf5") == .weights)
    #expect(CheckpointFormat(fileName: "a.png") == nil && CheckpointFormat(fileName: "keras") == nil)
  }
}

/// Random networks, trained a step by random optimizers.
enum RandomModel {
  static let optimizerCount = 15

  static func optimizer(_ kind: Int) -> any Optimizer {
    switch kind {
    case 0: NeuralNetworkTests.optimizer(Adam.self, ["beta_1": .number(0.8)])
    case 1: NeuralNetworkTests.optimizer(RMSprop.self)
    case 2: NeuralNetworkTests.optimizer(RMSprop.self, ["momentum": .number(0.5)])
    case 3: NeuralNetworkTests.optimizer(SGD.self)
    case 4: NeuralNetworkTests.optimizer(SGD.self, ["momentum": .number(0.9), "nesterov": .flag(true)])
    case 12:
      NeuralNetworkTests.optimizer(
        AdamW.self,
        ["learning_rate": .text("CosineDecay 0.01 decay_steps=9 warmup_target=0.02 warmup_steps=2")])
    case 13:
      NeuralNetworkTests.optimizer(
        SGD.self, ["learning_rate": .text("PiecewiseConstantDecay boundaries=1 values=0.02,0.01")])
    case 5: NeuralNetworkTests.optimizer(AdamW.self, ["clipnorm": .number(0.25)])
    case 6: NeuralNetworkTests.optimizer(Nadam.self, ["weight_decay": .number(0.5)])
    case 7: NeuralNetworkTests.optimizer(Adamax.self, ["use_ema": .flag(true)])
    case 8: NeuralNetworkTests.optimizer(Lion.self, ["clipvalue": .number(0.125)])
    case 9: NeuralNetworkTests.optimizer(Adagrad.self, ["initial_accumulator_value": .number(0.5)])
    case 10:
      NeuralNetworkTests.optimizer(
        Nadam.self, ["ema_momentum": .number(0.75), "ema_overwrite_frequency": .integer(2)])
    case 11:
      NeuralNetworkTests.optimizer(RMSprop.self, ["momentum": .number(0.5), "global_clipnorm": .number(0.5)])
    default: NeuralNetworkTests.optimizer(SGD.self, ["momentum": .number(0.9)])
    }
  }

  /// - Parameter hasDropout: whether there may be layers that draw random numbers.
  static func make(seed: Int, startWeights: UInt64 = 3, hasDropout: Bool = true) throws -> Model {
    var random = RandomSequence(seed: UInt64(seed), stream: 500)
    let input = [random.integer(5...9), random.integer(5...9), random.integer(1...2)]
    var layers: [(layer: any Layer, name: String?)] = []
    var shape = input
    for number in 0..<random.integer(1...7) {
      let next = try layer(&random, hasDropout: hasDropout)
      guard let output = try? next.built(for: shape).output else { continue }
      layers.append((next, random.integer(0...3) == 0 ? "own_\(number)" : nil))
      shape = output
    }
    layers.append((try flatten(), nil))
    layers.append((try keptSmall(random.integer(1...5), &random), nil))
    layers.append((try dense(random.integer(2...4), activation: .softmax), nil))
    let model = try Model(name: "net_\(seed)", input: input, layers: layers, seed: startWeights)
    model.compile(
      .init(
        optimizer: optimizer(seed % optimizerCount), loss: .sparseCategoricalCrossentropy,
        metrics: seed % 2 == 0 ? [.accuracy] : [.sparseTopKCategoricalAccuracy, .accuracy]))
    try model.trainAStep()
    return model
  }

  /// A Dense layer with all that keeps its numbers small.
  private static func keptSmall(_ units: Int, _ random: inout RandomSequence) throws -> any Layer {
    let regularizers: [Argument] = [
      .number(0), .number(0.01), .text("l1 l1=0.02"), .text("l1_l2 l1=0.01 l2=0.03"),
    ]
    var given: [String: Argument] = [
      "units": .integer(units),
      "kernel_initializer": .text(random.element(["zeros", "he_normal", "random_normal stddev=0.5"])),
      "bias_initializer": .text("constant value=0.125"), "kernel_regularizer": random.element(regularizers),
      "bias_regularizer": random.element(regularizers), "activity_regularizer": random.element(regularizers),
    ]
    if random.integer(0...1) == 0 {
      given["kernel_constraint"] = .text(
        random.element(["max_norm max_value=0.5", "unit_norm axis=1", "non_neg"]))
      given["bias_constraint"] = .text("max_norm max_value=0.25")
    }
    return try NeuralNetworkTests.layer(Dense.self, given)
  }

  private static func layer(_ random: inout RandomSequence, hasDropout: Bool) throws -> any Layer {
    let padding = random.element([Padding.valid, .same])
    switch random.integer(0...7) {
    case 0:
      return try averagePooling2D(random.integer(1...3), strides: random.integer(1...2), padding: padding)
    case 1: return try maxPooling2D(2)
    case 2: return try batchNormalization(momentum: 0.9, epsilon: 0.1)
    case 3 where hasDropout: return try dropout(Double(random.integer(0...5)) / 10)
    case 4: return try activation(random.element(Activation.tame))
    case 5:
      return try random.element(
        [
          {
            try NeuralNetworkTests.layer(
              ReLU.self, ["max_value": .number(0.75), "negative_slope": .number(0.25)])
          },
          { try NeuralNetworkTests.layer(LeakyReLU.self, [:]) },
          { try NeuralNetworkTests.layer(ELU.self, ["alpha": .number(0.5)]) },
          { try NeuralNetworkTests.layer(PReLU.self, ["shared_axes": .shape([1, 2])]) },
          { try NeuralNetworkTests.layer(SoftmaxLayer.self, [:]) },
        ] as [() throws -> any Layer])()
    default:
      return try conv2D(
        random.integer(1...4), random.integer(1...3), random.integer(1...3),
        activation: random.element(Activation.tame),
        strides: [random.integer(1...2), random.integer(1...2)], padding: padding,
        l2: Double(random.integer(0...1)) / 100)
    }
  }
}
