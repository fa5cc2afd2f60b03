import CellLanguage
import Core
import Datasets
import Testing

@Suite struct SweepTests {
  private let block = """

      Conv2D filters 5x5 activation=act
      MaxPooling2D
      Flatten
      Dense 10 activation=softmax
    end
    """

  private func trial() -> Trial {
    let trial = Trial()
    _ = trial.run("digits = load digits train=64 test=32")
    return trial
  }

  @Test func everyCombinationIsTrainedFromTheSameSeeds() {
    let trial = trial()
    let text = trial.run(
      "r = sweep digits.train input=28x28x1 filters=2,2,3 validation_data=digits.test act=relu,tanh learning_rate=0.01"
        + block + "\nprint r")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("1/6 filters=2 act=relu - loss: "))
    #expect(lines[5].hasPrefix("6/6 filters=3 act=tanh - loss: "))
    // The same choice twice is the same training twice.
    #expect(lines[0].dropFirst(3) == lines[2].dropFirst(3) && lines[1].dropFirst(3) == lines[3].dropFirst(3))
    #expect(lines[6].hasPrefix("filters  act "))
    #expect(lines[7...12].contains { $0.hasSuffix("best") })
    #expect(trial.charts.map(\.name) == ["sweep"])
    #expect(trial.run("compare r").contains("filters=3 act=tanh"))
    // The names were the sweep's alone.
    #expect(trial.run("print filters").contains("unknown name 'filters'"))
  }

  @Test func theBestModelIsKept() {
    let trial = trial()
    let cell =
      "best = sweep digits.train input=28x28x1 filters=1,4 act=relu learning_rate=0.01 epochs=3 validation_data=digits.test keep=best"
      + block
    let table = trial.run(cell).split(separator: "\n").map(String.init)
    let best = table.first { $0.hasSuffix("best") } ?? ""
    let score = trial.run("score = evaluate best digits.test\nprint score.accuracy score.loss").split(
      separator: "\n")
    #expect(score.count == 2 && score[0].contains("accuracy"))
    let accuracy = trial.run("print (round score.accuracy 4)")
    #expect(best.contains(accuracy), "\(table)")
    #expect(trial.run("best.layers").contains("conv2d"))
    _ = trial.run("activations best digits.test")
    #expect(trial.charts.first?.title == "What the layers of best give")
  }

  @Test func aMistypedOptionIsNoName() {
    #expect(
      trial().run("sweep digits.train input=28x28x1 filters=2 act=relu epoch=2" + block)
        .contains("no layer uses the name 'epoch', and sweep has no such option; did you mean 'epochs'?"))
  }

  @Test func aModelThatDoesNotFitIsShownWithItsLine() {
    #expect(
      trial().run("sweep digits.train input=28x28x1 filters=2 act=relu,tanhh" + block)
        .contains("activation cannot be 'tanhh'; did you mean 'tanh'?"))
  }

  @Test func anInterruptKeepsWhatIsDone() {
    let trial = trial()
    trial.interrupts = 1
    let text = trial.run("r = sweep digits.train input=28x28x1 filters=2,3 act=relu" + block + "\nprint r")
    #expect(text.contains("interrupted in training 1 of 2; 0 are kept"))
    #expect(text.hasSuffix("[]"))
  }

  @Test func aRunawayLossIsAResult() {
    let text = trial().run(
      "sweep digits.train input=28x28x1 filters=2 act=linear optimizer=sgd learning_rate=1000,0.0001 epochs=3"
        + block)
    #expect(text.contains("diverged") && text.contains("best"))
  }

  @Test func sideBySideIsAsOneAfterTheOther() throws {
    let cell =
      "r = sweep digits.train input=28x28x1 filters=1,9,2,1,3 act=relu batch_size=8 epochs=2 validation_split=0.25"
      + block + "\nprint r"
    let alone = try AskedHost(threads: 1)
    try alone.run(cell)
    let questions = alone.asked
    #expect(questions > 5 * 2 * 6 && alone.lines.contains { $0.hasPrefix("5/5 filters=3 act=relu - loss: ") })
    for threads in [2, 3, 7] {
      let host = try AskedHost(threads: threads)
      try host.run(cell)
      #expect(host.lines == alone.lines && host.asked == questions)
    }
    // Wherever a request to stop is heard, it keeps the same trainings, and so do its replays.
    for moment in Array(stride(from: 1, through: questions + 1, by: 7)) + [
      questions - 1, questions, questions + 1,
    ] {
      let alone = try AskedHost(threads: 1, stopAt: moment)
      let host = try AskedHost(threads: 3, stopAt: moment)
      // The last cell's line may be interrupted too.
      let (error, other) = (alone.failure(of: cell), host.failure(of: cell))
      #expect(host.lines == alone.lines && error == other, "stopped at question \(moment)")
    }
  }

  @Test func anErrorComesWhenAllBeforeItAreDone() throws {
    let host = try AskedHost(threads: 3)
    #expect(throws: Diagnostic.self) {
      try host.run(
        "sweep digits.train input=28x28x1 filters=1,2,0,4 act=relu" + block)
    }
    #expect(host.lines.map { $0.prefix(13) } == ["1/4 filters=1", "2/4 filters=2"])
  }
}

/// A session whose host counts how often it is asked whether to stop.
private final class AskedHost: SessionHost {
  private let session: Session
  private var stopAt: Int
  private(set) var asked = 0
  private(set) var lines: [String] = []

  init(threads: Int, stopAt: Int = .max) throws {
    var settings = Session.Settings(search: DataSearch(environment: [:], systemFolders: []))
    settings.threads = threads
    session = Session(settings)
    self.stopAt = .max
    try run("digits = load digits train=64 test=32")
    (asked, lines) = (0, [])
    self.stopAt = stopAt
  }

  var interruptRequests: Int {
    asked += 1
    return asked < stopAt ? 0 : 1
  }

  func receive(_ output: Output) { if let text = output.text { lines.append(text) } }

  func run(_ cell: String) throws { try session.run(cell, for: self) }

  func failure(of cell: String) -> String? {
    do { try run(cell) } catch { return "\(error)" }
    return nil
  }
}
