/// Why a model cannot be built, trained or asked. The message is written for the learner.
public struct ModelError: Error, Sendable, CustomStringConvertible {
  public var message: String
  /// The layer that is at fault, counted from 0.
  public var layer: Int?

  public init(_ message: String, layer: Int? = nil) {
    self.message = message
    self.layer = layer
  }

  public var description: String { message }
}
