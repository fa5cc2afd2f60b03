import Core
import Datasets
import NeuralNetwork

/// Why a verb cannot do what it was asked. The interpreter adds the place.
struct CellError: Error {
  let message: String
  /// The parameter that is at fault, if one is: the caret stands under its value.
  let parameter: String?
  let suggestion: String?
  /// More to know that is for the terminal alone: paths of this machine.
  let aside: String?

  init(_ message: String, parameter: String? = nil, suggestion: String? = nil, aside: String? = nil) {
    self.message = message
    self.aside = aside
    self.parameter = parameter
    self.suggestion = suggestion
  }

  /// A whole data set was given where one of its splits is meant.
  static func whichPart(of dataset: Dataset, parameter: String) -> CellError {
    let parts = dataset.splits.named.map { "\(dataset.name).\($0.name)" }
    return CellError(
      "say which part of \(dataset.name): \(parts.joined(separator: " or "))", parameter: parameter)
  }

  /// Images of differing sizes were given where an array is meant.
  static func differingSizes(parameter: String? = nil) -> CellError {
    CellError("images of differing sizes: resize them first", parameter: parameter)
  }

  /// Any error of the targets below, as one of a verb.
  init(_ error: any Error, parameter: String? = nil) {
    switch error {
    case let error as CellError:
      self.init(
        error.message, parameter: error.parameter ?? parameter, suggestion: error.suggestion,
        aside: error.aside)
    case let error as DatasetError:
      self.init(error.portable ?? error.description, parameter: parameter, aside: error.aside)
    case let error as ModelError: self.init(error.message, parameter: parameter)
    default: self.init("\(error)", parameter: parameter)
    }
  }
}
