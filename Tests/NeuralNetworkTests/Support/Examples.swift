import Core
import Kernels

@testable import NeuralNetwork

/// Images with labels.
struct Examples {
  var images: Tensor
  var labels: [Int32]

  /// Random numbers in -1..<1 and random labels: nothing to learn.
  static func noise(_ count: Int, _ shape: Shape, classes: Int, seed: UInt64) -> Examples {
    var random = RandomSequence(seed: seed, stream: 100)
    let size = shape.reduce(1, *)
    let floats = (0..<count * size).map { _ in random.uniform(-1, 1) }
    let labels = (0..<count).map { _ in Int32(random.integer(below: UInt32(classes))) }
    return Examples(images: Tensor(shape: [count] + shape, floats: floats), labels: labels)
  }

  /// 8x8 images of noise with one bright quarter, which is the class: easy to learn.
  static func quarters(_ count: Int, seed: UInt64) -> Examples {
    var random = RandomSequence(seed: seed, stream: 200)
    var floats: [Float] = []
    let labels = (0..<count).map { _ in Int32(random.integer(below: 4)) }
    for label in labels {
      for y in 0..<8 {
        for x in 0..<8 {
          let isBright = Int32(y / 4 * 2 + x / 4) == label
          floats.append(random.uniform() + (isBright ? 0.5 : 0))
        }
      }
    }
    return Examples(images: Tensor(shape: [count, 8, 8, 1], floats: floats), labels: labels)
  }

  /// A small network with every kind of layer for `quarters`.
  static func quartersNetwork() throws(ModelError) -> Model {
    try Model(
      [8, 8, 1],
      [
        conv2D(7, 3, activation: .relu, padding: .same), maxPooling2D(2),
        conv2D(5, 2, activation: .tanh), averagePooling2D(2, strides: 1), flatten(),
        dense(18, activation: .relu), dense(4, activation: .softmax),
      ])
  }
}
