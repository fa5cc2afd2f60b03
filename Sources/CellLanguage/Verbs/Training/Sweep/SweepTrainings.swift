import Core
import Foundation
import NeuralNetwork

/// The trainings of a sweep, several at a time, each on a thread of its own.
///
/// A training asks whether to go on as often as it would alone, but does not wait for the answer: whoever waits for the
/// trainings takes their questions up one training after the other. So a request to stop comes into effect at the same
/// question, and is replayed there, however many are trained side by side.
final class SweepTrainings: @unchecked Sendable {
  /// How far a training is.
  struct Progress {
    var epoch = 0
    var batch = 0
    var batches = 1
    var logs: Logs = []
    /// How much of the training is done, 0 to 1.
    var fraction = 0.0
  }

  /// What is there next of the training whose turn it is.
  enum News {
    case question
    case ended(Result<FitResult, ModelError>)
    /// Another one has ended, so that there is room for one more.
    case room
  }

  private struct Training {
    let bytes: Int
    var result: Result<FitResult, ModelError>?
    var asked = 0
    var answered = 0
    var progress = Progress()
  }

  /// Guards what follows, which all threads share.
  private let condition = NSCondition()
  private var trainings: [Training] = []
  private var isToStop = false
  /// Those that have ended since somebody was told.
  private var untold = 0

  /// Begins one more.
  /// - Parameters:
  ///   - bytes: of memory that it takes.
  ///   - threads: how many compute, its own one included.
  func begin(
    _ model: Model, on data: TrainingData, _ options: FitOptions, bytes: Int, threads: Int
  ) {
    condition.lock()
    let number = trainings.count
    trainings.append(Training(bytes: bytes))
    condition.unlock()
    nonisolated(unsafe) let model = model
    let thread = Thread { [self] in
      let pool = WorkerPool(count: threads)
      defer { pool.close() }
      let goesOn = { event in self.asks(number, event, of: options.epochs) }
      let result = Work.watched(by: { _, _ in goesOn(nil) }) {
        do throws(ModelError) {
          return Result<FitResult, ModelError>.success(
            try data.fit(model, options, pool: pool, observe: goesOn))
        } catch {
          return .failure(error)
        }
      }
      condition.lock()
      trainings[number].result = result
      untold += 1
      condition.broadcast()
      condition.unlock()
    }
    // As much as the program's first thread has.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// A question of a training, on its own thread; `event` is what has happened.
  private func asks(_ number: Int, _ event: FitEvent?, of epochs: Int) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    trainings[number].asked += 1
    trainings[number].progress.note(event, of: epochs)
    condition.broadcast()
    return !isToStop
  }

  /// Waits for what is there next of a training.
  func next(of number: Int) -> News {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if trainings[number].answered < trainings[number].asked {
        trainings[number].answered += 1
        return .question
      }
      if let result = trainings[number].result { return .ended(result) }
      if untold > 0 {
        untold = 0
        return .room
      }
      condition.wait()
    }
  }

  /// Has all of them stop, and waits until they have.
  func stop() {
    condition.lock()
    defer { condition.unlock() }
    isToStop = true
    while trainings.contains(where: { $0.result == nil }) { condition.wait() }
  }

  /// How many run, and the bytes of memory that they take.
  var running: (count: Int, bytes: Int) {
    condition.lock()
    defer { condition.unlock() }
    return trainings.reduce((0, 0)) { sum, training in
      training.result == nil ? (sum.0 + 1, sum.1 + training.bytes) : sum
    }
  }

  /// How far a training is, and how many of them are done, in whole and in part.
  func progress(of number: Int) -> (own: Progress, done: Double) {
    condition.lock()
    defer { condition.unlock() }
    return (trainings[number].progress, trainings.reduce(0) { $0 + $1.progress.fraction })
  }
}

extension SweepTrainings.Progress {
  fileprivate mutating func note(_ event: FitEvent?, of epochs: Int) {
    switch event {
    case .epochBegan(let epoch, _): (self.epoch, batch) = (epoch, 0)
    case .batchEnded(let batch, let batches, let loss, let accuracy):
      (self.batch, self.batches, logs) = (batch, batches, .batch(loss: loss, accuracy: accuracy))
    default: return
    }
    fraction = (Double(epoch - 1) + Double(batch) / Double(max(1, batches))) / Double(max(1, epochs))
  }
}
