import Core

/// Lays a map upon another one of its own size: `output[y, x, c] = input[y - top, x - left, c]`, 0 where the input has no such pixel.
///
/// What cuts off, pads or shifts. The gradient of the input is this function again, of the output's gradient, with the sizes exchanged
/// and the offsets of the other sign.
public func placeMap(
  _ input: UnsafePointer<Lanes>, height: Int, width: Int, channels: Int, top: Int, left: Int,
  output: UnsafeMutablePointer<Lanes>, outputHeight: Int, outputWidth: Int
) {
  // The columns of the output that the input has.
  let first = min(outputWidth, max(0, left))
  let end = max(first, min(outputWidth, left &+ width))
  for y in 0..<outputHeight {
    let row = output + y &* outputWidth &* channels
    guard y >= top, y &- top < height, first < end else {
      row.update(repeating: Lanes(), count: outputWidth &* channels)
      continue
    }
    row.update(repeating: Lanes(), count: first &* channels)
    (row + first &* channels).update(
      from: input + ((y &- top) &* width &+ first &- left) &* channels, count: (end &- first) &* channels)
    (row + end &* channels).update(repeating: Lanes(), count: (outputWidth &- end) &* channels)
  }
}

/// Exchanges axes: axis i of the output is axis `axes[i]` of the input.
///
/// The gradient of the input is this function again, of the output's gradient, with the inverse of `axes`.
/// - Parameters:
///   - shape: of the input; lanes lie row-major.
///   - axes: each axis of `shape` once, from 0.
public func permuteAxes(
  _ input: UnsafePointer<Lanes>, shape: Shape, axes: [Int], output: UnsafeMutablePointer<Lanes>
) {
  guard let rank = shape.indices.last, shape.allSatisfy({ $0 > 0 }) else {
    // A single number.
    if shape.isEmpty { output[0] = input[0] }
    return
  }
  var steps = [Int](repeating: 1, count: rank + 1)
  for axis in (0..<rank).reversed() { steps[axis] = steps[axis + 1] &* shape[axis + 1] }
  let lengths = axes.map { shape[$0] }
  let outputSteps = axes.map { steps[$0] }
  var place = [Int](repeating: 0, count: rank + 1)
  var source = 0
  let rows = lengths.dropLast().reduce(1, &*)
  let (length, step) = (lengths[rank], outputSteps[rank])
  var k = 0
  for _ in 0..<rows {
    for i in 0..<length { output[k &+ i] = input[source &+ i &* step] }
    k &+= length
    // On to the next row of the output, as a counter goes on.
    var axis = rank &- 1
    while axis >= 0 {
      place[axis] &+= 1
      source &+= outputSteps[axis]
      if place[axis] < lengths[axis] { break }
      source &-= outputSteps[axis] &* lengths[axis]
      place[axis] = 0
      axis &-= 1
    }
  }
}
