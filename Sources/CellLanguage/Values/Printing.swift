import Core
import Datasets
import Foundation
import NeuralNetwork

/// How values look when a cell shows them: as the lessons' Python prints them.
extension Value {
  /// The lines that show the value.
  public var printed: String {
    switch self {
    case .nothing: return ""
    case .number(let value): return shortNumber(withoutRounding(value))
    case .float32(let value): return printFloat32(value)
    case .text(let text): return text
    case .flag(let flag): return String(flag)
    case .shape(let shape): return shape.tupleDescription
    case .list(let list): return ListPrinter.text(of: list)
    case .array(let array): return printArray(array)
    case .ragged(let images):
      return "images of differing sizes \(images.shapeDescription) \(images.dtype.rawValue)"
    case .labels(let labels): return printLabels(labels)
    case .examples(let examples, let name):
      return "\(name): images \(examples.images.shapeDescription) \(examples.images.dtype.rawValue), "
        + "labels \(examples.labels.shape.tupleDescription)"
    case .example(let example, let name):
      return
        "\(name): image \(example.images.image(0).shape.tupleDescription) \(example.images.dtype.rawValue), "
        + "label \(example.labelName(0))"
    case .dataset(let dataset): return dataset.description.joined(separator: "\n")
    case .model(let model): return summaryTable(model)
    case .history(let history):
      return history.keys.map { key in
        "\(key): \(ListPrinter.text(of: history[key] ?? []))"
      }.joined(separator: "\n")
    case .series(_, let values, _): return ListPrinter.text(of: values)
    case .score(let score): return score.logs.printed
    case .confusion(let matrix):
      return ArrayPrinter(shape: [matrix.classes, matrix.classes]) { String(matrix.counts[$0]) }.text
    case .augmentation(let augmentation): return "augment \(augmentation.options)"
    case .block(let template): return template.description
    case .verb(let verb): return verb.description
    }
  }
}

extension Value {
  /// The value as a cell of a table. - Throws: where it is so large that only a part of it would be shown.
  func cell(_ parameter: any Declared) throws -> String {
    switch self {
    case .list(let list) where list.leafCount > ListPrinter.threshold:
      throw CellError("a list of so many elements does not fit into one cell", parameter: parameter)
    case .array(let array) where (array.shape.elementCount ?? .max) > ListPrinter.threshold:
      throw CellError("an array of so many elements does not fit into one cell", parameter: parameter)
    default: return printed
    }
  }
}

extension Logs {
  /// `loss: 0.0862 - accuracy: 0.9742`
  var printed: String { map { "\($0.key): \(fourDecimals($0.value))" }.joined(separator: " - ") }
}

/// Four decimals; of what is at most a thousandth, such as a learning rate, four after the first digit. As Keras does
/// in keras/src/utils/progbar.py: `0.0862`, `1.0000e-04`.
func fourDecimals(_ value: Double) -> String {
  String(format: abs(value) > 1e-3 ? "%.4f" : "%.4e", value)
}

/// The number without the tail that binary fractions leave: a hundred times 0.9905 is 99.05 and not 99.05000000000001.
/// A double surely holds fifteen digits; where far fewer say all, the last ones are rounding.
private func withoutRounding(_ value: Double) -> Double {
  guard let rounded = Double(String(format: "%.15g", value)) else { return value }
  return shortNumber(rounded).count + 2 < shortNumber(value).count ? rounded : value
}

func twoDecimals(_ value: Double) -> String { String(format: "%.2f", value) }

extension Examples {
  /// The label of example `i` by name, with its number where the name says something else: `5`, `14 (Stop)`.
  func labelName(_ i: Int) -> String {
    guard labels.areKnown else { return "unknown" }
    let number = Int(labels.classes[i])
    let name = labels.classNames.indices.contains(number) ? labels.classNames[number] : String(number)
    return name == String(number) ? name : "\(number) (\(name))"
  }
}

/// Labels as an array of integers or of one-hot rows.
private func printLabels(_ labels: Labels) -> String {
  guard labels.isOneHot else {
    return ArrayPrinter(shape: [labels.count]) { String(labels.classes[$0]) }.text
  }
  let classes = labels.numberOfClasses
  return ArrayPrinter(shape: labels.shape) { k in
    Int(labels.classes[k / classes]) == k % classes ? "1." : "0."
  }.text
}
