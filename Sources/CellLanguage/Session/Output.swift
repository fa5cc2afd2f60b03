import Charts
import NeuralNetwork

/// What a cell gives out while it runs, in the form in which it was made: whoever shows it makes text or pictures of it.
public enum Output {
  /// The value of the cell's last expression.
  case value(Value)
  /// Lines that a verb says. `aside` is what differs from run to run, such as times, and so is in no transcript.
  case said(String, aside: String?)
  case chart(DrawnChart)
  /// What `expect` has found.
  case expectation(Expectation)
  /// The state of work in progress, of which a transcript has nothing; nil when it is over.
  case progress(Progress?)

  /// The text of a transcript: a value as it prints, or what was said. Nil for what has none.
  public var text: String? {
    switch self {
    case .value(let value): value.printed.isEmpty ? nil : value.printed
    case .said(let text, _): text
    case .expectation(let expectation): expectation.text
    case .chart, .progress: nil
    }
  }
}

extension Output {
  /// How far work is, in numbers.
  public struct Progress: Sendable {
    /// What is counted.
    public enum Stage: Sendable {
      /// Pieces of what `label` names: images, files, trials.
      case work
      /// The batches of an epoch.
      case batches
      /// What an epoch does besides its batches: validation images measured, training images augmented.
      case images
      /// An epoch has ended, and `logs` are its own.
      case epochEnded
    }

    public let stage: Stage
    /// What is being done: `evaluate`. Empty for a fit.
    public let label: String
    public let done: Int
    public let total: Int
    /// What a fit has measured in this epoch so far: `loss`, `accuracy`; at its end `val_loss` and the like too.
    public let logs: Logs
    /// The number of the epoch, from 1, and how many there are to be; nil where there are none.
    public let epoch: (number: Int, of: Int)?
    /// How much of the whole verb's work is done, 0 to 1: of all epochs, not of one.
    public let fraction: Double
    /// The images that the verb has learned from so far, where it counts them.
    public let images: Int?

    public init(
      _ stage: Stage = .work, label: String = "", done: Int, total: Int, logs: Logs = [],
      epoch: (number: Int, of: Int)? = nil, fraction: Double? = nil, images: Int? = nil
    ) {
      self.stage = stage
      self.label = label
      self.done = done
      self.total = total
      self.logs = logs
      self.epoch = epoch
      self.fraction = fraction ?? Double(done) / Double(max(1, total))
      self.images = images
    }
  }
}

/// A chart that a cell has drawn.
public struct DrawnChart: Sendable {
  /// The stem of its file name.
  public let name: String
  /// What it shows.
  public let title: String
  /// For the terminal, which draws it in its own way.
  public let chart: any Chart
  public let svg: String
  /// What it shows, in words and numbers, for who cannot see it.
  public let alternative: String
  /// The bytes of a PNG file, where one was asked for.
  public let png: [UInt8]?

  init(_ chart: any Chart, name: String, title: String, png: [UInt8]? = nil) {
    let figure = chart.figure
    (self.name, self.title, self.chart, self.png) = (name, title, chart, png)
    (svg, alternative) = (figure.svg, figure.description)
  }
}
