import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// The gradients of networks of random layers in random shapes.
@Suite struct RandomNetworkTests {
  @Test(arguments: 0..<32)
  func randomNetwork(seed: Int) throws {
    var random = RandomSequence(seed: UInt64(seed), stream: 400)
    let input = [random.integer(6...11), random.integer(6...11), random.integer(1...3)]
    var layers: [any Layer] = []
    var shape = input
    for _ in 0..<random.integer(1...6) {
      let next = try randomLayer(&random)
      // A window that has become too large is left out.
      guard let output = try? next.built(for: shape).output else { continue }
      layers.append(next)
      shape = output
    }
    layers.append(try flatten())
    if random.integer(0...1) == 1 {
      layers.append(try dense(random.integer(1...9), activation: random.element(Activation.tame)))
    }
    layers.append(try dense(random.integer(2...6), activation: random.element([.softmax, .sigmoid])))
    try checkGradients(
      Model(input, layers, seed: UInt64(seed)), random.element(Loss.ofClasses),
      images: random.integer(1...35), seed: UInt64(seed), limit: 20)
  }

  private func randomLayer(_ random: inout RandomSequence) throws -> any Layer {
    let padding = random.element([Padding.valid, .same])
    switch random.integer(0...6) {
    case 0:
      return try averagePooling2D(random.integer(1...3), strides: random.integer(1...3), padding: padding)
    case 1: return try maxPooling2D(random.integer(1...3), strides: random.integer(1...3), padding: padding)
    case 2: return try batchNormalization(epsilon: 0.1)
    case 3: return try dropout(Double(random.integer(0...5)) / 10)
    case 4: return try activation(random.element(Activation.tame))
    default:
      return try conv2D(
        random.integer(1...8), random.integer(1...4), random.integer(1...4),
        activation: random.element(Activation.tame),
        strides: [random.integer(1...2), random.integer(1...2)], padding: padding)
    }
  }
}
