import Core
import Foundation
import NeuralNetwork

/// A model's layers with their output shapes and parameters: the table of Keras 2's `summary`, whose plain lines read
/// well in any font.
func summaryTable(_ model: Model) -> String {
  var head = ["Layer (type)", "Output Shape", "Param #"]
  var rows = model.nodes.map { node in
    [
      "\(node.name) (\(node.typeName))",
      "(None, " + node.outputShape.map(String.init).joined(separator: ", ") + ")", grouped(node.range.count),
    ]
  }
  var widths = [28, 26, 11]
  if !model.isChain {
    // Keras's fourth column, where lines do not follow one another.
    head.append("Connected to")
    for (row, node) in model.nodes.enumerated() {
      rows[row].append(node.inputs.map { $0 < 0 ? "input" : model.nodes[$0].name }.joined(separator: ", "))
    }
    widths.append(head[3].count)
  }
  for (column, least) in widths.enumerated() {
    let last = column == widths.count - 1 || column == 2
    widths[column] = max(least, (rows.map { $0[column].count }.max() ?? 0) + (last ? 0 : 1))
  }
  let width = model.isChain ? widths[0] + widths[1] + 11 : widths.reduce(1, +)
  func line(_ cells: [String]) -> String {
    " "
      + cells.enumerated().map { column, cell in
        column == cells.count - 1 ? cell : cell.padding(toLength: widths[column], withPad: " ", startingAt: 0)
      }.joined()
  }
  let total = grouped(model.parameters.count)
  let rule = String(repeating: "=", count: width)
  let thin = String(repeating: "_", count: width)
  return
    (["Model: \"\(model.name)\"", thin, line(head), rule]
    + rows.map(line)
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
