import Foundation
import NeuralNetwork

/// An array as NumPy prints it: nested brackets, columns aligned, long axes shortened with `...`.
/// Source: numpy.org/doc/stable/reference/generated/numpy.array2string.html, its defaults.
func printArray(_ array: Tensor) -> String {
  guard array.shape.elementCount ?? 0 > 0 else { return "[]" }
  // Only the rows that are shown are computed.
  let size = max(1, array.rowSize)
  var rows: [Int: [Float]] = [:]
  func value(_ k: Int) -> Float {
    let row = array.shape.isEmpty ? 0 : k / size
    let values = rows[row] ?? array.floats(ofRow: row)
    rows[row] = values
    return values[array.shape.isEmpty ? 0 : k % size]
  }
  if array.dtype == .uint8 {
    return ArrayPrinter(shape: array.shape) { String(Int(clamping: value($0))) }.text
  }
  var shown: [Float] = []
  ArrayPrinter(shape: array.shape) { _ in "" }.forEachShown { shown.append(value($0)) }
  let format = FloatFormat(shown)
  return ArrayPrinter(shape: array.shape) { format.text(value($0)) }.text
}

/// How NumPy writes the floats of one array: each with the fewest digits that tell it from its neighbours, at most
/// eight after the point; with exponents where the sizes differ by more than a thousand or are extreme.
private struct FloatFormat {
  private static let precision = 8
  private let usesExponents: Bool
  /// The digits after the point of the value that has most.
  private let decimals: Int

  init(_ values: [Float]) {
    let finite = values.filter(\.isFinite)
    let sizes = finite.map(abs).filter { $0 > 0 }
    let (least, greatest) = (sizes.min() ?? 1, sizes.max() ?? 1)
    usesExponents = greatest >= 1e8 || least < 1e-4 || greatest / least > 1000
    let exponents = usesExponents
    decimals = finite.map { exponents ? Digits($0).all.count - 1 : Self.fraction($0).count }.max() ?? 0
  }

  func text(_ value: Float) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if usesExponents {
      let text = String(format: "%.\(decimals)e", Double(value))
      return decimals > 0 ? text : text.replacing("e", with: ".e")
    }
    let fraction = Self.fraction(value)
    let whole = String(format: "%.8f", Double(value)).prefix { $0 != "." }
    return "\(whole).\(fraction)" + String(repeating: " ", count: decimals - fraction.count)
  }

  /// The digits after the point, without zeros at their end.
  private static func fraction(_ value: Float) -> String {
    let digits = Digits(value)
    let count = min(precision, max(0, digits.all.count - 1 - digits.exponent))
    var text = String(format: "%.\(count)f", Double(value)).drop { $0 != "." }.dropFirst()
    while text.last == "0" { text.removeLast() }
    return String(text)
  }

  /// The fewest decimal digits that stand for a float, `d.ddd e exponent`, without zeros at either end.
  private struct Digits {
    let all: String
    let exponent: Int

    init(_ value: Float) {
      let parts = "\(abs(value))".split(separator: "e")
      let number = parts[0].split(separator: ".", omittingEmptySubsequences: false)
      let fraction = number.count > 1 ? number[1] : ""
      let written = number[0] + fraction
      let leadingZeros = written.prefix { $0 == "0" }.count
      var digits = written.dropFirst(leadingZeros)
      while digits.last == "0" { digits.removeLast() }
      all = digits.isEmpty ? "0" : String(digits)
      let shift = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
      exponent = digits.isEmpty ? 0 : number[0].count - 1 - leadingZeros + shift
    }
  }
}

/// NumPy's layout of an array: `threshold` 1000 elements, three at each end of a shortened axis, lines of 75 columns.
struct ArrayPrinter {
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
    forEachShown { width = max(width, element($0).count) }
    return block(axis: 0, offset: 0, width: width)
  }

  /// Calls `body` with the place of each element that is not behind the dots.
  func forEachShown(_ body: (Int) -> Void) {
    if shape.isEmpty { body(0) } else { forEachShown(axis: 0, offset: 0, body) }
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
