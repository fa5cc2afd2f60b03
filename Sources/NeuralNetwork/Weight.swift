import Core

/// A weight tensor of a layer, before it has values.
public struct Weight: Sendable {
  /// Keras's name: `kernel`, `bias`.
  public let name: String
  public let shape: Shape
  public let initializer: Initializer
  /// The number of inputs that one output sums, and of outputs that one input enters.
  public let fanIn, fanOut: Int
  /// Whether the optimizer changes it. The trainable weights of a layer come before the others.
  public let isTrainable: Bool
  /// The factor of the sum of its squares in the loss.
  public let l2: Float

  init(
    name: String, shape: Shape, initializer: Initializer, fanIn: Int = 1, fanOut: Int = 1,
    isTrainable: Bool = true, l2: Float = 0
  ) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.isTrainable = isTrainable
    self.l2 = l2
  }

  public var count: Int { shape.reduce(1, *) }
}

/// The product of sizes that a learner may have chosen, the greatest number where it is greater than any.
func product(_ sizes: Int...) -> Int { sizes.elementCount ?? .max }
