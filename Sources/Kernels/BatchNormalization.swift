/// The sums of a batch normalization over one group of images, channel by channel; they are put together over the
/// groups of a batch by the caller, in order. Shapes: `[plane][channels]` lanes, of which the first `images` count.

/// 1 in the lanes of a group that hold an image, 0 in the others.
@inline(__always)
private func mask(_ images: Int) -> Lanes {
  var mask = Lanes()
  for n in 0..<min(images, laneCount) { mask[n] = 1 }
  return mask
}

/// The mean of each channel and the sum of squared differences from it.
public func channelMoments(
  _ input: UnsafePointer<Lanes>, channels: Int, plane: Int, images: Int,
  means: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>
) {
  let mask = mask(images)
  for c in 0..<channels {
    let values = input + c
    var sum = Lanes()
    for k in 0..<plane { sum = sum.addingProduct(values[k &* channels], mask) }
    let mean = sum.laneSum / Float(plane &* images)
    var square = Lanes()
    for k in 0..<plane {
      let difference = (values[k &* channels] - Lanes(repeating: mean)) * mask
      square = square.addingProduct(difference, difference)
    }
    means[c] = mean
    squares[c] = square.laneSum
  }
}

/// `output = input * scale[c] + shift[c]`.
public func scaleChannels(
  _ input: UnsafePointer<Lanes>, channels: Int, plane: Int, scale: UnsafePointer<Float>,
  shift: UnsafePointer<Float>, output: UnsafeMutablePointer<Lanes>
) {
  for pixel in 0..<plane {
    let first = pixel &* channels
    for c in 0..<channels {
      output[first &+ c] = Lanes(repeating: shift[c]).addingProduct(
        Lanes(repeating: scale[c]), input[first &+ c])
    }
  }
}

/// `sums[c] = Σ g` and `products[c] = Σ g · (x - mean[c]) · inverse[c]`: the gradients of beta and gamma.
public func channelGradientSums(
  _ input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, channels: Int, plane: Int,
  mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>,
  products: UnsafeMutablePointer<Float>
) {
  for c in 0..<channels {
    let mean = Lanes(repeating: mean[c])
    var sum = Lanes()
    var product = Lanes()
    for pixel in 0..<plane {
      let k = pixel &* channels &+ c
      sum += outputGradient[k]
      product = product.addingProduct(outputGradient[k], input[k] - mean)
    }
    sums[c] = sum.laneSum
    products[c] = product.laneSum * inverse[c]
  }
}

/// `inputGradient = a[c] · (g - sum[c] - (x - mean[c]) · product[c])` in the lanes of images, 0 in the others.
public func batchNormalizationInputGradient(
  _ input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, channels: Int, plane: Int,
  images: Int, mean: UnsafePointer<Float>, scale: UnsafePointer<Float>, sum: UnsafePointer<Float>,
  product: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Lanes>
) {
  let mask = mask(images)
  for c in 0..<channels {
    let (m, s, p) = (Lanes(repeating: mean[c]), Lanes(repeating: sum[c]), Lanes(repeating: product[c]))
    let a = mask * Lanes(repeating: scale[c])
    for pixel in 0..<plane {
      let k = pixel &* channels &+ c
      inputGradient[k] = a * (outputGradient[k] - s).addingProduct(m - input[k], p)
    }
  }
}
