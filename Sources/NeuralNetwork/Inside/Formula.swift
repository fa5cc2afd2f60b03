import Core
import Kernels

/// How one value comes about of a few numbers, as a list of them: of a layer that computes little.
public struct Formula: Sendable {
  /// What is computed, or why nothing is: `x * scale + offset`.
  public let title: String
  /// The numbers in it, and at the end the value.
  public let lines: [(name: String, value: Float)]
  public let value: Float
  /// What is otherwise while training.
  public let note: String?

  init(_ title: String, _ lines: [(name: String, value: Float)], value: Float, note: String? = nil) {
    (self.title, self.lines, self.value, self.note) = (title, lines, value, note)
  }
}

/// A layer that changes something while training and gives each value as it is in a model that is used.
struct PassingWorking: LayerWorking {
  let size: MapSize
  /// What it does while training.
  let training: String

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let value = inputs[0][size.index(place)]
    return (
      .formula(
        Formula(
          "passes in a model that is used", [("x", value), ("value", value)], value: value,
          note: "while training, \(training)")), value
    )
  }
}
