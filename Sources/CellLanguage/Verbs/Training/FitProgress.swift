import Foundation
import NeuralNetwork

/// Turns the events of a fit into Keras's lines, times beside them, and the state of its epochs in numbers.
final class FitProgress {
  private let session: Session
  private let images: Int
  private let options: FitOptions
  private let clock = ContinuousClock()
  private var start: ContinuousClock.Instant
  private var epoch = 0
  private var batches = 1

  /// - Parameter images: of an epoch.
  init(session: Session, images: Int, options: FitOptions) {
    self.session = session
    self.images = images
    self.options = options
    start = clock.now
  }

  func report(_ event: FitEvent) {
    switch event {
    case .epochBegan(let epoch, let epochs):
      start = clock.now
      self.epoch = epoch
      session.say("Epoch \(epoch)/\(epochs)")
    case .batchEnded(let batch, let batches, let loss, let accuracy):
      self.batches = batches
      show(.batches, batch, of: batches, logs: .batch(loss: loss, accuracy: accuracy), batch: batch)
    case .message(let line): session.say(line)
    case .epochRestored(let epoch, let epochs, let batches, let messages, let logs):
      session.say("Epoch \(epoch)/\(epochs)")
      for message in messages { session.say(message) }
      session.say("\(batches)/\(batches) - \(logs.printed)", aside: "from the backup")
    case .epochEnded(_, let batches, let logs):
      show(.epochEnded, batches, of: batches, logs: logs, batch: batches)
      let seconds = (clock.now - start) / .seconds(1)
      session.say(
        "\(batches)/\(batches) - \(logs.printed)",
        aside: String(format: "%.1f s, %.0f images/s", seconds, Double(images) / max(seconds, 1e-9)))
    }
  }

  /// Hears of what an epoch does besides its batches: validation images measured, training images augmented.
  /// - Returns: false where it is to stop.
  func isMeasuring(_ done: Int, _ total: Int) -> Bool {
    show(.images, done, of: total, batch: batches)
    return !session.isInterrupted
  }

  /// - Parameter batch: how many batches of this epoch are done.
  private func show(_ stage: Output.Progress.Stage, _ done: Int, of total: Int, logs: Logs = [], batch: Int) {
    let epochs = Double(max(0, epoch - 1)) + Double(batch) / Double(batches)
    session.emit(
      .progress(
        Output.Progress(
          stage, done: done, total: total, logs: logs, epoch: (epoch, options.epochs),
          fraction: epochs / Double(options.epochs), images: Int(clamping: epochs * Double(images)))))
  }
}

extension Logs {
  /// The means over the batches of an epoch so far.
  static func batch(loss: Double, accuracy: Double) -> Logs {
    // Of targets that are numbers there is no accuracy.
    [LogEntry(key: "loss", value: loss)]
      + (accuracy.isNaN ? [] : [LogEntry(key: "accuracy", value: accuracy)])
  }
}
