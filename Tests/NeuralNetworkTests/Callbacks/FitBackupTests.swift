import Core
import Testing

@testable import NeuralNetwork

/// A fit that goes on from what it kept after any of its epochs ends as one that was never cut off.
@Suite struct FitBackupTests {
  private let images: Tensor
  private let labels = (0..<60).map { Int32($0 * 7 % 3) }
  private static let epochs = 6

  init() {
    var random = RandomSequence(seed: 5, stream: 1)
    images = Tensor(shape: [60, 6, 6, 1], floats: (0..<60 * 36).map { _ in random.uniform(-1, 1) })
  }

  /// What a fit leaves.
  private struct End: Equatable {
    let parameters: [Float]
    let slots: [Float]
    let steps: Int
    let history: History
    let lines: [String]
    let learningRate: Float?
  }

  private func fit(
    seed: UInt64 = 3, identity: String = "", from bytes: [UInt8]? = nil, keeping: ([UInt8]) -> Void = { _ in }
  ) throws -> (end: End, restored: Int, isRemoved: Bool) {
    let model = try Model(
      [6, 6, 1],
      [
        conv2D(4, 3, activation: .relu), batchNormalization(), flatten(), dropout(0.4),
        dense(3, activation: .softmax),
      ])
    model.compile(
      .init(
        optimizer: optimizer(Adam.self, ["use_ema": .flag(true)]), loss: .sparseCategoricalCrossentropy,
        metrics: [.accuracy, .auc]))
    let callbacks: [any Callback] = [
      try EarlyStopping(
        Options([
          "early_stopping": .text("val_loss"), "patience": .integer(9), "restore_best_weights": .flag(true),
        ])),
      try ReduceLROnPlateau(
        Options([
          "reduce_lr": .text("loss"), "reduce_lr_patience": .integer(0), "reduce_lr_min_delta": .number(0.2),
        ])),
    ]
    var lines: [String] = []
    var (restored, isRemoved) = (0, false)
    let result = try withoutActuallyEscaping(keeping) { keeping in
      let backup = FitBackup(identity: identity) {
        bytes
      } write: {
        keeping($0)
      } remove: {
        isRemoved = true
      }
      return try model.fit(
        images: images, labels: labels, options: FitOptions(batchSize: 16, epochs: Self.epochs, seed: seed),
        validation: (images, labels.reversed()), callbacks: callbacks, backup: backup,
        pool: WorkerPool(count: 2)
      ) { event in
        switch event {
        case .message(let line): lines.append(line)
        case .epochEnded(_, _, let logs): lines.append("\(logs)")
        case .epochRestored(_, _, _, let messages, let logs):
          restored += 1
          lines += messages + ["\(logs)"]
        default: break
        }
        return true
      }
    }
    let end = End(
      parameters: model.parameters, slots: model.slots, steps: model.steps, history: result.history,
      lines: lines,
      learningRate: model.training?.optimizer.learningRate)
    return (end, restored, isRemoved)
  }

  @Test func eachEpochCanBeTheLast() throws {
    var kept: [[UInt8]] = []
    let whole = try fit { kept.append($0) }
    #expect(kept.count == Self.epochs - 1 && whole.restored == 0 && whole.isRemoved)
    #expect(whole.end.lines.contains { $0.contains("reducing learning rate") })
    for (epoch, bytes) in kept.enumerated() {
      let rest = try fit(from: bytes)
      #expect(rest.restored == epoch + 1 && rest.isRemoved)
      #expect(rest.end == whole.end)
    }
  }

  @Test func theBackupOfAnotherFitIsNotUsed() throws {
    var kept: [[UInt8]] = []
    _ = try fit { kept.append($0) }
    #expect(try fit(seed: 4, from: kept[0]).restored == 0)
    #expect(try fit(identity: "other", from: kept[0]).restored == 0)
  }

  /// A file that was cut off or changed: the fit uses all of it or none of it.
  @Test func damageIsNoticed() throws {
    var kept: [[UInt8]] = []
    let whole = try fit { kept.append($0) }
    var random = RandomSequence(seed: 9, stream: 1)
    for _ in 0..<60 {
      var bytes = kept[2]
      if random.integer(0...3) == 0 {
        bytes.removeLast(random.integer(1...bytes.count))
      } else {
        bytes[random.integer(0...bytes.count - 1)] ^= UInt8(1 << random.integer(0...7))
      }
      let rest = try? fit(from: bytes)
      #expect(rest == nil || rest?.end.parameters == whole.end.parameters)
    }
  }
}
