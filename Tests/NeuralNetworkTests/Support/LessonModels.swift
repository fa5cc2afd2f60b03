import Core

@testable import NeuralNetwork

/// The networks of the lessons. Dropout is for the caller to choose: no two engines draw the same numbers.
enum LessonModels {
  /// LeNet for 43 traffic signs.
  static func trafficSigns() throws(ModelError) -> Model {
    try Model(
      [32, 32, 1],
      [
        conv2D(6, 5, activation: .relu), averagePooling2D(2), conv2D(16, 5, activation: .relu),
        averagePooling2D(2), flatten(), dense(120, activation: .relu), dense(84, activation: .relu),
        dense(43, activation: .softmax),
      ])
  }

  /// A network of Dense layers on images without a channel axis.
  static func feedForward(dropout rate: Double = 0) throws(ModelError) -> Model {
    try Model(
      [28, 28],
      [
        flatten(), dense(512, activation: .relu), dropout(rate), dense(512, activation: .relu),
        dropout(rate), dense(10, activation: .softmax),
      ])
  }

  /// LeNet-5 with a pooling of stride 1 and a third convolution.
  static func overlappingPools() throws(ModelError) -> Model {
    try Model(
      [28, 28, 1],
      [
        conv2D(6, 5, activation: .relu), averagePooling2D(2, strides: 1), conv2D(16, 5, activation: .tanh),
        averagePooling2D(2, strides: 2), conv2D(120, 5, activation: .tanh), flatten(),
        dense(84, activation: .tanh), dense(10, activation: .softmax),
      ])
  }

  /// LeNet-5 as in 1998, with tanh.
  static func lenet5() throws(ModelError) -> Model {
    try Model(
      [28, 28, 1],
      [
        conv2D(6, 5, activation: .tanh), averagePooling2D(2), conv2D(16, 5, activation: .tanh),
        averagePooling2D(2), flatten(), dense(120, activation: .tanh), dense(84, activation: .tanh),
        dense(10, activation: .softmax),
      ])
  }

  /// LeNet-5 with batch normalization, and dropout of `rates` after each of its two stages.
  static func digitRecognizer(
    dropout rates: (Double, Double) = (0, 0), seed: UInt64 = 1
  ) throws(ModelError) -> Model {
    try Model(
      [28, 28, 1],
      [
        conv2D(6, 5, activation: .relu, padding: .same), maxPooling2D(2), batchNormalization(),
        dropout(rates.0), conv2D(16, 5, activation: .relu), maxPooling2D(2), batchNormalization(),
        dropout(rates.1), flatten(), dense(120, activation: .relu), dense(84, activation: .relu),
        dense(10, activation: .softmax),
      ], seed: seed)
  }

  /// A wider LeNet with maximum pooling, for scanned handwriting.
  static func handwriting() throws(ModelError) -> Model {
    try Model(
      [28, 28, 1],
      [
        conv2D(20, 5, activation: .relu, padding: .same), maxPooling2D(2, strides: 2),
        conv2D(50, 5, activation: .relu, padding: .same), maxPooling2D(2, strides: 2), flatten(),
        dense(500, activation: .relu), dense(10, activation: .softmax),
      ])
  }
}
