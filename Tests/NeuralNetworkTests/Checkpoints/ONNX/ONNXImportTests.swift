import Core
import Testing

@testable import NeuralNetwork

/// Models in ONNX come back as layers, ours and those of other programs.
@Suite struct ONNXImportTests {
  @Test(arguments: LayerExample.all.filter { ONNXRefusal.reasons[$0.type.declaration.name] == nil })
  func aLayerComesBack(example: LayerExample) throws { try checkRoundTrip(example.model()) }

  @Test(arguments: Activation.allCases) func anActivationComesBack(_ function: Activation) throws {
    for layers in [
      [try conv2D(3, 2, activation: function), try flatten(), try dense(2, activation: function)],
      [try conv2D(3, 2), try activation(function), try flatten(), try dense(2), try activation(function)],
    ] {
      try checkRoundTrip(Model([4, 5, 2], layers))
    }
  }

  @Test(arguments: 0..<30) func aRandomGraphComesBack(seed: Int) throws {
    try checkRoundTrip(RandomGraph.make(seed: seed))
  }

  @Test func aLayerThatIsUsedTwiceComesBack() throws {
    let model = try ONNXFixtures.sharingModel()
    try checkRoundTrip(model)
    let back = try CheckpointFile(model.saved(as: .onnx), name: "net").model().model
    #expect(back.nodes.map(\.sharing) == model.nodes.map(\.sharing))
  }

  /// With the same layers, options that decide what it gives, weights and values; and the same bytes when it is saved again.
  private func checkRoundTrip(_ model: Model) throws {
    let bytes = try model.saved(as: .onnx)
    let (back, notes) = try CheckpointFile(bytes, name: "net").model()
    #expect(notes.isEmpty)
    #expect(back.nodes.map(\.name) == model.nodes.map(\.name))
    #expect(back.nodes.map(\.typeName) == model.nodes.map(\.typeName))
    #expect(back.nodes.map(\.inputs) == model.nodes.map(\.inputs))
    #expect(back.nodes.map(\.outputShape) == model.nodes.map(\.outputShape))
    #expect(back.nodes.map(\.activation) == model.nodes.map(\.activation))
    for (now, before) in zip(back.nodes, model.nodes) where before.layer is any ONNXNotedLayer {
      let declaration = type(of: before.layer).declaration
      #expect(declaration.config(now.layer.options) == declaration.config(before.layer.options))
    }
    #expect(back.parameters.map(\.bitPattern) == model.parameters.map(\.bitPattern))
    #expect(back.inputShape == model.inputShape)
    var random = RandomSequence(seed: 1, stream: 43)
    let size = try #require(model.inputShape.elementCount)
    let images = Tensor(
      shape: [3] + model.inputShape, floats: (0..<3 * size).map { _ in random.uniform(-1, 1) })
    try withPool(2) { pool in
      let (now, before) = try (
        back.predict(images: images, pool: pool), model.predict(images: images, pool: pool)
      )
      #expect(now.floats.map(\.bitPattern) == before.floats.map(\.bitPattern))
    }
    #expect(try back.saved(as: .onnx) == bytes)
    model.setParameters(model.parameters.map { $0 + 1 })
    try CheckpointFile(bytes, name: "net").loadWeights(into: model)
    #expect(model.parameters == back.parameters)
  }

  // MARK: - Models of others

  @Test(arguments: ["pytorch-lenet", "pytorch-residual", "pytorch-branches", "tf2onnx"])
  func aModelOfAnotherProgramGivesWhatONNXRuntimeGives(name: String) throws {
    let (model, notes) = try ONNXFixtures.open("\(name).onnx").model()
    #expect(notes.isEmpty)
    let difference = greatestDifference(try model.kerasOutputs(), try ONNXFixtures.outputs(name))
    #expect(difference < 1e-5)
    // As one of ours it goes out and comes back.
    let back = try CheckpointFile(model.saved(as: .onnx), name: name).model().model
    #expect(try back.kerasOutputs() == model.kerasOutputs())
  }

  @Test func layersOfAnotherProgramHaveItsNames() throws {
    let lenet = try ONNXFixtures.open("pytorch-lenet.onnx").model().model
    #expect(
      lenet.nodes.map { "\($0.name) \($0.typeName) \($0.activation.rawValue)" } == [
        "conv1 Conv2D relu", "max_pooling2d MaxPooling2D linear", "conv2 Conv2D tanh",
        "average_pooling2d AveragePooling2D linear", "flatten Flatten linear", "dropout Dropout linear",
        "fc1 Dense sigmoid", "fc2 Dense softmax",
      ])
    #expect(lenet.inputShape == [11, 12, 1])
    let keras = try ONNXFixtures.open("tf2onnx.onnx").model().model
    #expect(
      keras.nodes.map { "\($0.typeName) \($0.activation.rawValue)" } == [
        "Conv2D relu", "AveragePooling2D linear", "Flatten linear", "Dense softmax",
      ])
    #expect(keras.inputShape == [6, 8, 3])
  }
}
