import Core
import Testing

@testable import NeuralNetwork

/// What a learner reads when something does not fit, word for word.
@Suite struct ModelErrorTests {
  /// Expects `body` to throw this message, at this layer of the model.
  private func expect<T>(
    _ message: String, layer: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> T
  ) {
    let error = #expect(throws: ModelError.self, sourceLocation: sourceLocation) { _ = try body() }
    #expect(error?.message == message, sourceLocation: sourceLocation)
    #expect(error?.layer == layer, sourceLocation: sourceLocation)
  }

  // MARK: - Defining a model

  @Test func windowLargerThanItsInput() {
    expect(
      "its 5x5 window is larger than its input of 4x28; use a smaller window or padding=same", layer: 1
    ) { try Model([8, 32, 1], [conv2D(6, 5), conv2D(16, 5)]) }
    expect("its 3x3 window is larger than its input of 2x2; use a smaller window or padding=same", layer: 0) {
      try Model([2, 2, 1], [maxPooling2D(3)])
    }
  }

  @Test func denseWithoutFlatten() {
    expect("needs a vector, but its input is 24x24x6; put Flatten before it", layer: 1) {
      try Model([28, 28, 1], [conv2D(6, 5), dense(10)])
    }
  }

  @Test func convolutionOfImagesWithoutChannels() {
    expect(
      "needs images of height x width x channels, but its input is 28x28; reshape the images to 28x28x1",
      layer: 0
    ) { try Model([28, 28], [conv2D(6, 5)]) }
    expect("needs images of height x width x channels, but its input is 784", layer: 1) {
      try Model([28, 28, 1], [flatten(), averagePooling2D(2)])
    }
  }

  /// As in Keras, the last axis is the channels, whatever it is called.
  @Test func normalizationGoesOverTheLastAxis() throws {
    #expect(try Model([28, 20], [batchNormalization()]).nodes[0].weights[0].shape == [20])
    #expect(try Model([4, 3, 2, 5], [batchNormalization()]).nodes[0].weights[0].shape == [5])
    #expect(try Model([28, 20], [dropout(0.5), activation(.softmax)]).nodes[1].outputShape == [28, 20])
  }

  @Test func windowsAndStridesOfNoLengthOrTooLong() {
    expect("its window of 3x3 and strides of 0x1 must be 1 to 10000 pixels long", layer: 0) {
      try Model([28, 28, 1], [conv2D(6, 3, strides: [0, 1])])
    }
    expect("its window of 0x3 and strides of 1x1 must be 1 to 10000 pixels long", layer: 0) {
      try Model([28, 28, 1], [conv2D(6, 0, 3, padding: .same)])
    }
    expect(
      "its window of 9223372036854775807x9223372036854775807 and strides of "
        + "9223372036854775807x9223372036854775807 must be 1 to 10000 pixels long", layer: 0
    ) { try Model([28, 28, 1], [maxPooling2D(.max, padding: .same)]) }
  }

  @Test func hugeLayers() {
    expect("is too large: its output would be 1000000000", layer: 0) {
      try Model([784], [dense(1_000_000_000)])
    }
    expect("is too large: its kernel would be 784x1000000", layer: 0) {
      try Model([784], [dense(1_000_000)])
    }
    expect("is too large: its kernel would be 20000x20000", layer: 1) {
      try Model([1], [dense(20_000), dense(20_000)])
    }
    expect("is too large: its bias would be 16384", layer: 0) {
      try Model([8192], [dense(16384)])
    }
    // The values of all layers together count, for a worker keeps them all.
    expect("is too large: its output would be 100x100x500", layer: 3) {
      try Model([100, 100, 1], (0..<4).map { _ in try conv2D(500, 1) })
    }
    expect("is too large: its output would be 28x28x9223372036854775807", layer: 0) {
      try Model([28, 28, 1], [conv2D(.max, 5, padding: .same)])
    }
    expect("is too large: its kernel would be 10000x10000x1x20000", layer: 0) {
      try Model([28, 28, 1], [conv2D(20_000, 10_000, padding: .same)])
    }
  }

  @Test func inputOfNoSizeOrTooLarge() {
    expect("input=28x0x1 has no values, or too many") { try Model([28, 0, 1], [flatten()]) }
    expect("input=-1x-1 has no values, or too many") { try Model([-1, -1], [flatten()]) }
    expect("input=9223372036854775807x9223372036854775807 has no values, or too many") {
      try Model([.max, .max], [flatten()])
    }
    expect("the model has no layers") { try Model([28, 28, 1], []) }
  }

  @Test func layerWithoutItsArgument() {
    expect("filters is missing") { try layer(Conv2D.self, ["kernel_size": .integer(3)]) }
    expect("kernel_size is missing") { try layer(Conv2D.self, ["filters": .integer(3)]) }
    expect("units is missing") { try layer(Dense.self, [:]) }
  }

  // MARK: - Training and asking a model

  let data = Examples.quarters(20, seed: 1)

  private func network(compiled: Bool = true) throws -> Model {
    let model = try Examples.quartersNetwork()
    if compiled { model.compile(optimizer(SGD.self)) }
    return model
  }

  private func fit(_ model: Model, _ data: Examples, _ options: FitOptions = FitOptions()) throws {
    _ = try withPool(1) { try model.fit(data, options, pool: $0) }
  }

  @Test func modelThatIsNotCompiled() {
    let message = "the model is not compiled yet: compile it first, with an optimizer and a loss"
    expect(message) { try fit(network(compiled: false), data) }
    expect(message) {
      try withPool(1) {
        try network(compiled: false).evaluate(images: data.images, labels: data.labels, pool: $0)
      }
    }
  }

  @Test func fitOptionsBelowOne() {
    expect("batch_size must be at least 1") { try fit(network(), data, FitOptions(batchSize: 0)) }
    expect("batch_size must be at least 1") { try fit(network(), data, FitOptions(batchSize: .min)) }
    expect("epochs must be at least 1") { try fit(network(), data, FitOptions(epochs: 0)) }
    expect("epochs must be at least 1") { try fit(network(), data, FitOptions(epochs: -3)) }
  }

  @Test func dataWithoutImages() {
    expect("there are no images") {
      try fit(network(), Examples(images: data.images.selecting(0..<0), labels: []))
    }
  }

  @Test func imagesAndLabelsOfDifferentCount() {
    expect("there are 20 images but 19 labels") {
      try fit(network(), Examples(images: data.images, labels: Array(data.labels.dropLast())))
    }
  }

  @Test func labelOutsideTheClasses() {
    var labels = data.labels
    labels[3] = 4
    expect(
      "label 4 of image 3 is outside the 4 classes of net (0 to 3); its last layer, dense_1, needs more units"
    ) { try fit(network(), Examples(images: data.images, labels: labels)) }
    labels[2] = -1
    expect(
      "label -1 of image 2 is outside the 4 classes of net (0 to 3); its last layer, dense_1, needs more units"
    ) { try fit(network(), Examples(images: data.images, labels: labels)) }
  }

  @Test func imagesOfAnotherShape() throws {
    let other = Examples.noise(20, [8, 8, 3], classes: 4, seed: 1)
    expect("the images are 8x8x3, but net takes 8x8x1") { try fit(network(), other) }
    expect("the images are 8x8x3, but net takes 8x8x1") {
      try withPool(1) { try network().predict(images: other.images, pool: $0) }
    }
    expect("validation data: the images are 8x8x3, but net takes 8x8x1") {
      try withPool(1) { try network().fit(data, FitOptions(), validation: other, pool: $0) }
    }
  }

  @Test func imagesMayLackOrHaveAnAxisOfOne() throws {
    let flat = try #require(data.images.reshaped([20, 8, 8]))
    try fit(network(), Examples(images: flat, labels: data.labels))
    let model = try Model([8, 8], [flatten(), dense(4, activation: .softmax)])
    model.compile(optimizer(SGD.self))
    try fit(model, data)
  }

  @Test func lastLayerThatIsNoVector() throws {
    let model = try Model([8, 8, 1], [conv2D(4, 3)])
    model.compile(optimizer(SGD.self))
    expect(
      "the last layer's output is 6x6x4, not one value per class; end the model with Flatten and Dense"
    ) { try fit(model, data) }
  }

  @Test func predictionOfNoImagesIsEmpty() throws {
    let none = try withPool(2) { try network().predict(images: data.images.selecting(0..<0), pool: $0) }
    #expect(none.shape == [0, 4])
  }
}
