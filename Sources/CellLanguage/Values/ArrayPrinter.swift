import Core

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
  guard !array.shape.isEmpty else { return printFloat32(value(0)) }
  var shown: [Float] = []
  ArrayPrinter(shape: array.shape) { _ in "" }.forEachShown { shown.append(value($0)) }
  let format = FloatFormat(shown)
  return ArrayPrinter(shape: array.shape) { format.text(value($0)) }.text
}

/// NumPy's layout of an array: `threshold` 1000 elements, three at each end of a shortened axis, lines of 75 columns.
/// Source: `_formatArray` in numpy/_core/arrayprint.py.
struct ArrayPrinter {
  let shape: Shape
  let element: (Int) -> String

  private static let lineWidth = 75
  /// NumPy shows all elements of an array with many short axes; here no more than these.
  private static let mostElements = 100_000

  private var isShortened: Bool { (shape.elementCount ?? .max) > 1000 }

  /// The indices of an axis that are shown; nil stands for the dots.
  private func shown(_ length: Int) -> [Int?] {
    guard isShortened, length > 6 else { return Array(0..<length) }
    return [0, 1, 2, nil, length - 3, length - 2, length - 1]
  }

  var text: String {
    guard !shape.isEmpty else { return element(0) }
    var width = 0
    forEachShown { width = max(width, element($0).utf8.count) }
    var count = 0
    return block(axis: 0, offset: 0, width: width, &count)
  }

  /// Calls `body` with the place of each element that is not behind the dots.
  func forEachShown(_ body: (Int) -> Void) {
    var count = 0
    if shape.isEmpty { body(0) } else { forEachShown(axis: 0, offset: 0, &count, body) }
  }

  private func forEachShown(axis: Int, offset: Int, _ count: inout Int, _ body: (Int) -> Void) {
    for case let i? in shown(shape[axis]) where count < Self.mostElements {
      let k = offset * shape[axis] + i
      if axis == shape.count - 1 {
        body(k)
        count += 1
      } else {
        forEachShown(axis: axis + 1, offset: k, &count, body)
      }
    }
  }

  private func block(axis: Int, offset: Int, width: Int, _ count: inout Int) -> String {
    let indent = String(repeating: " ", count: axis + 1)
    var lines: [String] = []
    if axis == shape.count - 1 {
      // A column for the bracket that closes each axis.
      let elementWidth = Self.lineWidth - axis - 1
      var line = indent
      for i in shown(shape[axis]) {
        var word = "..."
        if let i, count < Self.mostElements {
          let text = element(offset * shape[axis] + i)
          word = String(repeating: " ", count: max(0, width - text.utf8.count)) + text
          count += 1
        }
        if line.utf8.count + word.utf8.count > elementWidth, line.utf8.count > indent.utf8.count {
          lines.append(line)
          line = indent
        }
        line += word + " "
        if i != nil, count >= Self.mostElements { break }
      }
      lines.append(String(line.dropLast()))
      // Blank space at the end of a line is left out, but for the last one's.
      let ends =
        lines.dropLast().map { String($0.reversed().drop { $0 == " " }.reversed()) } + lines.suffix(1)
      return "[" + ends.joined(separator: "\n").dropFirst(indent.count) + "]"
    }
    for i in shown(shape[axis]) {
      guard let i, count < Self.mostElements else {
        lines.append("...")
        if count >= Self.mostElements { break }
        continue
      }
      lines.append(block(axis: axis + 1, offset: offset * shape[axis] + i, width: width, &count))
    }
    let gap = String(repeating: "\n", count: shape.count - 1 - axis)
    return "[" + lines.joined(separator: gap + indent) + "]"
  }
}
