import Core
import NeuralNetwork

/// The options of `fit` that make its callbacks.
extension FitVerb {
  static let callbackDiscussion = callbackTypes.map { $0.declaration.discussion }.joined(separator: " ")

  static let callbackParameters: [any Declared] = callbackTypes.flatMap {
    $0.declaration.parameters.map(\.optional)
  }

  /// The callbacks that were asked for.
  /// - Throws: where something is to be watched that is not measured, a file cannot be written, or an option has nothing to
  ///   belong to.
  static func callbacks(
    _ arguments: Arguments, of model: Model, on data: TrainingData
  ) throws -> [any Callback] {
    try checkOwners(arguments)
    return try callbackTypes.filter { arguments.isAsked(for: $0) }.map { type in
      let callback = try type.init(arguments.options(of: type.declaration))
      do {
        if let file = callback.file {
          _ = try Session.checkpointFormat(of: file)
          try OutputFiles.check(file)
        }
        if let table = callback.table {
          guard table.hasSuffix(".csv") else { throw CellError("the name '\(table)' must end in .csv") }
          _ = try OutputFiles.check(table)
        }
        if let keys = model.training?.keys(withValidation: data.validation != nil) {
          try callback.watched?.check(isAmong: keys)
        }
      } catch { throw CellError(error, parameter: type.declaration.parameters.first) }
      return callback
    }
  }

  /// Throws where an option is given without the one that it belongs to.
  private static func checkOwners(_ arguments: Arguments) throws {
    for type in callbackTypes where !arguments.isAsked(for: type) {
      let parameters = type.declaration.parameters
      for option in parameters where arguments.isGiven(option) {
        let owner = parameters[0].name
        // Where callbacks have options of one name, one of them has its own name before it.
        let namesake = callbackTypes.filter { arguments.isAsked(for: $0) }.map { $0.declaration }.first {
          $0.parameter("\($0.name)_\(option.name)") != nil
        }
        throw CellError(
          "\(option.name) belongs to \(owner), which is not given"
            + (namesake.map { "; that of \($0.name) is \($0.name)_\(option.name)" } ?? ""),
          parameter: option)
      }
    }
  }
}

extension Arguments {
  /// Whether the option is given that asks for a callback: its first.
  fileprivate func isAsked(for type: any Callback.Type) -> Bool {
    type.declaration.parameters.first.map { isGiven($0) } ?? false
  }
}
