/// What a cell gives out while it runs.
public enum Output: Equatable, Sendable {
  /// Lines of the transcript. `aside` is what only the terminal shows beside them: times.
  case text(String, aside: String?)
  /// A chart: the stem of its file name, what it shows, the SVG, and the bytes of a PNG file where one was asked for.
  case chart(name: String, title: String, svg: String, png: [UInt8]? = nil)
  /// The state of work in progress, for the terminal alone; nil when it is over.
  case progress(Progress?)

  public struct Progress: Equatable, Sendable {
    /// What is being done: `Epoch 3/10`.
    public let label: String
    public let done: Int
    public let total: Int
    /// `loss: 0.0862 - accuracy: 0.9742`
    public let detail: String

    public init(label: String, done: Int, total: Int, detail: String = "") {
      self.label = label
      self.done = done
      self.total = total
      self.detail = detail
    }
  }
}
