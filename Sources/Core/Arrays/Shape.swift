/// The lengths of a tensor's axes, outermost first: `[60000, 28, 28, 1]`.
public typealias Shape = [Int]

extension Shape {
  /// The number of elements, or nil where the product of the lengths does not fit an `Int`
  /// (sizes may come from a file or a learner's typing, so the product is checked).
  public var elementCount: Int? {
    var product = 1
    for length in self {
      guard length >= 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      product = next
    }
    return product
  }

  /// As NumPy and Keras print it: `(60000, 28, 28)`, `(10,)`.
  public var tupleDescription: String {
    count == 1 ? "(\(self[0]),)" : "(" + map(String.init).joined(separator: ", ") + ")"
  }

  /// As the cell language writes it: `28x28x1`.
  public var crossDescription: String { map(String.init).joined(separator: "x") }
}
