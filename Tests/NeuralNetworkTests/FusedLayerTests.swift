import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// Layers that are computed in one pass: with the same bytes in training, and nearly the same numbers in a model that is used.
@Suite struct FusedLayerTests {
  /// A convolution, its normalization and a relu, twice, with a shortcut around the second pair.
  private func residual(bias: Bool, _ activation: Activation = .relu) throws -> Model {
    func convolution() throws -> any Layer {
      try layer(
        Conv2D.self,
        [
          "filters": .integer(5), "kernel_size": .integer(3), "padding": .text("same"),
          "use_bias": .flag(bias),
        ])
    }
    let layers: [(any Layer, [Int])] = [
      (try convolution(), [-1]), (try batchNormalization(epsilon: 0.1), [0]),
      (try NeuralNetworkTests.activation(activation), [1]),
      (try convolution(), [2]), (try batchNormalization(epsilon: 0.1), [3]),
      (try layer(Add.self, [:]), [4, 2]),
      (try NeuralNetworkTests.activation(activation), [5]), (try maxPooling2D(2), [6]), (try flatten(), [7]),
      (try dense(3, activation: .softmax), [8]),
    ]
    return try Model(
      name: "net", input: [6, 6, 2], elements: layers.map { Model.Element($0, inputs: $1) }, seed: 4)
  }

  private func steps(_ model: Model, _ purpose: Plan.Purpose, keepsAll: Bool = false) -> [String] {
    Plan(model, groups: 2, for: purpose, keepsAll: keepsAll).steps.map { "\(type(of: $0.operation))" }
  }

  /// What is tested below is there: fewer steps than layers.
  @Test func layersAreFused() throws {
    let model = try residual(bias: false)
    #expect(steps(model, .training, keepsAll: true).count == model.nodes.count)
    #expect(steps(model, .training).count == model.nodes.count - 2)
    #expect(steps(model, .extraction).count == model.nodes.count - 2)
    // Two normalizations into their convolutions, too.
    #expect(steps(model, .use).count == model.nodes.count - 4)
    #expect(steps(model, .inspection).count == model.nodes.count)
    let other = try residual(bias: false, .tanh)
    #expect(steps(other, .training).count == other.nodes.count)
  }

  /// The weights after three steps, of which the last group is not full.
  private func trained(_ model: Model, threads: Int, keepsAll: Bool) throws -> [Float] {
    let model = model.copy()
    model.compile(optimizer(SGD.self))
    let training = try model.compiledTraining
    let data = Examples.noise(37, model.inputShape, classes: 3, seed: 8)
    let rows = (0..<Int32(37)).map { $0 }
    return try withPool(threads) { pool in
      let trainer = try Trainer(model, training, batchSize: 37, pool: pool, keepsAll: keepsAll)
      for _ in 0..<3 { _ = trainer.step(images: data.images, labels: data.labels, rows: rows, count: 37) }
      return model.parameters
    }
  }

  @Test(arguments: [false, true], [1, 2, 3]) func trainingHasTheSameBytes(isFrozen: Bool, threads: Int) throws
  {
    let model = try residual(bias: false)
    if isFrozen { model.setTrainable(false, layers: [1]) }
    let inOne = try trained(model, threads: threads, keepsAll: false)
    #expect(try inOne == trained(model, threads: threads, keepsAll: true))
    #expect(inOne != model.parameters)
  }

  /// A normalization in the weights of the layer before it, with and without a bias there, after some training.
  @Test(arguments: [false, true], [Activation.relu, .tanh, .linear])
  func normalizationFoldsIntoAConvolution(bias: Bool, activation: Activation) throws {
    let model = try residual(bias: bias, activation)
    model.compile(optimizer(SGD.self, ["learning_rate": .number(0.1)]))
    let data = Examples.noise(40, model.inputShape, classes: 3, seed: 9)
    try withPool(2) { pool in
      _ = try model.fit(data, FitOptions(batchSize: 20, epochs: 5), pool: pool)
      let used = try model.predict(images: data.images, pool: pool).floats
      let apart = try (0..<40).flatMap {
        try model.layerOutputs(data.images.selecting($0..<$0 + 1))[model.nodes.count]
      }
      for (a, b) in zip(used, apart) { #expect(abs(a - b) < 2e-6) }
    }
  }

  @Test func normalizationFoldsIntoADepthwiseConvolution() throws {
    let model = try Model(
      name: "net", input: [7, 5, 3],
      elements: [
        Model.Element(
          try layer(
            DepthwiseConv2D.self, ["kernel_size": .integer(3), "depth_multiplier": .integer(2)]),
          inputs: [-1]),
        Model.Element(try batchNormalization(), inputs: [0]),
        Model.Element(try activation(.relu), inputs: [1]),
      ], seed: 5)
    let channels = 6
    for k in model.nodes[1].range { model.parameters[k] = 0.5 + Float(k % channels) / 7 }
    #expect(steps(model, .use).count == 1)
    let images = Examples.noise(20, model.inputShape, classes: 3, seed: 9).images
    let used = try withPool(2) { try model.predict(images: images, pool: $0) }.floats(ofRow: 19)
    let apart = try model.layerOutputs(images.selecting(19..<20))[3]
    for (a, b) in zip(used, apart) { #expect(abs(a - b) < 2e-6) }
    #expect(used.contains { $0 > 0 })
  }

  /// A dense block: each layer's channels are laid behind those of all before it.
  private func denseBlock() throws -> Model {
    var elements = [Model.Element(try conv2D(4, 3, padding: .same), inputs: [-1])]
    func add(_ layer: any Layer, _ inputs: [Int]) { elements.append(Model.Element(layer, inputs: inputs)) }
    for growth in 2...4 {
      let input = elements.count - 1
      add(try batchNormalization(epsilon: 0.1), [input])
      add(try activation(.relu), [input + 1])
      add(try conv2D(growth, 3, padding: .same), [input + 2])
      add(try layer(Concatenate.self, [:]), [input, input + 3])
    }
    add(try batchNormalization(epsilon: 0.1), [elements.count - 1])
    add(try layer(GlobalAveragePooling2D.self, [:]), [elements.count - 1])
    add(try dense(3, activation: .softmax), [elements.count - 1])
    return try Model(name: "net", input: [5, 6, 2], elements: elements, seed: 6)
  }

  /// All that a dense block lays side by side lies in one value, which is as large as the last of them.
  @Test func channelsOfADenseBlockLieInOnePlace() throws {
    let model = try denseBlock()
    for purpose in [Plan.Purpose.training, .use, .extraction] {
      let plan = Plan(model, groups: 1, for: purpose)
      let hosted = plan.values.filter { $0.host != nil }
      #expect(hosted.map(\.channels) == [6, 9])
      let lifetimes = Lifetimes(plan)
      #expect(
        lifetimes.ofValue.indices.allSatisfy { lifetimes.ofValue[$0] == lifetimes.ofValue[plan.host(of: $0)] }
      )
    }
    #expect(Plan(model, groups: 1, for: .inspection).values.allSatisfy { $0.host == nil })
  }

  /// Pixels that become one on the way are not laid side by side with it.
  @Test func flattenedPixelsStayWhereTheyAre() throws {
    let concatenate = try layer(Concatenate.self, [:])
    let model = try Model(
      name: "net", input: [3, 4, 2],
      elements: [
        Model.Element(try conv2D(4, 3, padding: .same), inputs: [-1]),
        Model.Element(concatenate, inputs: [0, -1]), Model.Element(try flatten(), inputs: [1]),
        Model.Element(try flatten(), inputs: [-1]), Model.Element(concatenate, inputs: [2, 3]),
      ], seed: 1)
    for purpose in [Plan.Purpose.training, .use, .extraction] {
      #expect(Plan(model, groups: 1, for: purpose).values.allSatisfy { $0.host == nil })
    }
    let image = Examples.noise(1, model.inputShape, classes: 3, seed: 9).images
    let used = try withPool(1) { try model.predict(images: image, pool: $0) }.floats
    #expect(try used == model.layerOutputs(image)[5])
  }

  @Test(arguments: [1, 2, 3]) func aDenseBlockTrainsToTheSameBytes(threads: Int) throws {
    let model = try denseBlock()
    #expect(
      try trained(model, threads: threads, keepsAll: false)
        == trained(model, threads: threads, keepsAll: true))
  }

  @Test func aDenseBlockIsUsedAsItIsLookedAt() throws {
    let model = try denseBlock()
    model.compile(optimizer(SGD.self, ["learning_rate": .number(0.1)]))
    let data = Examples.noise(40, model.inputShape, classes: 3, seed: 9)
    try withPool(2) { pool in
      _ = try model.fit(data, FitOptions(batchSize: 20, epochs: 3), pool: pool)
      for index in model.nodes.indices {
        let extracted = try model.extractor(through: index).predict(images: data.images, pool: pool)
        let looked = try model.layerOutputs(data.images.selecting(39..<40))[index + 1]
        #expect(extracted.floats(ofRow: 39) == looked)
      }
      let used = try model.predict(images: data.images, pool: pool).floats(ofRow: 39)
      let looked = try model.layerOutputs(data.images.selecting(39..<40))[model.nodes.count]
      for (a, b) in zip(used, looked) { #expect(abs(a - b) < 2e-6) }
    }
  }

  /// Large maps, which are pooled in bands of rows while they are computed: direct convolutions with and without a gradient of their
  /// input, and one by fewer products; windows that leave rows and columns over.
  private func largeMaps(_ activation: Activation) throws -> Model {
    try Model(
      [123, 101, 1],
      [
        conv2D(7, 3, activation: activation), maxPooling2D(2),
        conv2D(9, 2, activation: activation, padding: .same), averagePooling2D(2),
        conv2D(20, 5, activation: activation), maxPooling2D(3), flatten(), dense(3, activation: .softmax),
      ])
  }

  @Test func largeMapsAreInBands() throws {
    let model = try largeMaps(.relu)
    let plan = Plan(model, groups: 3, for: .training)
    let bands = plan.steps.indices.map { PooledBands(plan, at: $0)?.bands.count ?? 0 }
    #expect(bands[0] > 1 && bands[2] > 1 && bands[1] == 0)
    #expect(
      PooledBands(plan, at: 0)?.forgetsOutput == true && PooledBands(plan, at: 2)?.forgetsOutput == false)
    for purpose in [Plan.Purpose.use, .extraction, .inspection] {
      let plan = Plan(model, groups: 3, for: purpose)
      #expect(plan.steps.indices.allSatisfy { PooledBands(plan, at: $0) == nil })
    }
  }

  @Test(arguments: [Activation.relu, .tanh], [1, 3]) func largeMapsTrainToTheSameBytes(
    activation: Activation, threads: Int
  ) throws {
    let model = try largeMaps(activation)
    let inBands = try trained(model, threads: threads, keepsAll: false)
    #expect(try inBands == trained(model, threads: 1, keepsAll: true))
    #expect(inBands != model.parameters)
  }

  /// A sum of many thousand products is explained in the parts in which it is added, in a model that is used, looked into or
  /// trained.
  @Test(arguments: [[100, 100, 2], [224, 224, 3]]) func aLongSumIsExplainedToTheLastBit(input: Shape) throws {
    let model = try Model(input, [flatten(), dense(3)])
    let image = Examples.noise(1, input, classes: 3, seed: 4).images
    let used = try withPool(1) { try model.predict(images: image, pool: $0) }.floats
    let extracted = try withPool(1) {
      try model.extractor(through: 1).predict(images: image, pool: $0)
    }.floats
    let looked = try model.layerOutputs(image)[2]
    #expect(used == extracted && looked == extracted)
    for unit in 0..<3 {
      let explained = try model.explain(image, layer: 1, place: MapPlace(channel: unit))
      #expect(explained.value.bitPattern == extracted[unit].bitPattern)
      guard case .dense(let sum) = explained.working else {
        Issue.record("explained as something else")
        continue
      }
      let exact = sum.exactSum + Double(sum.bias ?? 0)
      let terms = sum.terms.reduce(0) { $0 + Double(abs($1.product)) }
      #expect(abs(Double(sum.total) - exact) < 1e-6 * terms)
    }
  }
}
