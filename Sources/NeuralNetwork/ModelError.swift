/// Why a model cannot be built, trained or asked. The message is written for the learner.
public struct ModelError: Error, Sendable, CustomStringConvertible {
  public var message: String
  /// The layer that is at fault, counted from 0.
  public var layer: Int?
  /// The word that is at fault, as a learner types it: `size`, `weight`, `data`. Nil where none is, or where the caller knows it.
  public var subject: String?

  public init(_ message: String, layer: Int? = nil, subject: String? = nil) {
    self.message = message
    self.layer = layer
    self.subject = subject
  }

  public var description: String { message }
}
