import Core

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
