/// What a cell gives out while it runs.
public enum Output: Equatable, Sendable {
  /// Lines of the transcript. `aside` is what only the terminal shows beside them: times.
  case text(String, aside: String?)
  /// A chart: the stem of its file name, what it shows, the SVG, and the bytes of a PNG file where one was asked for.
  case chart(name: String, title: String, svg: String, png: [UInt8]? = nil)
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
