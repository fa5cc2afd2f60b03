import Datasets
import Foundation
import NeuralNetwork

/// How values look when a cell shows them: as the lessons' Python prints them.
extension Value {
  /// The lines that show the value.
  public var printed: String {
    switch self {
    case .nothing: return ""
    case .number(let value): return shortNumber(value)
    case .text(let text): return text
    case .flag(let flag): return String(flag)
    case .shape(let shape): return shape.tupleDescription
    case .list(let values): return "[" + values.map(\.printedInList).joined(separator: ", ") + "]"
    case .array(let array): return printArray(array)
    case .labels(let labels): return printLabels(labels)
    case .examples(let examples, let name):
      return "\(name): images \(examples.images.shape.tupleDescription) \(examples.images.dtype.rawValue), "
        + "labels \(examples.labels.shape.tupleDescription)"
    case .example(let example, let name):
      return "\(name): image \(example.images.rowShape.tupleDescription) \(example.images.dtype.rawValue), "
        + "label \(example.labelName(0))"
    case .dataset(let dataset): return dataset.description.joined(separator: "\n")
    case .model(let model): return summaryTable(model)
    case .history(let history):
      return history.keys.map { key in
        "\(key): [" + (history[key] ?? []).map(fourDecimals).joined(separator: ", ") + "]"
      }.joined(separator: "\n")
    case .series(_, let values): return "[" + values.map(fourDecimals).joined(separator: ", ") + "]"
    case .score(let score):
      return "loss: \(fourDecimals(score.loss)) - accuracy: \(fourDecimals(score.accuracy))"
    }
  }

  private var printedInList: String {
    if case .text(let text) = self { return "'\(text)'" }
    return printed
  }
}

/// Four decimals, as Keras writes losses and accuracies.
func fourDecimals(_ value: Double) -> String { String(format: "%.4f", value) }

func twoDecimals(_ value: Double) -> String { String(format: "%.2f", value) }

extension Examples {
  /// The label of example `i` by name, with its number where the name says something else: `5`, `14 (Stop)`.
  func labelName(_ i: Int) -> String {
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

/// An array as NumPy prints it: nested brackets, columns aligned, long axes shortened with `...`.
func printArray(_ array: Tensor) -> String {
  guard array.shape.elementCount ?? 0 > 0 else { return "[]" }
  let size = max(1, array.rowSize)
  var rows: [Int: [Float]] = [:]
  let value: (Int) -> Float
  if array.shape.isEmpty {
    let scalar = array.floats
    value = { scalar[$0] }
  } else if array.shape.count == 1 {
    let all = array.floats
    value = { all[$0] }
  } else {
    value = { k in
      if rows[k / size] == nil { rows[k / size] = array.floats(ofRow: k / size) }
      return rows[k / size]?[k % size] ?? 0
    }
  }
  if array.dtype == .uint8 {
    return ArrayPrinter(shape: array.shape) { String(Int(value($0))) }.text
  }
  // NumPy's rule: as many decimals as the shown value that needs most, at most eight.
  var shown: [Float] = []
  _ =
    ArrayPrinter(shape: array.shape) { k in
      shown.append(value(k))
      return ""
    }.text
  let decimals = FloatFormat(shown)
  return ArrayPrinter(shape: array.shape) { decimals.text(value($0)) }.text
}

/// How NumPy writes the floats of one array: the same number of decimals for all, exponents where sizes differ much.
private struct FloatFormat {
  private let decimals: Int
  private let usesExponent: Bool

  init(_ values: [Float]) {
    let sizes = values.filter { $0.isFinite && $0 != 0 }.map(abs)
    let greatest = sizes.max() ?? 0
    let least = sizes.min() ?? 0
    usesExponent =
      greatest >= 1e8 || least < 1e-4 && least > 0 || least > 0 && greatest / least > 1000 && greatest >= 1e5
    decimals =
      usesExponent ? 0 : values.filter(\.isFinite).map { Self.fraction($0).count }.max() ?? 0
  }

  func text(_ value: Float) -> String {
    if !value.isFinite { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if usesExponent { return String(format: "%.8e", Double(value)) }
    let fraction = Self.fraction(value)
    let whole = String(format: "%.8f", Double(value)).prefix { $0 != "." }
    return "\(whole)." + fraction + String(repeating: " ", count: 0)
      + String(
        repeating: decimals > 0 && fraction.count < decimals ? "0" : "",
        count: fraction.isEmpty && decimals == 0 ? 0 : decimals - fraction.count)
  }

  /// The digits after the point that the shortest text of the value needs, at most eight.
  private static func fraction(_ value: Float) -> String {
    let shortest = "\(value)"
    let digits: Substring
    if shortest.contains("e") {
      digits = String(format: "%.8f", Double(value)).drop { $0 != "." }.dropFirst()
    } else {
      let all = shortest.drop { $0 != "." }.dropFirst()
      digits = all.count <= 8 ? all : String(format: "%.8f", Double(value)).drop { $0 != "." }.dropFirst()
    }
    var text = String(digits)
    while text.last == "0" { text.removeLast() }
    return text
  }
}

/// NumPy's layout of an array: `threshold` 1000 elements, three at each end of a shortened axis, lines of 75 columns.
private struct ArrayPrinter {
  let shape: Shape
  let element: (Int) -> String

  private var isShortened: Bool { (shape.elementCount ?? 0) > 1000 }

  /// The indices of an axis that are shown; nil stands for the dots.
  private func shown(_ length: Int) -> [Int?] {
    guard isShortened, length > 6 else { return Array(0..<length) }
    return [0, 1, 2, nil, length - 3, length - 2, length - 1]
  }

  var text: String {
    guard !shape.isEmpty else { return element(0) }
    var width = 0
    forEachShown(axis: 0, offset: 0) { width = max(width, element($0).count) }
    return block(axis: 0, offset: 0, width: width)
  }

  private func forEachShown(axis: Int, offset: Int, _ body: (Int) -> Void) {
    for case let i? in shown(shape[axis]) {
      let k = offset * shape[axis] + i
      if axis == shape.count - 1 { body(k) } else { forEachShown(axis: axis + 1, offset: k, body) }
    }
  }

  private func block(axis: Int, offset: Int, width: Int) -> String {
    let indent = String(repeating: " ", count: axis + 1)
    if axis == shape.count - 1 {
      var lines: [String] = []
      var line = ""
      for i in shown(shape[axis]) {
        let text = i.map { i in
          let element = element(offset * shape[axis] + i)
          return String(repeating: " ", count: width - element.count) + element
        }
        let word = text ?? "..."
        if !line.isEmpty, indent.count + line.count + 1 + word.count > 75 {
          lines.append(line)
          line = ""
        }
        line += line.isEmpty ? word : " " + word
      }
      lines.append(line)
      return "[" + lines.joined(separator: "\n" + indent) + "]"
    }
    let gap = String(repeating: "\n", count: shape.count - 1 - axis)
    return "["
      + shown(shape[axis]).map { i in
        i.map { block(axis: axis + 1, offset: offset * shape[axis] + $0, width: width) } ?? "..."
      }.joined(separator: gap + indent) + "]"
  }
}
