import Kernels

/// How a kernel lies along one axis: which pixels a value sees, and which of the kernel's rows or columns falls on each.
struct KernelAxis: Sendable {
  /// A pixel, perhaps outside the input, and what falls on it.
  struct Tap {
    let pixel, kernel: Int
  }

  let length, stride, padding: Int
  /// From one of the kernel's rows to the next, in pixels.
  var dilation = 1
  /// Whether each pixel lays the kernel on the output, as in a transposed convolution.
  var isTransposed = false

  /// In the order of the sum, pixel by pixel.
  func taps(at place: Int) -> [Tap] {
    guard isTransposed else {
      return (0..<length).map { Tap(pixel: place * stride - padding + $0 * dilation, kernel: $0) }
    }
    return seen(by: place...place).map { pixels in
      pixels.map { Tap(pixel: $0, kernel: place + padding - $0 * stride) }
    } ?? []
  }

  /// The first to the last pixel that values at these places see; nil where there is none.
  func seen(by places: ClosedRange<Int>) -> ClosedRange<Int>? {
    /// Far outside of any image, where padding upon padding may lead.
    func near(_ i: Int) -> Int { min(1 << 40, max(-1 << 40, i)) }
    guard isTransposed else {
      return near(
        places.lowerBound * stride - padding)...near(
          places.upperBound * stride - padding + (length - 1) * dilation)
    }
    /// Rounded down, before the first pixel too.
    func part(_ i: Int) -> Int { (i >= 0 ? i : i - stride + 1) / stride }
    // Pixel i lies on the places from i · stride - padding on, as many as the kernel is long.
    let first = part(places.lowerBound + padding - length) + 1
    let last = part(places.upperBound + padding)
    return first <= last ? first...last : nil
  }
}

extension KernelAxis {
  /// The first to the last pixel of an input of this length that values at these places see; nil where there is none.
  func seen(by places: ClosedRange<Int>, ofInput length: Int) -> ClosedRange<Int>? {
    var (first, last) = (Int.max, Int.min)
    for place in places {
      guard let pixels = seen(by: place...place) else { continue }
      // From one pixel to the next, beyond those that lie before and behind the input.
      let step = isTransposed ? 1 : dilation
      let before = max(0, (0 - pixels.lowerBound + step - 1) / step)
      let behind = max(0, (pixels.upperBound - (length - 1) + step - 1) / step)
      let (low, high) = (pixels.lowerBound + before * step, pixels.upperBound - behind * step)
      if low <= high { (first, last) = (min(first, low), max(last, high)) }
    }
    return first <= last ? first...last : nil
  }
}

extension ConvolutionGeometry {
  var rows: KernelAxis { KernelAxis(length: kernelHeight, stride: strideY, padding: padTop) }
  var columns: KernelAxis { KernelAxis(length: kernelWidth, stride: strideX, padding: padLeft) }
  var input: MapSize { MapSize(height: inputHeight, width: inputWidth, channels: inputChannels) }
  var output: MapSize { MapSize(height: outputHeight, width: outputWidth, channels: outputChannels) }
}
