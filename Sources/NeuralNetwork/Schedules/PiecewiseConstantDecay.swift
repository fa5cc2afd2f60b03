import Core

/// One rate up to each boundary. Source: https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay
struct PiecewiseConstantDecay: LearningRateRule {
  static let sample = "PiecewiseConstantDecay boundaries=100,200 values=0.1,0.01,0.001"
  static let declaration = declared(
    "PiecewiseConstantDecay", "one rate for the first steps, another for the next ones",
    "The first value holds while at most as many steps were taken as the first boundary says, the second one up to the second "
      + "boundary, and the last one, which is one more than there are boundaries, for all others.",
    [boundaries, values])

  static let boundaries = Required<[Double]>.option(
    "boundaries", .numbers(0...1e15, "numbers of steps such as 100,200"),
    "after how many steps the rate changes")
  static let values = Required<[Double]>.option(
    "values", .numbers(ScheduleKeys.rates, "rates such as 0.1,0.01,0.001"),
    "the rates, one more than there are boundaries")

  private let boundaries, values: [Double]

  init(_ options: Options) throws(ModelError) {
    boundaries = try options[Self.boundaries]
    values = try options[Self.values]
    guard values.count == boundaries.count + 1 else {
      throw ModelError(
        "PiecewiseConstantDecay has \(boundaries.count) boundaries and \(values.count) values: it needs one value more than "
          + "boundaries", subject: "learning_rate")
    }
    guard zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ModelError("the boundaries of PiecewiseConstantDecay must rise", subject: "learning_rate")
    }
  }

  func rate(_ step: Int) -> Double {
    values[boundaries.firstIndex { Double(step) <= $0 } ?? boundaries.count]
  }
}

extension Kind<[Double]> {
  /// One number or several, each within a range.
  static func numbers(_ range: ClosedRange<Double>, _ expectation: String) -> Kind {
    .form(expectation) { argument in
      guard let numbers = argument.numbers ?? Double(argument).map({ [$0] }), !numbers.isEmpty,
        numbers.allSatisfy(range.contains)
      else { return nil }
      return numbers
    }
  }
}
