import Core

/// A weight tensor of a layer, before it has values.
public struct Weight: Sendable {
  /// Keras's name: `kernel`, `bias`.
  public let name: String
  public let shape: Shape
  public let initializer: Initializer
  /// Whether the optimizer changes it. The trainable weights of a layer come before the others.
  public let isTrainable: Bool
  /// What it adds to the loss.
  public let regularizer: Regularizer
  /// What it is made to keep to after each step.
  public let constraint: Constraint?
  /// The axis of a kernel that counts the filters or units: the last one, or that before it where the convolution is transposed.
  let filterAxis: Int

  init(
    name: String, shape: Shape, initializer: Initializer, isTrainable: Bool = true,
    regularizer: Regularizer = .none, constraint: Constraint? = nil, filterAxis: Int? = nil
  ) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
    self.isTrainable = isTrainable
    self.regularizer = regularizer
    self.constraint = constraint
    self.filterAxis = filterAxis ?? max(0, shape.count - 1)
  }

  public var count: Int { shape.reduce(1, *) }

  /// Of a kernel: how many filters or units it has, and the shape of one.
  public var filters: Int { filterAxis < shape.count ? shape[filterAxis] : 1 }
  public var filterShape: Shape { Shape(shape[..<filterAxis] + shape.dropFirst(filterAxis + 1)) }

  /// Where the k-th weight of a filter stands among all.
  public func index(ofFilter filter: Int, _ k: Int) -> Int {
    let inner = shape.dropFirst(filterAxis + 1).reduce(1, *)
    return (k / max(1, inner) * filters + filter) * inner + k % max(1, inner)
  }

  /// The number of inputs that one output sums: all places of the kernel times the last axis but one.
  /// Source: `compute_fans` in keras/src/initializers/random_initializers.py.
  public var fanIn: Int { shape.dropLast().elementCount ?? .max }

  /// The number of outputs that one input enters.
  public var fanOut: Int { (shape.dropLast(2) + shape.suffix(1)).elementCount ?? .max }
}

/// The product of sizes that a learner may have chosen, the greatest number where it is greater than any.
func product(_ sizes: Int...) -> Int { sizes.elementCount ?? .max }
