import Core

/// Something that looks at the measurements after each epoch of a `fit` and may step in. A new callback is one file in
/// `Callbacks/`.
///
/// What a callback remembers begins afresh with each `fit`, for `fit` works on a copy of it.
/// Source of the rules, names and messages of all of them: Keras 3.15, https://keras.io/api/callbacks
public protocol Callback {
  /// What it watches. `fit` refuses to start where that is not measured.
  var monitor: Monitor { get }

  /// Called after each epoch, in the order in which the callbacks were given.
  mutating func epochEnded(_ fit: inout FitState) throws(ModelError)

  /// Called once when the training is over, unless it was interrupted or failed.
  mutating func trainingEnded(_ fit: inout FitState)
}

extension Callback {
  public mutating func trainingEnded(_ fit: inout FitState) {}
}

/// What a callback sees of a fit, and what it can do to it.
public struct FitState {
  /// Its weights may be read and replaced.
  public let model: Model
  /// The epoch that ended, counted from 1.
  public let epoch: Int
  /// What was measured in the epoch. What is added goes into the history.
  public var logs: Logs
  /// The optimizer's; the next epoch uses what is set here.
  public var learningRate: Float
  /// Whether this was the last epoch.
  public var stopsTraining = false
  /// What the history notes of this epoch.
  public var events: [History.Event.Kind] = []
  /// Lines for the learner.
  public var messages: [String] = []

  init(model: Model, epoch: Int, logs: Logs, learningRate: Float) {
    self.model = model
    self.epoch = epoch
    self.logs = logs
    self.learningRate = learningRate
  }
}
