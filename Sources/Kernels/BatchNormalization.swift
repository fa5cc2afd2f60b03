/// The sums of a batch normalization over one group of images, channel by channel; they are put together over the
/// groups of a batch by the caller, in order. Shapes: `[plane][channels]` lanes, of which the first `images` count. What is
/// normalized may be the first channels of wider pixels: of these one begins `inputStride` lanes after the other.
///
/// What lies between two convolutions takes the time that memory takes. So each value is read in the order in which they lie, and
/// the relu that may follow is done in the same pass, its derivative too: that follows from the sign of
/// `input * scale[c] + shift[c]`.

/// 1 in the lanes of a group that hold an image, 0 in the others.
@inline(__always)
private func mask(_ images: Int) -> Lanes {
  var mask = Lanes()
  for n in 0..<min(images, laneCount) { mask[n] = 1 }
  return mask
}

/// Adds up each channel's values, pixel by pixel, in the order of the memory: `sums[c] = add(sums[c], pixel, c)`.
@inline(__always)
private func addUp(
  _ sums: UnsafeMutablePointer<Lanes>, channels: Int, plane: Int,
  _ add: (_ sum: Lanes, _ pixel: Int, _ c: Int) -> Lanes
) {
  sums.update(repeating: Lanes(), count: channels)
  // Four pixels at a time, so that a channel's sum stays in its register for them.
  let whole = plane &- plane % 4
  for pixel in stride(from: 0, to: whole, by: 4) {
    for c in 0..<channels {
      let two = add(add(sums[c], pixel, c), pixel &+ 1, c)
      sums[c] = add(add(two, pixel &+ 2, c), pixel &+ 3, c)
    }
  }
  for pixel in whole..<plane {
    for c in 0..<channels { sums[c] = add(sums[c], pixel, c) }
  }
}

/// The mean of each channel and the sum of squared differences from it.
/// - Parameter scratch: `channels` lanes.
public func channelMoments(
  _ input: UnsafePointer<Lanes>, inputStride: Int, channels: Int, plane: Int, images: Int,
  scratch: UnsafeMutablePointer<Lanes>, means: UnsafeMutablePointer<Float>,
  squares: UnsafeMutablePointer<Float>
) {
  let mask = mask(images)
  addUp(scratch, channels: channels, plane: plane) { sum, pixel, c in
    sum.addingProduct(input[pixel &* inputStride &+ c], mask)
  }
  for c in 0..<channels { means[c] = scratch[c].laneSum / Float(plane &* images) }
  addUp(scratch, channels: channels, plane: plane) { sum, pixel, c in
    let difference = (input[pixel &* inputStride &+ c] - Lanes(repeating: means[c])) * mask
    return sum.addingProduct(difference, difference)
  }
  for c in 0..<channels { squares[c] = scratch[c].laneSum }
}

/// `output = input * scale[c] + shift[c]`, or 0 where that is negative and `rectifies`.
public func scaleChannels(
  _ input: UnsafePointer<Lanes>, inputStride: Int, channels: Int, plane: Int, scale: UnsafePointer<Float>,
  shift: UnsafePointer<Float>, rectifies: Bool = false, output: UnsafeMutablePointer<Lanes>
) {
  // What is not a number stays so.
  let floor = Lanes(repeating: rectifies ? 0 : -.infinity)
  for pixel in 0..<plane {
    let (x, y) = (input + pixel &* inputStride, output + pixel &* channels)
    for c in 0..<channels {
      let value = Lanes(repeating: shift[c]).addingProduct(Lanes(repeating: scale[c]), x[c])
      y[c] = value.replacing(with: floor, where: value .< floor)
    }
  }
}

/// The derivative of the relu after `input * scale[c] + shift[c]`, times the gradient.
@inline(__always)
private func rectified(_ gradient: Lanes, _ input: Lanes, scale: Float, shift: Float) -> Lanes {
  let output = Lanes(repeating: shift).addingProduct(Lanes(repeating: scale), input)
  return gradient.replacing(with: 0, where: output .<= 0)
}

/// `sums[c] = Σ g` and `products[c] = Σ g · (x - mean[c]) · inverse[c]`: the gradients of beta and gamma.
/// - Parameters:
///   - relu: the scale and the shift of each channel where a relu follows, of whose output `outputGradient` is the gradient.
///   - scratch: `2 * channels` lanes.
public func channelGradientSums(
  _ input: UnsafePointer<Lanes>, inputStride: Int, outputGradient: UnsafePointer<Lanes>, channels: Int,
  plane: Int, mean: UnsafePointer<Float>, inverse: UnsafePointer<Float>,
  relu: (scale: UnsafePointer<Float>, shift: UnsafePointer<Float>)? = nil,
  scratch: UnsafeMutablePointer<Lanes>, sums: UnsafeMutablePointer<Float>,
  products: UnsafeMutablePointer<Float>
) {
  let laneProducts = scratch + channels
  laneProducts.update(repeating: Lanes(), count: channels)
  @inline(__always)
  func add(_ gradient: (_ gradient: Lanes, _ input: Lanes, _ c: Int) -> Lanes) {
    addUp(scratch, channels: channels, plane: plane) { sum, pixel, c in
      let x = input[pixel &* inputStride &+ c]
      let g = gradient(outputGradient[pixel &* channels &+ c], x, c)
      laneProducts[c] = laneProducts[c].addingProduct(g, x - Lanes(repeating: mean[c]))
      return sum + g
    }
  }
  if let (scale, shift) = relu {
    add { g, x, c in rectified(g, x, scale: scale[c], shift: shift[c]) }
  } else {
    add { g, _, _ in g }
  }
  for c in 0..<channels {
    sums[c] = scratch[c].laneSum
    products[c] = laneProducts[c].laneSum * inverse[c]
  }
}

/// `inputGradient = a[c] · (g - sum[c] - (x - mean[c]) · product[c])` in the lanes of images, 0 in the others.
/// - Parameters:
///   - inputStride: of `inputGradient` too.
///   - shift: of each channel where a relu follows, of whose output `outputGradient` is the gradient.
///   - adds: whether it is added to what is there.
public func batchNormalizationInputGradient(
  _ input: UnsafePointer<Lanes>, inputStride: Int, outputGradient: UnsafePointer<Lanes>, channels: Int,
  plane: Int, images: Int, mean: UnsafePointer<Float>, scale: UnsafePointer<Float>,
  shift: UnsafePointer<Float>? = nil, sum: UnsafePointer<Float>, product: UnsafePointer<Float>,
  adds: Bool = false, inputGradient: UnsafeMutablePointer<Lanes>
) {
  let mask = mask(images)
  for pixel in 0..<plane {
    let (x, g) = (input + pixel &* inputStride, outputGradient + pixel &* channels)
    let below = inputGradient + pixel &* inputStride
    @inline(__always)
    func write(_ c: Int, _ gradient: Lanes) {
      let centred = gradient - Lanes(repeating: sum[c])
      let value =
        mask * Lanes(repeating: scale[c])
        * centred.addingProduct(Lanes(repeating: mean[c]) - x[c], Lanes(repeating: product[c]))
      below[c] = adds ? below[c] + value : value
    }
    if let shift {
      for c in 0..<channels { write(c, rectified(g[c], x[c], scale: scale[c], shift: shift[c])) }
    } else {
      for c in 0..<channels { write(c, g[c]) }
    }
  }
}
