import Core

/// The number that a layer adds to each of its outputs, if it has one.
enum Bias {
  static let key = Key<Bool>.option(
    "use_bias", .flag, "false: nothing is added to the sums, as before BatchNormalization", default: true)

  static func weight(_ count: Int) -> Weight { Weight(name: "bias", shape: [count], initializer: .zeros) }
}
