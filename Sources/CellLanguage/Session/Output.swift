import Charts

/// What a cell gives out while it runs.
public enum Output: Equatable, Sendable {
  /// Lines of the transcript. `aside` is what only the terminal shows beside them: times.
  case text(String, aside: String?)
  case chart(DrawnChart)
  /// The state of work in progress, for the terminal alone; nil when it is over.
  case progress(Progress?)

  public struct Progress: Equatable, Sendable {
    /// What is being done: `evaluate`.
    public let label: String
    /// The batches of an epoch, or images.
    public let done: Int
    public let total: Int
    /// `loss: 0.0862`, `accuracy: 0.9742`
    public let details: [String]
    /// How much of the whole verb's work is done, 0 to 1: of all epochs, not of one.
    public let fraction: Double
    /// The images that the verb has learned from so far, where it counts them.
    public let images: Int?

    public init(
      label: String, done: Int, total: Int, details: [String] = [], fraction: Double? = nil,
      images: Int? = nil
    ) {
      self.label = label
      self.done = done
      self.total = total
      self.details = details
      self.fraction = fraction ?? Double(done) / Double(max(1, total))
      self.images = images
    }
  }
}

/// A chart that a cell has drawn.
public struct DrawnChart: Equatable, Sendable {
  /// The stem of its file name.
  public let name: String
  /// What it shows.
  public let title: String
  /// For the terminal, which draws it in its own way.
  public let chart: any Chart
  public let svg: String
  /// The bytes of a PNG file, where one was asked for.
  public let png: [UInt8]?

  init(_ chart: any Chart, name: String, title: String, png: [UInt8]? = nil) {
    (self.name, self.title, self.chart, self.svg, self.png) = (name, title, chart, chart.svg, png)
  }

  /// Equal charts are the same file.
  public static func == (a: DrawnChart, b: DrawnChart) -> Bool {
    a.name == b.name && a.title == b.title && a.svg == b.svg && a.png == b.png
  }
}
