import Core
import Testing

@testable import NeuralNetwork

@Suite struct ScheduleTests {
  @Test(arguments: TrainingParityTests.runs.schedules)
  func ratesAreThoseOfKeras(rates: TrainingParityTests.Rates) throws {
    let schedule = try #require(Schedule(.text(rates.words)))
    try schedule.check()
    for (step, rate) in zip(rates.steps, rates.rates) {
      #expect(abs(Double(schedule.rate(step)) - rate) <= 2e-5 * max(rate, 1e-3), "step \(step)")
    }
  }

  @Test func aNumberIsOneRate() {
    #expect(Schedule(.number(0.25))?.rate(100) == 0.25)
    #expect(Schedule(.text("constant 0.5"))?.argument == .number(0.5))
    #expect(Schedule(.number(-1)) == nil && Schedule(.text("CosineDecay")) == nil)
  }

  /// A schedule is written as it is read.
  @Test(arguments: TrainingParityTests.runs.schedules)
  func wordsComeBack(rates: TrainingParityTests.Rates) throws {
    let schedule = try #require(Schedule(.text(rates.words)))
    let again = try #require(Schedule(schedule.argument))
    #expect(again.part == schedule.part)
  }

  @Test(arguments: [
    ("CosineDecay 0.1", "CosineDecay needs decay_steps, as \"CosineDecay 0.1 decay_steps=500\""),
    (
      "CosineDecay 0.1 decay_steps=x",
      "decay_steps of CosineDecay cannot be 'x', only a whole number of at least 1"
    ),
    ("CosineDekay 0.1", "there is no schedule 'CosineDekay'"),
    (
      "CosineDecay 0.1 5 decay_steps=5",
      "CosineDecay has no option '5'; it takes initial_learning_rate=, decay_steps=, alpha=, warmup_target=, warmup_steps="
    ),
  ])
  func whatIsWrongIsSaid(words: String, message: String) {
    #expect(Schedule.family.fault(.text(words))?.message == message)
  }

  @Test(arguments: [
    "PiecewiseConstantDecay boundaries=5,4 values=1,2,3", "PiecewiseConstantDecay boundaries=5 values=1",
  ])
  func optionsThatDoNotFitEachOtherAreRefused(words: String) {
    #expect(throws: ModelError.self) {
      try SGD.checked(Options(["learning_rate": .text(words)]))
    }
  }

  /// From the first step to the billionth no rate is beyond what the schedule says, and each takes no time.
  @Test(arguments: Schedule.family.parts.map(\.name))
  func ratesStayWithinTheirBounds(name: String) throws {
    let words = Schedule.family.samples[name] ?? name + " 0.1"
    let schedule = try #require(Schedule(.text(words)))
    for step in Array(0..<300) + [10_000, 999_999_999] {
      #expect((0...0.100001).contains(schedule.rate(step)), "\(name) \(step)")
    }
  }

  @Test func powersAreExactWhereTheyCanBe() {
    #expect(
      power(2, 0.5) == 2.0.squareRoot() && power(9, 1.5) == 27 && power(0, 0.5) == 0 && power(5, 0.0) == 1)
    for k in 0..<100 {
      let exponent = Double(k) / 7
      // e^(x ln b) by the series of the C library: close enough to find a wrong digit.
      #expect(abs(power(1.7, exponent) / power(1.7, exponent / 2) / power(1.7, exponent / 2) - 1) < 1e-13)
    }
  }

  private func trained(_ words: String, epochs: Int = 3, callbacks: [any Callback] = []) throws -> (
    Model, History
  ) {
    let model = try Model([6], [dense(4, activation: .tanh), dense(3, activation: .softmax)])
    model.compile(optimizer(SGD.self, ["learning_rate": .text(words)]))
    let pixels = (0..<60).map { Float($0 % 7) / 7 }
    let result = try model.fit(
      images: Tensor(shape: [10, 6], floats: pixels), labels: (0..<10).map { Int32($0 % 3) },
      options: FitOptions(batchSize: 5, epochs: epochs, seed: 1), validation: nil, callbacks: callbacks,
      pool: WorkerPool(count: 1)
    ) { _ in true }
    return (model, result.history)
  }

  @Test func theHistoryHasTheRates() throws {
    let (model, history) = try trained("PiecewiseConstantDecay boundaries=2,4 values=0.5,0.25,0.125")
    // After two steps the next one is the third: 2 steps were taken, which is not above the boundary 2.
    #expect(history["learning_rate"] == [0.5, 0.25, 0.125] && model.learningRate == 0.125)
    #expect(history.keys == ["loss", "accuracy", "learning_rate"])
  }

  @Test func aScheduleAndACallbackCannotBothSetTheRate() throws {
    let callback = try ReduceLROnPlateau(Options(["reduce_lr": .text("loss")]))
    #expect(throws: ModelError.self) { try trained("CosineDecay 0.1 decay_steps=5", callbacks: [callback]) }
  }

  @Test func aSearchNamesARateAndLeavesTheModelAlone() throws {
    let (model, _) = try trained("CosineDecay 0.1 decay_steps=50")
    let before = (model.parameters, model.slots, model.steps)
    let pixels = (0..<60).map { Float($0 % 7) / 7 }
    let searches = try [1, 2, 3, 7].map { threads in
      try model.learningRateSearch(
        images: Tensor(shape: [10, 6], floats: pixels), labels: (0..<10).map { Int32($0 % 3) }, from: 1e-4,
        to: 100, steps: 60, options: FitOptions(batchSize: 5, epochs: 1, seed: 3),
        pool: WorkerPool(count: threads)
      ) { _ in true }
    }
    #expect(before == (model.parameters, model.slots, model.steps))
    #expect(searches.allSatisfy { $0.losses == searches[0].losses })
    #expect(zip(searches[0].rates, searches[0].rates.dropFirst()).allSatisfy { $0 < $1 })
    let suggestion = try #require(searches[0].suggestion)
    #expect((1e-4...10).contains(suggestion))
  }
}
