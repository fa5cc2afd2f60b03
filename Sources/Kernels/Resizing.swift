import Core

/// Copies a map into a larger or smaller one whose pixel (0, 0) is the pixel (top, left) of the first; where there is none, zeros come.
public func shiftMap(
  _ input: UnsafePointer<Lanes>, height: Int, width: Int, channels: Int, top: Int, left: Int,
  into output: UnsafeMutablePointer<Lanes>, outputHeight: Int, outputWidth: Int
) {
  let row = outputWidth &* channels
  let columns = max(0, 0 &- left)..<max(max(0, 0 &- left), min(outputWidth, width &- left))
  for y in 0..<outputHeight {
    let target = output + y &* row
    guard (0..<height).contains(y &+ top), !columns.isEmpty else {
      target.update(repeating: Lanes(), count: row)
      continue
    }
    let (first, last) = (columns.lowerBound &* channels, columns.upperBound &* channels)
    target.update(repeating: Lanes(), count: first)
    let source = input + ((y &+ top) &* width &+ columns.lowerBound &+ left) &* channels
    (target + first).update(from: source, count: last &- first)
    (target + last).update(repeating: Lanes(), count: row &- last)
  }
}

/// Repeats each row and each column: `output[y, x, c] = input[y / rows, x / columns, c]`.
public func repeatPixels(
  _ input: UnsafePointer<Lanes>, height: Int, width: Int, channels: Int, rows: Int, columns: Int,
  output: UnsafeMutablePointer<Lanes>
) {
  let row = width &* columns &* channels
  for y in 0..<height {
    let first = output + y &* rows &* row
    for x in 0..<width {
      let pixel = input + (y &* width &+ x) &* channels
      for copy in 0..<columns {
        (first + (x &* columns &+ copy) &* channels).update(from: pixel, count: channels)
      }
    }
    for copy in 1..<max(1, rows) { (first + copy &* row).update(from: first, count: row) }
  }
}

/// The gradient of ``repeatPixels(_:height:width:channels:rows:columns:output:)``: the sum over all copies, row by row. Overwritten.
/// - Parameter height: of what was repeated.
public func repeatPixelsGradient(
  _ outputGradient: UnsafePointer<Lanes>, height: Int, width: Int, channels: Int, rows: Int, columns: Int,
  inputGradient: UnsafeMutablePointer<Lanes>
) {
  for y in 0..<height {
    for x in 0..<width {
      for channel in 0..<channels {
        var sum = Lanes()
        for row in 0..<rows {
          for column in 0..<columns {
            let pixel = (y &* rows &+ row) &* width &* columns &+ x &* columns &+ column
            sum += outputGradient[pixel &* channels &+ channel]
          }
        }
        inputGradient[(y &* width &+ x) &* channels &+ channel] = sum
      }
    }
  }
}
