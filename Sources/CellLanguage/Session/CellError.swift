import Core
import Datasets
import NeuralNetwork

/// Why a verb cannot do what it was asked. The interpreter adds the place.
struct CellError: Error {
  let message: String
  /// The parameters that may be at fault, the likeliest first: the caret stands under the value of the first that was
  /// written.
  let parameters: [String]
  let suggestion: String?
  /// More to know that is for the terminal alone: paths of this machine.
  let aside: String?

  init(
    _ message: String, parameter: (any Declared)? = nil, suggestion: String? = nil, aside: String? = nil
  ) {
    self.init(message, parameters: [parameter?.name], suggestion: suggestion, aside: aside)
  }

  /// An error at the value of a name of the learner's own.
  init(_ message: String, written name: String, suggestion: String? = nil) {
    self.init(message, parameters: [name], suggestion: suggestion)
  }

  private init(_ message: String, parameters: [String?], suggestion: String? = nil, aside: String? = nil) {
    self.message = message
    self.parameters = parameters.compactMap(\.self)
    self.suggestion = suggestion
    self.aside = aside
  }

  /// A whole data set was given where one of its splits is meant.
  static func whichPart(of dataset: Dataset, parameter: any Declared) -> CellError {
    let parts = dataset.splits.named.map { "\(dataset.name).\($0.name)" }
    return CellError(
      "say which part of \(dataset.name): \(parts.joined(separator: " or "))", parameter: parameter)
  }

  /// Images of differing sizes were given where an array is meant.
  static func differingSizes(parameter: (any Declared)? = nil) -> CellError {
    CellError("images of differing sizes: resize them first", parameter: parameter)
  }

  /// Any error of the targets below, as one of a verb.
  /// - Parameter parameter: the one at fault where the error names none that was written.
  init(_ error: any Error, parameter: (any Declared)? = nil) {
    let fallback = parameter?.name
    switch error {
    case let error as CellError:
      self.init(
        error.message, parameters: error.parameters + [fallback], suggestion: error.suggestion,
        aside: error.aside)
    case let error as DatasetError:
      self.init(
        error.portable ?? error.description, parameters: [error.subject, fallback], aside: error.aside)
    case let error as ModelError: self.init(error.message, parameters: [error.subject, fallback])
    default: self.init("\(error)", parameter: parameter)
    }
  }
}
