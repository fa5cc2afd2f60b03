import Core
import Foundation

/// Keeps a `fit` after each epoch, so that one that was cut off goes on from there and ends as it would have: Keras's
/// BackupAndRestore, https://keras.io/api/callbacks/backup_and_restore, which leaves out what callbacks remember.
public struct FitBackup {
  /// What the fit's result depends on besides the model, the data and the options: a backup of another fit is not used.
  let identity: String
  /// The bytes that were written last; nil where there are none.
  let read: () throws(ModelError) -> [UInt8]?
  /// Replaces them in one go.
  let write: ([UInt8]) throws(ModelError) -> Void
  /// Called when the fit is over.
  let remove: () -> Void

  public init(
    identity: String, read: @escaping () throws(ModelError) -> [UInt8]?,
    write: @escaping ([UInt8]) throws(ModelError) -> Void, remove: @escaping () -> Void
  ) {
    (self.identity, self.read, self.write, self.remove) = (identity, read, write, remove)
  }

  /// A fit between two epochs: all that the rest of it depends on.
  ///
  /// As a binary property list, which unlike JSON has numbers that are not finite:
  /// https://developer.apple.com/documentation/foundation/propertylistencoder
  struct State: Codable {
    /// What the fit began with.
    let start: String
    var history = History()
    /// What callbacks said in each epoch.
    var messages: [[String]] = []
    var callbacks: [Data] = []
    var learningRate: Float = 0
    var steps = 0
    var parameters = FloatBytes([])
    var slots = FloatBytes([])
    /// Of the last of these: a file that was changed by something else is not used.
    var check = ""

    /// A number that tells fits apart by what they begin with.
    static func start(
      _ model: Model, _ data: EpochData, _ options: FitOptions, _ callbacks: [any Callback], identity: String,
      validation: EpochData?
    ) throws(ModelError) -> String {
      var hash = FNV1a()
      hash.add(identity)
      hash.add(Version.number)
      // As Keras's files describe them: what Swift prints of a value may have another order in another process.
      let layers = try JSON.object(model.kerasConfig()).description
      hash.add("\(layers) \(model.nodes.map(\.isTrainable)) \(model.nodes.map(\.range))")
      hash.add(model.training?.kerasConfig(optimizerKey: "optimizer").description ?? "")
      hash.add(
        "\(options.batchSize) \(options.epochs) \(options.shuffle) \(options.seed) \(options.classWeights ?? [])"
      )
      hash.add("\(model.steps) \(model.training?.optimizer.learningRate ?? 0)")
      for callback in callbacks { hash.add(try callback.description) }
      hash.add(model.parameters)
      hash.add(model.slots)
      for data in [data, validation].compactMap({ $0 }) {
        hash.add("\(data.images.shape) \(data.labels)")
        for tensor in [data.images, data.targets].compactMap({ $0 }) {
          for row in 0..<tensor.count { hash.add(tensor.floats(ofRow: row)) }
        }
      }
      return String(hash.value, radix: 16)
    }
  }

  /// The state of a fit that began as this one does, or a new one where there is none that can be used.
  func state(
    _ model: Model, _ data: EpochData, _ options: FitOptions, _ callbacks: [any Callback],
    validation: EpochData?
  ) throws(ModelError) -> State {
    let start = try State.start(
      model, data, options, callbacks, identity: identity, validation: validation)
    guard let bytes = try read(),
      let state = try? PropertyListDecoder().decode(State.self, from: Data(bytes)), state.start == start,
      state.parameters.values.count == model.parameters.count,
      state.slots.values.count == model.slots.count, state.check == state.fingerprint
    else { return State(start: start) }
    return state
  }

  func keep(_ state: State) throws(ModelError) {
    var state = state
    state.check = state.fingerprint
    try write([UInt8](try propertyList(of: state)))
  }
}

/// - Throws: where something in it cannot be encoded.
private func propertyList(of value: some Encodable) throws(ModelError) -> Data {
  let encoder = PropertyListEncoder()
  encoder.outputFormat = .binary
  do { return try encoder.encode(value) } catch { throw ModelError("the backup cannot be written: \(error)") }
}

extension FitBackup.State {
  /// Gives a model and callbacks what they had, and tells of the epochs that were.
  func restore(
    _ model: Model, _ callbacks: inout [any Callback], epochs: Int, batches: Int,
    _ observe: (FitEvent) -> Bool
  ) throws(ModelError) {
    for index in callbacks.indices where self.callbacks.indices.contains(index) {
      callbacks[index] = try callbacks[index].remembering(self.callbacks[index])
    }
    (model.parameters, model.slots, model.steps) = (parameters.values, slots.values, steps)
    for epoch in 1...history.epochs {
      let said = messages.indices.contains(epoch - 1) ? messages[epoch - 1] : []
      _ = observe(
        .epochRestored(
          epoch: epoch, of: epochs, batches: batches, messages: said, logs: history.logs(ofEpoch: epoch)))
    }
  }

  /// Notes how far a fit has come.
  mutating func take(_ model: Model, _ history: History, _ callbacks: [any Callback]) throws(ModelError) {
    self.history = history
    var remembered: [Data] = []
    for callback in callbacks { remembered.append(try propertyList(of: callback)) }
    self.callbacks = remembered
    learningRate = model.training?.optimizer.learningRate ?? 0
    (parameters, slots, steps) = (FloatBytes(model.parameters), FloatBytes(model.slots), model.steps)
  }

  fileprivate var fingerprint: String {
    var hash = FNV1a()
    hash.add(parameters.values)
    hash.add(slots.values)
    hash.add("\(steps) \(learningRate) \(history.epochs) \(messages)")
    for callback in callbacks { hash.add(callback) }
    return String(hash.value, radix: 16)
  }
}

extension Callback {
  /// What it is told and remembers, in one order.
  fileprivate var description: String {
    get throws(ModelError) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      do { return "\(Self.self) " + String(decoding: try encoder.encode(self), as: UTF8.self) } catch {
        throw ModelError("the backup cannot be written: \(error)")
      }
    }
  }

  /// This callback as it was then.
  func remembering(_ data: Data) throws(ModelError) -> any Callback {
    do { return try PropertyListDecoder().decode(Self.self, from: data) } catch {
      throw ModelError("the backup cannot be read: \(error)")
    }
  }
}

/// Floats that are encoded as their bytes.
public struct FloatBytes: Codable, Sendable {
  let values: [Float]

  init(_ values: [Float]) { self.values = values }

  public init(from decoder: any Decoder) throws {
    let data = try decoder.singleValueContainer().decode(Data.self)
    values = data.withUnsafeBytes { $0.numbers(of: UInt32.self) }.map(Float.init(bitPattern:))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(littleEndian(values.map(\.bitPattern))))
  }
}
