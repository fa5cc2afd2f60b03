import Core

/// What weights are made to keep to after each step: https://keras.io/api/layers/constraints
public struct Constraint: PartConvertible {
  public let part: Part
  private let rule: Rule
  /// The axes along which norms go.
  private let axes: Shape

  private enum Rule: Sendable {
    case maxNorm(Float)
    case nonNegative
    case unitNorm
  }

  public init(_ part: Part) {
    self.part = part
    let options = Options(part.given)
    axes = options[Self.axis]
    switch part.name {
    case "max_norm": rule = .maxNorm(Float(options[Self.greatest]))
    case "unit_norm": rule = .unitNorm
    default: rule = .nonNegative
    }
  }

  // MARK: - Declarations

  private static let greatest = Key<Double>.option(
    "max_value", .number(0...1e6), "the greatest norm", default: 2)
  private static let axis = Key<Shape>.option(
    "axis", .axes, "the axes along which a norm goes, from 0", default: [0])

  public static let family = PartFamily(
    "constraint",
    [
      .part(
        of: "kernel_constraint", "max_norm", "no column of weights is longer than max_value",
        "The norm, the root of the sum of squares, goes over the weights of a unit: along axis 0 of a Dense kernel (inputs, "
          + "units), along 0x1x2 of a Conv2D kernel (rows, columns, channels, filters). What is longer is shortened.",
        [greatest, axis], "max_norm max_value=1"),
      .part(of: "kernel_constraint", "non_neg", "no weight is negative", "A negative weight becomes 0."),
      .part(
        of: "kernel_constraint", "unit_norm", "every column of weights has the length 1",
        "As max_norm, but what is shorter is made longer, too.", [axis]),
    ])

  /// The options of layers. Keras's names.
  static let kernelKey = key("kernel_constraint", "the kernel")
  static let biasKey = key("bias_constraint", "the bias")

  static func key(_ name: String, _ what: String) -> Key<Constraint?> {
    .option(name, .part, "what \(what) is made to keep to after each step")
  }

  // MARK: - Values

  /// Throws where a tensor of this shape has not the axes.
  func check(_ weight: Weight) throws(ModelError) {
    if case .nonNegative = rule { return }
    guard let axis = axes.first(where: { !weight.shape.indices.contains($0) }) else { return }
    throw ModelError(
      "the constraint \(part.name) of \(weight.name) has axis \(axis), but its shape is "
        + "\(weight.shape.tupleDescription): its axes are 0 to \(weight.shape.count - 1)")
  }

  /// Keras's epsilon, which keeps the division from exploding.
  private static let epsilon: Float = 1e-7

  /// Makes a tensor keep to it. The sums of squares go in the order of the weights.
  func apply(_ weights: UnsafeMutablePointer<Float>, shape: Shape) {
    let count = shape.reduce(1, *)
    switch rule {
    case .nonNegative: for k in 0..<count { weights[k] = max(weights[k], 0) }
    case .maxNorm(let greatest):
      scaleNorms(weights, shape: shape) { min($0, greatest) / (Self.epsilon + $0) }
    case .unitNorm: scaleNorms(weights, shape: shape) { 1 / (Self.epsilon + $0) }
    }
  }

  /// Multiplies the weights along the axes by what their norm says.
  private func scaleNorms(
    _ weights: UnsafeMutablePointer<Float>, shape: Shape, _ factor: (Float) -> Float
  ) {
    // From one norm to the next along each axis, 0 along those over which it goes.
    var strides = [Int](repeating: 0, count: shape.count)
    var norms = 1
    for axis in shape.indices.reversed() where !axes.contains(axis) {
      strides[axis] = norms
      norms *= shape[axis]
    }
    let inner = shape.last ?? 1
    let innerStride = strides.last ?? 0
    /// Calls `body` with where each run along the last axis begins, among the weights and among the norms.
    func forEachRun(_ body: (_ start: Int, _ norm: Int) -> Void) {
      var index = [Int](repeating: 0, count: max(0, shape.count - 1))
      for start in stride(from: 0, to: shape.reduce(1, *), by: max(1, inner)) {
        body(start, zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 })
        for axis in index.indices.reversed() {
          index[axis] += 1
          if index[axis] < shape[axis] { break }
          index[axis] = 0
        }
      }
    }
    var factors = [Float](repeating: 0, count: norms)
    forEachRun { start, norm in
      for k in 0..<inner {
        let place = norm + k * innerStride
        factors[place] = factors[place].addingProduct(weights[start + k], weights[start + k])
      }
    }
    for norm in factors.indices { factors[norm] = factor(factors[norm].squareRoot()) }
    forEachRun { start, norm in
      for k in 0..<inner { weights[start + k] *= factors[norm + k * innerStride] }
    }
  }
}
