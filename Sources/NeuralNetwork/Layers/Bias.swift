import Core

/// The number that a layer adds to each of its outputs, if it has one.
enum Bias {
  static let key = Key<Bool>.option(
    "use_bias", .flag, "false: nothing is added to the sums, as before BatchNormalization", default: true)

  static let initializer = Initializer.key("bias_initializer", "start values of the bias", default: .zeros)

  /// A bias for each of so many outputs, or none.
  static func weights(_ count: Int, _ options: Options) -> [Weight] {
    guard options[key] else { return [] }
    return [
      Weight(
        name: "bias", shape: [count], initializer: options[initializer],
        regularizer: options[Regularizer.biasKey], constraint: options[Constraint.biasKey])
    ]
  }
}
