import Core

/// What keeps numbers small: l1 · Σ|x| + l2 · Σx² is added to the loss. https://keras.io/api/layers/regularizers
public struct Regularizer: PartConvertible, Equatable {
  public let l1, l2: Float
  public let part: Part

  public init(_ part: Part) {
    self.part = part
    let options = Options(part.given)
    l1 = part.name == "l2" ? 0 : Float(options[part.name == "l1" ? Self.onlyL1 : Self.l1])
    l2 = part.name == "l1" ? 0 : Float(options[part.name == "l2" ? Self.onlyL2 : Self.l2])
  }

  /// L2, or nothing where the factor is 0.
  init(l2: Double) { self.init(Part("l2", ["l2": .number(l2)])) }

  static let none = Regularizer(l2: 0)

  /// Whether it adds nothing.
  var isNone: Bool { l1 == 0 && l2 == 0 }

  // MARK: - Declarations

  private static let l1 = factor("l1", default: 0)
  private static let l2 = factor("l2", default: 0)
  private static let onlyL1 = factor("l1", default: 0.01)
  private static let onlyL2 = factor("l2", default: 0.01)

  private static func factor(_ name: String, default value: Double) -> Key<Double> {
    .option(
      name, .number(0...1000), name == "l1" ? "times the sum of |x|" : "times the sum of x²", default: value)
  }

  public static let family = PartFamily(
    "regularizer",
    [
      .part(
        of: "kernel_regularizer", "l1", "adds the sum of |x| to the loss",
        "Each number is drawn towards 0 by the same amount, however small it is, so many become nearly 0.",
        [onlyL1],
        "l1 l1=0.001"),
      .part(
        of: "kernel_regularizer", "l2", "adds the sum of the squares to the loss",
        "Large numbers are drawn towards 0 more than small ones. A number alone is its l2: kernel_regularizer=0.001.",
        [onlyL2], "0.001"),
      .part(of: "kernel_regularizer", "l1_l2", "both of l1 and l2", "", [l1, l2], "l1_l2 l1=0.001 l2=0.001"),
    ], ofNumber: "l2")

  /// The options of layers. Keras's names.
  static let kernelKey = key("kernel_regularizer", "the kernel")
  static let biasKey = key("bias_regularizer", "the bias")
  static let activityKey = key(
    "activity_regularizer", "what the layer gives, over the images of a batch its mean")

  static func key(_ name: String, _ what: String) -> Key<Regularizer> {
    .option(name, .part, "keeps small \(what); a number is L2", default: .none)
  }

  // MARK: - Values

  /// What some numbers add to the loss.
  func penalty<Numbers: Sequence<Float>>(_ numbers: Numbers) -> Double {
    var (sum, squares) = (0.0, 0.0)
    for number in numbers {
      sum += Double(number.magnitude)
      squares += Double(number) * Double(number)
    }
    return l1 == 0 ? Double(l2) * squares : Double(l1) * sum + Double(l2) * squares
  }

  /// The derivative of the penalty by a number.
  func slope(at x: Float) -> Double {
    2 * Double(l2) * Double(x) + (x == 0 ? 0 : x > 0 ? Double(l1) : -Double(l1))
  }

  /// `gradient` with that of the penalty at `x`; at 0 that of l1 is 0.
  func adding(to gradient: Float, at x: Float) -> Float {
    let gradient = gradient.addingProduct(2 * l2, x)
    return l1 == 0 || x == 0 ? gradient : gradient + (x > 0 ? l1 : -l1)
  }
}
