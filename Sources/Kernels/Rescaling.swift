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

/// The contrast of each channel of each image: its values' distances from their mean, times a factor.
///
///     output = (input - mean) · factor + mean,  cut off at `range`
///
/// - Parameter factors: one for each image.
public func adjustContrast(
  _ input: UnsafePointer<Lanes>, channels: Int, plane: Int, factors: Lanes, range: ClosedRange<Float>,
  output: UnsafeMutablePointer<Lanes>
) {
  let (low, high) = (Lanes(repeating: range.lowerBound), Lanes(repeating: range.upperBound))
  for c in 0..<channels {
    let mean = channelMean(input + c, channels: channels, plane: plane)
    for pixel in 0..<plane {
      let k = pixel &* channels &+ c
      let value = mean.addingProduct(input[k] - mean, factors)
      let raised = value.replacing(with: low, where: value .< low)
      output[k] = raised.replacing(with: high, where: raised .> high)
    }
  }
}

/// The gradient of ``adjustContrast(_:channels:plane:factors:range:output:)``; a value that was cut off gives none.
///
///     inputGradient = factor · g + (1 - factor) · mean of all g
public func adjustContrastGradient(
  _ input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, channels: Int, plane: Int,
  factors: Lanes, range: ClosedRange<Float>, inputGradient: UnsafeMutablePointer<Lanes>
) {
  let (low, high) = (Lanes(repeating: range.lowerBound), Lanes(repeating: range.upperBound))
  let one = Lanes(repeating: 1)
  for c in 0..<channels {
    let mean = channelMean(input + c, channels: channels, plane: plane)
    var sum = Lanes()
    for pixel in 0..<plane {
      let k = pixel &* channels &+ c
      let value = mean.addingProduct(input[k] - mean, factors)
      let slope = outputGradient[k].replacing(with: 0, where: (value .< low) .| (value .> high))
      sum += slope
      inputGradient[k] = slope * factors
    }
    let share = (one - factors) * (sum / Lanes(repeating: Float(plane)))
    for pixel in 0..<plane { inputGradient[pixel &* channels &+ c] += share }
  }
}

@inline(__always)
private func channelMean(_ input: UnsafePointer<Lanes>, channels: Int, plane: Int) -> Lanes {
  var sum = Lanes()
  for pixel in 0..<plane { sum += input[pixel &* channels] }
  return sum / Lanes(repeating: Float(plane))
}
