import Core
import Kernels

/// How a step changes the weights, given their gradient. A new optimizer is one file in `Optimizers/` and one line
/// in ``optimizerTypes``.
public protocol Optimizer: Sendable {
  /// Name, options with Keras's names and defaults, help text.
  static var declaration: Declaration { get }

  init(_ options: Options)

  /// The options that it was made from. The learning rate may have changed since.
  var options: Options { get }

  /// The size of a step; callbacks change it between epochs.
  var learningRate: Float { get set }

  /// The running values kept for each weight (moments, velocities), as ``working(weight:gradient:slots:step:)`` calls them.
  var slotNames: [String] { get }

  /// What these are at the start.
  var slotStart: Float { get }

  /// The share, times the learning rate, by which weights shrink in each step.
  var weightDecay: Float { get }

  /// What Keras's files have behind these values; nil for nothing.
  func savedProduct(steps: Int) -> Float?

  /// Whether Keras's files have all these values of a weight side by side, rather than one of all weights after the
  /// other.
  var keepsSlotsTogether: Bool { get }

  /// Changes `count` weights.
  /// - Parameters:
  ///   - slots: one pointer per slot, to the same range as the weights.
  ///   - step: how many steps were taken, this one included.
  func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, count: Int, step: Int)

  /// What ``update(weights:gradient:slots:count:step:)`` does to one weight, line by line, to the last bit; the last line
  /// is the new weight.
  func working(weight: Float, gradient: Float, slots: [Float], step: Int) -> [UpdateLine]
}

/// A line of an optimizer's update: `m = beta_1 m + (1 - beta_1) g`, and the number.
public struct UpdateLine: Sendable {
  public let name, formula: String
  public let value: Float

  init(_ name: String, _ formula: String, _ value: Float) {
    (self.name, self.formula, self.value) = (name, formula, value)
  }
}

extension UpdateLine {
  /// The running mean of the gradients that Adam and its kin keep, after `g`.
  static func mean(_ old: Float, _ g: Float, beta1: Float) -> UpdateLine {
    UpdateLine(
      "m", "m + (1 - beta_1) (g - m), the mean of the gradients", old.addingProduct(g - old, 1 - beta1))
  }

  /// The running mean of the gradients' squares, after `g`.
  static func squares(_ old: Float, _ g: Float, beta2: Float) -> UpdateLine {
    UpdateLine(
      "v", "v + (1 - beta_2) (g g - v), the mean of their squares", old.addingProduct(g * g - old, 1 - beta2))
  }
}

extension Optimizer {
  public var slotStart: Float { 0 }
  public var keepsSlotsTogether: Bool { false }
  public var weightDecay: Float { Float(options[OptimizerKeys.weightDecay] ?? 0) }
  public func savedProduct(steps: Int) -> Float? { nil }

  /// How the learning rate goes from step to step; nil where it stays.
  var schedule: Schedule? {
    let schedule = options[OptimizerKeys.learningRate(default: 0)]
    return schedule.isConstant ? nil : schedule
  }
}

/// Every optimizer that `compile` knows.
public let optimizerTypes: [any Optimizer.Type] = [
  Adam.self, AdamW.self, Nadam.self, Adamax.self, RMSprop.self, Adagrad.self, SGD.self, Lion.self,
]

/// The options that several optimizers have.
enum OptimizerKeys {
  static func learningRate(default value: Double) -> Key<Schedule> {
    .option(
      "learning_rate", .part, "size of a step; a schedule changes it from step to step",
      default: Schedule(value))
  }

  static let momentum = Key<Double>.option(
    "momentum", .number(0...1), "share of the last step that is taken again", default: 0)

  static let epsilon = Key<Double>.option(
    "epsilon", .number(0...1), "keeps the division from exploding", default: 1e-7)

  static let meanShare = Key<Double>.option(
    "beta_1", .number(0...0.999_999), "share of the old mean in the new one", default: 0.9)
  static let squareShare = Key<Double>.option(
    "beta_2", .number(0...0.999_999), "the same for the mean of squares", default: 0.999)

  private static let decaySummary = "share of a weight, times the learning rate, that each step takes away"

  static let weightDecay = Key<Double?>.option("weight_decay", .number(0...1000), decaySummary)

  static func weightDecay(default value: Double) -> Key<Double> {
    .option("weight_decay", .number(0...1000), decaySummary, default: value)
  }
}
