import Core
import NeuralNetwork

/// The options that choose an optimizer and set it up, for the verbs that compile a model.
enum OptimizerOptions {
  static func optimizer(default name: String) -> Key<String> {
    .option(
      "optimizer", .choice(optimizerTypes.map { $0.declaration.name }), "how the weights are changed",
      default: name)
  }

  /// The options of all optimizers, each once and without a default, for that differs among them.
  static let parameters: [Parameter] = {
    var options: [Parameter] = []
    for option in optimizerTypes.flatMap({ $0.declaration.parameters })
    where !options.contains(where: { $0.name == option.name }) {
      let owners = optimizerTypes.filter { $0.declaration.parameter(option.name) != nil }
      let names = owners.map { $0.declaration.name }.joined(separator: ", ")
      options.append(
        Parameter(
          name: option.name, kind: option.kind,
          summary: option.summary + (owners.count < optimizerTypes.count ? " (\(names))" : ""),
          isPositional: false))
    }
    return options
  }()

  /// The optimizer of this name with the options that were given. - Throws: where one of them is another's.
  static func optimizer(named name: String, _ arguments: Arguments) throws -> any Optimizer {
    guard let type = optimizerTypes.first(where: { $0.declaration.name == name }) else {
      throw CellError("unknown optimizer '\(name)'")
    }
    let own = type.declaration.parameters.map(\.name)
    for option in parameters where arguments.isGiven(option) && !own.contains(option.name) {
      // Those that every optimizer has are too many to be named.
      let special = own.filter { !commonOptimizerOptions.contains($0) }
      throw CellError(
        "\(name) has no \(option.name); its options are \(special.joined(separator: ", "))",
        parameter: option)
    }
    return try type.checked(arguments.options(of: type.declaration))
  }
}
