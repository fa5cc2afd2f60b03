import Core
import Foundation
import NeuralNetwork

/// A model's layers with their output shapes and parameters: the table of Keras 2's `summary`, whose plain lines read
/// well in any font.
func summaryTable(_ model: Model) -> String {
  let rows = model.nodes.map { node in
    (
      "\(node.name) (\(node.typeName))",
      "(None, " + node.outputShape.map(String.init).joined(separator: ", ") + ")", grouped(node.range.count)
    )
  }
  let first = max(28, (rows.map(\.0.count).max() ?? 0) + 1)
  let second = max(26, (rows.map(\.1.count).max() ?? 0) + 1)
  let width = first + second + 11
  func line(_ a: String, _ b: String, _ c: String) -> String {
    let text =
      a.padding(toLength: first, withPad: " ", startingAt: 0)
      + b.padding(toLength: second, withPad: " ", startingAt: 0) + c
    return " " + text
  }
  let total = grouped(model.parameters.count)
  let rule = String(repeating: "=", count: width)
  let thin = String(repeating: "_", count: width)
  return
    (["Model: \"\(model.name)\"", thin, line("Layer (type)", "Output Shape", "Param #"), rule]
    + rows.map { line($0.0, $0.1, $0.2) }
    + [
      rule, "Total params: \(total)",
      "Trainable params: \(grouped(model.parameters.count - model.nonTrainableCount))",
      "Non-trainable params: \(grouped(model.nonTrainableCount))", thin,
    ]).joined(separator: "\n")
}

/// `44,426`
func grouped(_ number: Int) -> String {
  var text = ""
  for (place, digit) in String(abs(number)).reversed().enumerated() {
    if place > 0, place % 3 == 0 { text = "," + text }
    text = String(digit) + text
  }
  return (number < 0 ? "-" : "") + text
}
