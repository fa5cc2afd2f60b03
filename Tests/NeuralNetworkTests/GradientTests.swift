import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// The gradients of whole networks against finite differences (see `checkGradients`).
@Suite struct GradientTests {
  @Test(arguments: Activation.allCases)
  func denseWith(activation: Activation) throws {
    try checkGradients(
      Model([11], [dense(7, activation: activation), dense(5, activation: .softmax)]), images: 21)
  }

  @Test(arguments: Activation.allCases)
  func convolutionWith(activation: Activation) throws {
    try checkGradients(
      Model(
        [6, 5, 2], [conv2D(3, 3, 2, activation: activation), flatten(), dense(4, activation: .softmax)]))
  }

  @Test(arguments: [Padding.valid, .same], [[1, 1], [2, 2], [3, 1], [1, 3]])
  func convolutionUnderAConvolutionWith(padding: Padding, strides: Shape) throws {
    try checkGradients(
      Model(
        [8, 9, 2],
        [
          conv2D(3, 3, activation: .tanh, padding: .same),
          conv2D(4, 4, 3, activation: .sigmoid, strides: strides, padding: padding), flatten(),
          dense(3, activation: .softmax),
        ]))
  }

  /// Two layers that are computed with fewer products, of which the second asks for the gradient of its input.
  @Test(arguments: [Padding.valid, .same], 3...7)
  func convolutionsWithFewerProducts(padding: Padding, width: Int) throws {
    let layers = try [
      conv2D(9, 5, width, activation: .tanh, padding: padding),
      conv2D(17, 5, width, activation: .relu, padding: padding), flatten(), dense(3, activation: .softmax),
    ]
    var shape = [11, 24, 8]
    for layer in layers.prefix(2) {
      let operation = try layer.built(for: shape).operation
      #expect(type(of: operation.withFewerProducts) != type(of: operation))
      shape = try layer.built(for: shape).output
    }
    try checkGradients(Model([11, 24, 8], layers), images: 18, limit: 12)
  }

  @Test(arguments: [Padding.valid, .same], [(2, 2), (3, 1), (3, 2), (2, 3)])
  func poolingsWith(padding: Padding, window: (size: Int, strides: Int)) throws {
    for pool in [averagePooling2D, maxPooling2D] {
      try checkGradients(
        Model(
          [9, 8, 2],
          [
            conv2D(3, 2, activation: .tanh), pool(window.size, window.strides, padding), flatten(),
            dense(3, activation: .softmax),
          ]))
    }
  }

  @Test(arguments: Loss.ofClasses, [Activation.softmax, .sigmoid])
  func lossOfALastLayerWith(loss: Loss, activation: Activation) throws {
    try checkGradients(
      Model([5, 5, 1], [flatten(), dense(6, activation: .tanh), dense(4, activation: activation)]), loss,
      images: 33)
  }

  @Test func softmaxBetweenLayers() throws {
    try checkGradients(
      Model(
        [4, 4, 3],
        [
          conv2D(4, 2, activation: .softmax), averagePooling2D(2, strides: 1), flatten(),
          dense(6, activation: .softmax), dense(3, activation: .softmax),
        ]))
  }

  @Test(arguments: Activation.allCases)
  func activationLayer(function: Activation) throws {
    try checkGradients(
      Model(
        [6, 5, 2],
        [
          conv2D(3, 3, 2), activation(function), flatten(), dense(6), activation(function), dense(4),
          activation(.softmax),
        ]))
  }

  /// What the last layer gives is kept small, too, whether or not the loss takes its logits.
  @Test(arguments: Loss.ofClasses, [Activation.softmax, .sigmoid, .softplus])
  func regularizedOutputs(loss: Loss, activation: Activation) throws {
    func regularized(_ units: Int, _ activation: Activation) throws -> any Layer {
      try layer(
        Dense.self,
        [
          "units": .integer(units), "activation": .text(activation.rawValue),
          "activity_regularizer": .text("l1_l2 l1=0.25 l2=0.5"),
        ])
    }
    try checkGradients(Model([7], [regularized(6, .tanh), regularized(4, activation)]), loss, images: 21)
  }

  @Test func regularizedKernels() throws {
    try checkGradients(
      Model(
        [6, 5, 2],
        [
          conv2D(3, 3, activation: .tanh, l2: 0.01), conv2D(2, 2, l2: 0), flatten(),
          dense(6, activation: .tanh, l2: 0.5), dense(4, activation: .softmax, l2: 0.001),
        ]), images: 21)
  }
}
