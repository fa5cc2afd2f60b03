import Core

/// `output = scale · input + offset`, rounded once. The output may lie where the input does.
public func rescale(
  _ input: UnsafePointer<Lanes>, count: Int, scale: Float, offset: Float, output: UnsafeMutablePointer<Lanes>
) {
  let (scale, offset) = (Lanes(repeating: scale), Lanes(repeating: offset))
  for k in 0..<count { output[k] = offset.addingProduct(scale, input[k]) }
}

/// `output = (input - mean) / deviation`, of each channel its own. The output may lie where the input does.
/// - Parameter plane: the pixels of a map.
public func standardize(
  _ input: UnsafePointer<Lanes>, channels: Int, plane: Int, mean: UnsafePointer<Float>,
  deviation: UnsafePointer<Float>, output: UnsafeMutablePointer<Lanes>
) {
  for c in 0..<channels {
    let (m, d) = (Lanes(repeating: mean[c]), Lanes(repeating: deviation[c]))
    for pixel in 0..<plane {
      let k = pixel &* channels &+ c
      output[k] = (input[k] - m) / d
    }
  }
}
