import Core
import Foundation

@testable import NeuralNetwork

/// What checkpoints.py writes beside Keras's files.
struct KerasOutputs: Decodable {
  let version: String
  let outputs: [String: [[Float]]]
}

extension CheckpointFormat {
  /// Those that Keras opens.
  static let keras: [CheckpointFormat] = [.weights, .model, .archive]
}

enum CheckpointFixtures {
  private static let folder = fixtureFolder.appendingPathComponent("checkpoints").path

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
  }

  static func open(_ name: String) throws -> CheckpointFile { try CheckpointFile(bytes(name), name: name) }

  static func outputs(_ name: String) throws -> [[Float]] {
    let data = try bytes("\(name.prefix(7)).json")
    return try JSONDecoder().decode(KerasOutputs.self, from: Data(data)).outputs[name] ?? []
  }

  /// The network in these files, described here.
  static func network(classes: Int = 3) throws -> Model {
    try Model(
      [6, 6, 1],
      [
        conv2D(2, 3, activation: .relu, padding: .same), maxPooling2D(2), batchNormalization(epsilon: 0.01),
        dropout(0.25), conv2D(3, 2), activation(.tanh), averagePooling2D(2, strides: 1, padding: .same),
        flatten(), dense(4, activation: .sigmoid), dense(classes, activation: .softmax),
      ])
  }
}

/// The images that both sides feed, as `images` of checkpoints.py.
func kerasImages(_ count: Int, _ shape: Shape) -> Tensor {
  var floats: [Float] = []
  for n in 0..<count {
    for y in 0..<shape[0] {
      for x in 0..<shape[1] {
        for c in 0..<shape[2] { floats.append(Float((5 * n + 3 * y + 7 * x + c) % 17) / 16) }
      }
    }
  }
  return Tensor(shape: [count] + shape, floats: floats)
}

extension Model {
  /// Outputs for the first images.
  func kerasOutputs(_ count: Int = 4) throws -> [[Float]] {
    let outputs = try withPool(1) { try predict(images: kerasImages(count, inputShape), pool: $0) }
    return (0..<count).map { outputs.floats(ofRow: $0) }
  }

  /// One step on the first images, labelled by counting.
  func trainAStep(_ count: Int = 4) throws {
    let data = Examples(
      images: kerasImages(count, inputShape), labels: (0..<count).map { Int32($0 % outputCount) })
    _ = try withPool(1) { try fit(data, FitOptions(batchSize: count, shuffle: false), pool: $0) }
  }
}

/// The greatest difference of two tables; infinite where they do not have one shape.
func greatestDifference(_ a: [[Float]], _ b: [[Float]]) -> Float {
  guard a.count == b.count, !a.isEmpty, zip(a, b).allSatisfy({ $0.count == $1.count }) else {
    return .infinity
  }
  return zip(a, b).flatMap { zip($0, $1).map { abs($0 - $1) } }.reduce(0) {
    max($0, $1.isNaN ? .infinity : $1)
  }
}

/// The message of the error that `body` throws; nil where it throws none.
func message(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}
