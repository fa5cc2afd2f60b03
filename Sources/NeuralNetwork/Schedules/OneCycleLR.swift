import Core

/// Up to a great rate, and then down to a tiny one. PyTorch's, with its names and defaults; its momentum stays as it is.
///
/// Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html; Smith, Topin,
/// "Super-convergence", 2018.
struct OneCycleLR: LearningRateRule {
  static let sample = "OneCycleLR 0.1 total_steps=500"
  static let isKerasOwn = false
  static let declaration = declared(
    "OneCycleLR", "one rise to a great rate and one long fall to a tiny one",
    "PyTorch's OneCycleLR: over pct_start of total_steps the rate rises from max_lr / div_factor to max_lr, then it falls to "
      + "max_lr / div_factor / final_div_factor. With three_phase=true it falls as fast as it rose, and then on. A great rate keeps "
      + "the weights from settling too early (Smith, Topin, Super-convergence, 2018).",
    [greatest, steps, rise, strategy, first, last, threePhase])

  static let greatest = Required<Double>.positional(
    "max_lr", .number(ScheduleKeys.rates), "the greatest rate")
  static let steps = Required<Int>.option(
    "total_steps", .integer(2...1_000_000_000), "the steps of the cycle")
  static let rise = Key<Double>.option(
    "pct_start", .number(0...1), "the share of the steps in which the rate rises", default: 0.3)
  static let strategy = Key<String>.option(
    "anneal_strategy", .choice(["cos", "linear"]), "along which curve it rises and falls", default: "cos")
  static let first = Key<Double>.option(
    "div_factor", .number(1...1e12), "how much smaller the first rate is than the greatest", default: 25)
  static let last = Key<Double>.option(
    "final_div_factor", .number(1...1e12), "how much smaller the last rate is than the first", default: 1e4)
  static let threePhase = Key<Bool>.option(
    "three_phase", .flag, "whether the fall to the last rate is a phase of its own", default: false)

  private let phases: [(end: Double, from: Double, to: Double)]
  private let isLinear: Bool

  init(_ options: Options) throws(ModelError) {
    let greatest = try options[Self.greatest]
    let steps = Double(try options[Self.steps])
    let rise = options[Self.rise] * steps
    let first = greatest / options[Self.first]
    let last = first / options[Self.last]
    phases =
      options[Self.threePhase]
      ? [(rise - 1, first, greatest), (2 * rise - 2, greatest, first), (steps - 1, first, last)]
      : [(rise - 1, first, greatest), (steps - 1, greatest, last)]
    isLinear = options[Self.strategy] == "linear"
  }

  func rate(_ step: Int) -> Double {
    // Behind its end the cycle stays where it is.
    let step = min(Double(step), phases[phases.count - 1].end)
    let number = phases.firstIndex { step <= $0.end } ?? phases.count - 1
    let (end, from, to) = phases[number]
    let begin = number == 0 ? 0 : phases[number - 1].end
    let share = end > begin ? (step - begin) / (end - begin) : 1
    return isLinear ? (to - from) * share + from : to + (from - to) * halfWave(share)
  }
}
