import Testing

@testable import NeuralNetwork

/// Files that Keras 3.15.1 and tf_keras 2.21.0 wrote (see Fixtures/checkpoints.py) predict here what they predict there.
@Suite struct CheckpointFixtureTests {
  @Test(arguments: [
    "keras-3.h5", "keras-3.keras", "keras-3-functional.h5", "keras-3-functional.keras", "keras-2.h5",
    "keras-2.keras", "keras-2-functional.h5", "keras-2-functional.keras",
  ])
  func wholeModelsPredictAsInKeras(file: String) throws {
    let (model, notes) = try CheckpointFixtures.open(file).model()
    let expected = try CheckpointFixtures.outputs(String(file.prefix { $0 != "." }))
    #expect(greatestDifference(try model.kerasOutputs(), expected) < 1e-5)
    #expect(
      model.nodes.map(\.typeName) == [
        "Conv2D", "MaxPooling2D", "BatchNormalization", "Dropout", "Conv2D", "Activation", "AveragePooling2D",
        "Flatten", "Dense", "Dense",
      ])
    #expect(model.nodes[4].name == "second")
    #expect(model.regularized.map(\.regularizer.l2) == [0.001])
    let isCompiled = !file.contains("functional")
    #expect((model.training != nil) == isCompiled)
    if let training = model.training {
      #expect(training.optimizer is SGD)
      #expect(training.metrics == [.accuracy])
      #expect(notes == (file.hasPrefix("keras-2") ? [Self.startsAfresh] : []))
    }
  }

  /// Keras 2 does not keep the learning rate among the optimizer's values, so they are left alone.
  private static let startsAfresh = "the optimizer starts afresh: its state in the file is not known here"

  @Test(arguments: [
    "keras-3.h5", "keras-3.keras", "keras-3.weights.h5", "keras-2.h5", "keras-2.keras", "keras-2.weights.h5",
    "keras-2-weights-only.h5",
  ])
  func weightsFitAModelOfTheSameLayers(file: String) throws {
    let model = try CheckpointFixtures.network()
    try CheckpointFixtures.open(file).loadWeights(into: model)
    let expected = try CheckpointFixtures.outputs(String(file.prefix(7)))
    #expect(greatestDifference(try model.kerasOutputs(), expected) < 1e-5)
  }

  @Test func aTrainingGoesOnWhereKerasStopped() throws {
    let (model, notes) = try CheckpointFixtures.open("keras-3-adam.keras").model()
    #expect(notes == [] && model.steps == 4 && model.training?.optimizer.learningRate == 0.02)
    #expect(
      greatestDifference(try model.kerasOutputs(), try CheckpointFixtures.outputs("keras-3-adam")) < 1e-5)
    try model.trainAStep()
    #expect(
      greatestDifference(try model.kerasOutputs(), try CheckpointFixtures.outputs("keras-3-adam-next")) < 1e-5
    )
  }

  @Test func whatDoesNotFitIsSaidAndChangesNothing() throws {
    let model = try CheckpointFixtures.network(classes: 5)
    let before = model.parameters
    #expect(
      message { try CheckpointFixtures.open("keras-3.weights.h5").loadWeights(into: model) }
        == "keras-3.weights.h5: layer dense_1 (Dense) expects a kernel of (4, 5), but that of dense_1 in the file is "
        + "(4, 3)")
    #expect(model.parameters == before)
    let small = try Model([6, 6, 1], [flatten(), dense(3)])
    #expect(
      message { try CheckpointFixtures.open("keras-2.h5").loadWeights(into: small) }
        == "keras-2.h5: net has 1 layers with weights, and the file has 5: conv2d, batch_normalization, second, dense, "
        + "dense_1")
    #expect(
      message { try CheckpointFixtures.open("keras-3.weights.h5").loadWeights(into: small) }
        == "keras-3.weights.h5: the file has weights of more layers than net: batch_normalization, conv2d, conv2d_1, "
        + "dense_1")
    let other = try Model([6, 6, 1], [conv2D(2, 3), conv2D(3, 2), conv2D(1, 1), flatten()])
    #expect(
      message { try CheckpointFixtures.open("keras-3.weights.h5").loadWeights(into: other) }
        == "keras-3.weights.h5: layer conv2d_2 (Conv2D) is not in the file, which has weights of batch_normalization, "
        + "conv2d, conv2d_1, dense, dense_1")
    #expect(
      message { _ = try CheckpointFixtures.open("keras-3.weights.h5").model() }
        == "keras-3.weights.h5: it holds weights alone and no model\ndescribe the model with model, then use load_weights"
    )
  }
}
