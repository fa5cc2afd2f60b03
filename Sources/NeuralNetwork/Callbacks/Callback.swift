import Core

/// Something that looks at the measurements after each epoch of a `fit` and may step in. A new callback is one file in
/// `Callbacks/` and one line in ``callbackTypes``.
///
/// What a callback remembers begins afresh with each `fit`, for `fit` works on a copy of it. It is `Codable`, so that a fit that was
/// cut off goes on with what they remembered (``FitBackup``).
/// Source of the rules, names and messages of all of them: Keras 3.15, https://keras.io/api/callbacks
public protocol Callback: Codable, SendableMetatype {
  /// What it does, for `help`, and its options, with Keras's names and defaults where these tell callbacks apart. The first
  /// option asks for the callback; the others belong to it.
  static var declaration: Declaration { get }

  init(_ options: Options) throws(ModelError)

  /// What it watches, if anything. `fit` refuses to start where that is not measured.
  var watched: Monitor? { get }

  /// Whether it changes the learning rate, which it cannot where a schedule does.
  var setsLearningRate: Bool { get }

  /// The file of a model that it writes, as its first one is called; nil for none.
  var file: String? { get }

  /// The file of a table that it writes; nil for none.
  var table: String? { get }

  /// Called after each epoch, in the order in which the callbacks were given.
  mutating func epochEnded(_ fit: inout FitState) throws(ModelError)

  /// Called once when the training is over, unless it was interrupted or failed.
  mutating func trainingEnded(_ fit: inout FitState)
}

/// Every callback that `fit` knows, in the order in which they act after an epoch.
public let callbackTypes: [any Callback.Type] = [
  Checkpoint.self, EarlyStopping.self, ReduceLROnPlateau.self, CSVLogger.self,
]

extension Callback {
  public var setsLearningRate: Bool { false }
  public var file: String? { nil }
  public var table: String? { nil }
  public var watched: Monitor? { nil }

  public mutating func trainingEnded(_ fit: inout FitState) {}
}

/// Writes a model as a file. A file that is there should be replaced in one go, so that an interruption leaves it whole.
public typealias SaveModel = (_ model: Model, _ file: String) throws(ModelError) -> Void

/// Writes a text as a file, in one go.
public typealias WriteText = (_ text: String, _ file: String) throws(ModelError) -> Void

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

  private let saveModel: SaveModel?
  private let writeText: WriteText?

  init(
    model: Model, epoch: Int, logs: Logs, learningRate: Float, save: SaveModel?, write: WriteText? = nil
  ) {
    writeText = write
    self.model = model
    self.epoch = epoch
    self.logs = logs
    self.learningRate = learningRate
    saveModel = save
  }

  /// Writes the model as it is now.
  func save(to file: String) throws(ModelError) {
    guard let saveModel else { throw ModelError("there is nowhere to write \(file)") }
    try saveModel(model, file)
  }

  func write(_ text: String, to file: String) throws(ModelError) {
    guard let writeText else { throw ModelError("there is nowhere to write \(file)") }
    try writeText(text, file)
  }
}
