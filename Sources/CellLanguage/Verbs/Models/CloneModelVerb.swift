import Core
import NeuralNetwork

/// `copy = clone_model net`
enum CloneModelVerb: Verb {
  static let declaration = Declaration(
    name: "clone_model",
    summary: "a copy of a model, which is trained without changing the first",
    discussion: """
      `b = a` gives a model a second name; `b = clone_model a` makes a second model. It is trained as far as the first, and \
      compiled as it is. With weights=false its weights are drawn anew and it is not compiled, as by Keras's clone_model.
      """,
    parameters: [model, weights, seed],
    example: Example.network
      + """
      other = clone_model net
      set_weights other layer=2 unit=0 bias=7
      digits = load digits train=10 test=10
      (predict net digits.test[0]) - (predict other digits.test[0])
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let weights = Key<Bool>.option(
    "weights", .flag, "false: start weights are drawn instead of copied", default: true)
  static let seed = Key<UInt64?>.option(
    "seed", .seed, "of the start weights; the session's next one where not given")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    try MachineMemory.check(
      [model.parameters.count, 16].elementCount, for: "another model of this size", parameter: Self.model)
    return .model(
      try model.copy(seed: arguments[weights] ? nil : session.seed(arguments[seed])))
  }
}
