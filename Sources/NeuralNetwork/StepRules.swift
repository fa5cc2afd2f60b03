import Core
import Kernels

/// What the options that all optimizers have make of a step: the gradient is clipped before it, the weights shrink, and a running
/// mean of them is kept.
///
/// Source of the rules and their order: keras/src/optimizers/base_optimizer.py of Keras 3.15.
struct StepRules: Sendable {
  let clipping: Clipping?
  /// The share, times the learning rate, by which weights shrink.
  let weightDecay: Float
  /// The running mean of the weights; nil for none.
  let average: Average?

  /// How a gradient is kept small.
  enum Clipping: Sendable {
    /// Each number lies within -limit...limit.
    case value(Float)
    /// No tensor's gradient is longer.
    case norm(Float)
    /// All gradients together are no longer.
    case globalNorm(Float)

    /// Whether the gradients of other weights matter for that of one.
    var needsNorms: Bool { if case .value = self { false } else { true } }
  }

  struct Average: Sendable {
    /// The share of the old mean in the new one.
    let momentum: Float
    /// The weights become the mean after every so many steps; nil for when the training ends.
    let frequency: Int?

    /// The share of the old mean in step `step`: the first one begins it.
    func momentum(_ step: Int) -> Float { step == 1 ? 0 : momentum }

    /// Whether the weights become the mean in step `step`.
    func overwrites(_ step: Int) -> Bool { frequency.map { step.isMultiple(of: $0) } ?? false }
  }

  init(_ optimizer: any Optimizer) {
    let options = optimizer.options
    weightDecay = optimizer.weightDecay
    func limit(_ key: Key<Double?>) -> Float? { options[key].flatMap { $0 > 0 ? Float($0) : nil } }
    clipping =
      limit(Self.norm).map(Clipping.norm) ?? limit(Self.globalNorm).map(Clipping.globalNorm)
      ?? limit(Self.value).map(Clipping.value)
    average =
      options[Self.averages] ?? (options[Self.share] != nil)
      ? Average(momentum: Float(options[Self.share] ?? Self.usualShare), frequency: options[Self.frequency])
      : nil
  }

  // MARK: - Options

  private static let norm = greatest(
    "clipnorm", "the greatest norm of a tensor's gradient; longer ones are shortened")
  private static let value = greatest("clipvalue", "the greatest size of each number of a gradient")
  private static let globalNorm = greatest(
    "global_clipnorm", "the greatest norm of all gradients together")
  private static let averages = Key<Bool?>.option(
    "use_ema", .flag, "whether a running mean of the weights is kept, which they become when fit ends")
  private static let share = Key<Double?>.option(
    "ema_momentum", .number(0...1),
    "share of the old mean of the weights in the new one; 0.99 with use_ema=true")
  private static let frequency = Key<Int?>.option(
    "ema_overwrite_frequency", .count, "after how many steps, again and again, the weights become their mean")
  private static let usualShare = 0.99

  private static func greatest(_ name: String, _ summary: String) -> Key<Double?> {
    .option(name, .number(0...Double.infinity), summary)
  }

  /// The options that all optimizers have.
  static let parameters: [any Declared] = [OptimizerKeys.weightDecay] + parametersWithoutDecay
  static let parametersWithoutDecay: [any Declared] = [
    norm, value, globalNorm, averages, share, frequency,
  ]

  /// Throws where options exclude each other.
  fileprivate static func check(_ options: Options) throws(ModelError) {
    try options[OptimizerKeys.learningRate(default: 0)].check()
    let given = [norm, value, globalNorm].filter { options[$0] != nil }
    guard given.count > 1 else { return }
    throw ModelError(
      "only one of \(given.map(\.name).joined(separator: " and ")) can be given", subject: given[1].name)
  }
}

/// The names of the options that every optimizer has besides its learning rate.
public let commonOptimizerOptions = StepRules.parameters.map(\.name)

extension Optimizer {
  /// An optimizer with these options. - Throws: where they exclude each other.
  public static func checked(_ options: Options) throws(ModelError) -> any Optimizer {
    try StepRules.check(options)
    return Self(options)
  }
}

// MARK: - Steps

extension StepRules {
  /// Changes `count` weights.
  ///
  /// - Parameters:
  ///   - gradient: where norms are clipped, it already is.
  ///   - slots: one pointer for each of the optimizer's values, to the same range as the weights, and one for their mean.
  ///   - step: how many steps were taken, this one included.
  func update(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>,
    slots: (Int) -> UnsafeMutablePointer<Float>, averageSlot: Int, count: Int, step: Int,
    by optimizer: any Optimizer
  ) {
    if case .value(let limit)? = clipping { clip(gradient, count: count, to: limit) }
    if weightDecay > 0 {
      decay(weights, count: count, decay: weightDecay, learningRate: optimizer.learningRate)
    }
    optimizer.update(weights: weights, gradient: gradient, slots: slots, count: count, step: step)
    guard let average else { return }
    let mean = slots(averageSlot)
    updateAverage(mean, of: weights, count: count, momentum: average.momentum(step))
    if average.overwrites(step) { weights.update(from: mean, count: count) }
  }

  /// What ``update(weights:gradient:slots:averageSlot:count:step:by:)`` does to one weight, line by line, to the last bit; the
  /// last line is the new weight.
  /// - Parameter norm: the gradients' norm, where it is clipped.
  func working(
    weight: Float, gradient: Float, norm: Double?, slots: [Float], step: Int, by optimizer: any Optimizer
  ) -> [UpdateLine] {
    var lines: [UpdateLine] = []
    var (weight, gradient) = (weight, gradient)
    if let clipping {
      (gradient, lines) = clipping.working(gradient, norm: norm ?? 0)
    }
    if weightDecay > 0 {
      weight -= weight * weightDecay * optimizer.learningRate
      lines.append(UpdateLine("w", "w - w weight_decay learning_rate, weight_decay = \(weightDecay)", weight))
    }
    let own = Array(slots.prefix(optimizer.slotNames.count))
    lines += optimizer.working(weight: weight, gradient: gradient, slots: own, step: step)
    guard let average, let mean = slots.last, let new = lines.popLast() else { return lines }
    let momentum = average.momentum(step)
    let line = UpdateLine(
      "mean", "ema_momentum mean + (1 - ema_momentum) w" + (step == 1 ? ", in the first step w" : ""),
      ((1 - momentum) * new.value).addingProduct(momentum, mean))
    return average.overwrites(step)
      ? lines + [
        new, line, UpdateLine("w", "mean, every \(average.frequency ?? 1) steps", line.value),
      ]
      // The new weight comes last, and the mean is made of it.
      : lines + [UpdateLine(line.name, line.formula + ", of the new w", line.value), new]
  }
}

extension StepRules.Clipping {
  /// What a gradient of this norm is multiplied by. Of all gradients together a norm that is not finite spoils all, as in Keras.
  func factor(norm: Double) -> Float {
    switch self {
    case .value: 1
    case .norm(let limit): norm <= Double(limit) ? 1 : Float(Double(limit) / norm)
    case .globalNorm(let limit):
      norm <= Double(limit) ? 1 : norm.isFinite ? Float(Double(limit) / norm) : .nan
    }
  }

  /// The clipped gradient, and the line that says so.
  fileprivate func working(_ gradient: Float, norm: Double) -> (Float, [UpdateLine]) {
    let (clipped, formula) =
      switch self {
      case .value(let limit): (Scalar.clamp(gradient, -limit, limit), "g within -\(limit)...\(limit)")
      case .norm(let limit): (gradient * factor(norm: norm), text("clipnorm", limit, norm, "of its tensor"))
      case .globalNorm(let limit):
        (gradient * factor(norm: norm), text("global_clipnorm", limit, norm, "of all gradients"))
      }
    return (clipped, [UpdateLine("g", formula, clipped)])
  }

  private func text(_ option: String, _ limit: Float, _ norm: Double, _ whose: String) -> String {
    "g \(option) / |g|, where that is less; \(option) = \(limit), |g| = \(Float(norm)) \(whose)"
  }
}

extension Model {
  /// The learning rate of the next step; 0 where the model is not compiled.
  public var learningRate: Float {
    guard let optimizer = training?.optimizer else { return 0 }
    return optimizer.schedule?.rate(steps) ?? optimizer.learningRate
  }
}

extension Model.Training {
  var rules: StepRules { StepRules(optimizer) }

  /// The numbers that are kept for each weight: the optimizer's, and the weight's mean.
  public var slotCount: Int { optimizer.slotNames.count + (rules.average == nil ? 0 : 1) }

  /// What these are called.
  public var slotNames: [String] { optimizer.slotNames + (rules.average == nil ? [] : ["mean"]) }
}
