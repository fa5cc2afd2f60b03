import Core

/// How the learning rate goes from step to step. https://keras.io/api/optimizers/learning_rate_schedules
public struct Schedule: PartConvertible {
  public let part: Part
  private let rule: Result<any LearningRateRule, ModelError>

  public init(_ part: Part) {
    self.part = part
    let type = learningRateRules.first { $0.declaration.name == part.name } ?? ConstantRate.self
    do throws(ModelError) { rule = .success(try type.init(Options(part.given))) } catch {
      rule = .failure(error)
    }
  }

  /// One rate for all steps.
  init(_ rate: Double) {
    self.init(Part(ConstantRate.declaration.name, [ConstantRate.rate.name: .number(rate)]))
  }

  /// Whether all steps have one rate.
  var isConstant: Bool { part.name == ConstantRate.declaration.name }

  /// Throws where the options do not fit each other.
  func check() throws(ModelError) { _ = try rule.get() }

  /// The learning rate of a step.
  /// - Parameter step: how many steps were taken before it.
  func rate(_ step: Int) -> Float { Float((try? rule.get())?.rate(step) ?? 0) }

  public static let family = PartFamily(
    "schedule", learningRateRules.map { $0.declaration }, ofNumber: ConstantRate.declaration.name,
    samples: Dictionary(
      uniqueKeysWithValues: learningRateRules.map { ($0.declaration.name, $0.sample) }
    ).filter { $0.key != ConstantRate.declaration.name })
}

/// A learning rate for each step. A new one is one file in `Schedules/` and one line in ``learningRateRules``.
protocol LearningRateRule: Sendable {
  static var declaration: Declaration { get }

  /// As a learner may write it: `CosineDecay 0.1 decay_steps=1000`.
  static var sample: String { get }

  /// Whether Keras has it.
  static var isKerasOwn: Bool { get }

  init(_ options: Options) throws(ModelError)

  /// - Parameter step: how many steps were taken before, at least 0.
  func rate(_ step: Int) -> Double
}

/// Every schedule that `learning_rate` knows.
let learningRateRules: [any LearningRateRule.Type] = [
  ConstantRate.self, ExponentialDecay.self, InverseTimeDecay.self, PiecewiseConstantDecay.self,
  PolynomialDecay.self, CosineDecay.self, CosineDecayRestarts.self, OneCycleLR.self,
]

extension LearningRateRule {
  static var isKerasOwn: Bool { true }

  static func declared(
    _ name: String, _ summary: String, _ discussion: String, _ parameters: [any Declared]
  ) -> Declaration {
    Declaration(
      name: name, summary: summary, discussion: discussion, parameters: parameters,
      example: """
        net = model input=28x28x1
          Flatten
          Dense 10 activation=softmax
        end
        compile net optimizer=sgd learning_rate="\(sample)" loss=sparse_categorical_crossentropy
        """)
  }
}

/// The options that several schedules have.
enum ScheduleKeys {
  static let rates = 0.0...1000.0

  static let start = Required<Double>.positional(
    "initial_learning_rate", .number(rates), "the rate of the first step")
  static let steps = Required<Int>.option("decay_steps", .count, "the steps over which the rate falls")
  static let staircase = Key<Bool>.option(
    "staircase", .flag, "whether it falls every decay_steps steps, and not in each", default: false)
  static let alpha = Key<Double>.option(
    "alpha", .number(0...1), "the least rate, as a share of the greatest", default: 0)
}

/// 1 at 0, 0 at 1, along the cosine.
func halfWave(_ share: Double) -> Double { 0.5 * (1 + sineAndCosine(ofTurn: share / 2).cosine) }

/// How often decay_steps steps were taken, for the rates that fall with it.
struct Decays {
  private let steps: Double
  private let isStaircase: Bool

  init(_ options: Options) throws(ModelError) {
    steps = Double(try options[ScheduleKeys.steps])
    isStaircase = options[ScheduleKeys.staircase]
  }

  /// - Parameter step: how many steps were taken. - Returns: whole numbers alone with staircase=true.
  func number(_ step: Int) -> Double {
    let number = Double(step) / steps
    return isStaircase ? number.rounded(.down) : number
  }
}

/// One rate for all steps.
struct ConstantRate: LearningRateRule {
  static let sample = "constant 0.01"
  static let declaration = declared(
    "constant", "one learning rate for all steps", "A number alone means the same: learning_rate=0.01.",
    [rate])

  static let rate = Required<Double>.positional("learning_rate", .number(ScheduleKeys.rates), "the rate")

  private let rate: Double

  init(_ options: Options) throws(ModelError) { rate = try options[Self.rate] }

  func rate(_ step: Int) -> Double { rate }
}
