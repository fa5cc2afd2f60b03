import Core

/// Convolution of each channel by itself, of one group of images:
///
///     output[y, x, c·m + j] = bias[c·m + j] + Σ_ky Σ_kx input[y·s + ky - p, x·s + kx - p, c] · kernel[ky, kx, c, j]
///
/// with m kernels a channel. The kernel is Keras's: `[ky][kx][c][j]`. Sums go row by row of the kernel, products are not rounded.
public struct DepthwiseConvolution: Sendable {
  public let geometry: ConvolutionGeometry
  /// Kernels of each channel.
  public let multiplier: Int

  /// - Parameter geometry: its output has `multiplier` times the input's channels.
  public init(_ geometry: ConvolutionGeometry, multiplier: Int) {
    (self.geometry, self.multiplier) = (geometry, multiplier)
  }

  public var kernelCount: Int { geometry.kernelHeight &* geometry.kernelWidth &* geometry.outputChannels }

  /// Neighbouring outputs that are done together: each weight is read once for all of them.
  private static let tile = 4

  /// Calls `whole` with the first output column of each tile whose windows lie on the input in all their columns, and `single`
  /// with each other column.
  @inline(__always)
  private func forEachTile(_ whole: (Int) -> Void, single: (Int) -> Void) {
    let g = geometry
    var x = 0
    while x < g.outputWidth {
      let left = x &* g.strideX &- g.padLeft
      let right = left &+ (Self.tile &- 1) &* g.strideX &+ g.kernelWidth
      if left >= 0, right <= g.inputWidth, x &+ Self.tile <= g.outputWidth {
        whole(x)
        x &+= Self.tile
      } else {
        single(x)
        x &+= 1
      }
    }
  }

  /// - Parameter bias: `[outputChannels]`, or nil for none.
  public func convolve(
    input: UnsafePointer<Lanes>, kernel: UnsafePointer<Float>, bias: UnsafePointer<Float>?, rectifies: Bool,
    output: UnsafeMutablePointer<Lanes>
  ) {
    let g = geometry
    let channels = g.outputChannels
    let floor = Lanes(repeating: rectifies ? 0 : -.infinity)
    let (step, pixel) = (g.strideX &* g.inputChannels, g.inputChannels)
    for y in 0..<g.outputHeight {
      let rows = g.kernelRows(y)
      let top = y &* g.strideY &- g.padTop
      /// The input of a kernel row and channel for output column x, and the kernel's weights there.
      @inline(__always)
      func row(_ ky: Int, _ x: Int, _ channel: Int) -> (UnsafePointer<Lanes>, UnsafePointer<Float>) {
        let left = x &* g.strideX &- g.padLeft
        return (
          input + (((top &+ ky) &* g.inputWidth &+ left) &* pixel &+ channel / multiplier),
          kernel + (ky &* g.kernelWidth &* channels &+ channel)
        )
      }
      @inline(__always)
      func store(_ sum: Lanes, _ x: Int, _ channel: Int) {
        let sum = bias.map { sum + Lanes(repeating: $0[channel]) } ?? sum
        output[(y &* g.outputWidth &+ x) &* channels &+ channel] = sum.replacing(
          with: floor, where: floor .> sum)
      }
      forEachTile { x in
        for channel in 0..<channels {
          var (a, b, c, d) = (Lanes(), Lanes(), Lanes(), Lanes())
          for ky in rows {
            var (pixels, weights) = row(ky, x, channel)
            for _ in 0..<g.kernelWidth {
              let weight = Lanes(repeating: weights.pointee)
              a = a.addingProduct(weight, pixels[0])
              b = b.addingProduct(weight, pixels[step])
              c = c.addingProduct(weight, pixels[2 &* step])
              d = d.addingProduct(weight, pixels[3 &* step])
              pixels += pixel
              weights += channels
            }
          }
          store(a, x, channel)
          store(b, x &+ 1, channel)
          store(c, x &+ 2, channel)
          store(d, x &+ 3, channel)
        }
      } single: { x in
        let columns = g.kernelColumns(x)
        for channel in 0..<channels {
          var sum = Lanes()
          for ky in rows {
            let (pixels, weights) = row(ky, x, channel)
            for kx in columns {
              sum = sum.addingProduct(Lanes(repeating: weights[kx &* channels]), pixels[kx &* pixel])
            }
          }
          store(sum, x, channel)
        }
      }
    }
  }

  /// The convolution that turns the output gradient into the input gradient, by a kernel that ``turn(_:into:)`` has turned; nil where
  /// there are gaps between the windows, or several kernels a channel: then it is ``computeInputGradient(outputGradient:kernel:inputGradient:)``.
  public var inputGradient: DepthwiseConvolution? {
    guard multiplier == 1, geometry.strideY == 1, geometry.strideX == 1 else { return nil }
    return DepthwiseConvolution(geometry.inputGradient, multiplier: 1)
  }

  /// Turns the kernel by 180 degrees.
  public func turn(_ kernel: UnsafePointer<Float>, into turned: UnsafeMutablePointer<Float>) {
    let (taps, channels) = (geometry.kernelHeight &* geometry.kernelWidth, geometry.outputChannels)
    for tap in 0..<taps {
      (turned + tap &* channels).update(from: kernel + (taps &- 1 &- tap) &* channels, count: channels)
    }
  }

  /// The gradient of the input: each of its values gathers from all outputs that saw it. Overwritten.
  public func computeInputGradient(
    outputGradient: UnsafePointer<Lanes>, kernel: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Lanes>
  ) {
    let g = geometry
    for y in 0..<g.inputHeight {
      for x in 0..<g.inputWidth {
        let target = inputGradient + (y &* g.inputWidth &+ x) &* g.inputChannels
        target.update(repeating: Lanes(), count: g.inputChannels)
        for ky in 0..<g.kernelHeight {
          guard let row = Self.output(seeing: y &+ g.padTop &- ky, stride: g.strideY, g.outputHeight) else {
            continue
          }
          for kx in 0..<g.kernelWidth {
            guard let column = Self.output(seeing: x &+ g.padLeft &- kx, stride: g.strideX, g.outputWidth)
            else { continue }
            let slopes = outputGradient + (row &* g.outputWidth &+ column) &* g.outputChannels
            let weights = kernel + (ky &* g.kernelWidth &+ kx) &* g.outputChannels
            for channel in 0..<g.outputChannels {
              let place = target + channel / multiplier
              place.pointee = place.pointee.addingProduct(Lanes(repeating: weights[channel]), slopes[channel])
            }
          }
        }
      }
    }
  }

  /// The output row or column whose window begins `distance` after the padded input's begin; nil where there is none.
  @inline(__always)
  private static func output(seeing distance: Int, stride: Int, _ count: Int) -> Int? {
    guard distance >= 0 else { return nil }
    if stride == 1 { return distance < count ? distance : nil }
    let (place, rest) = distance.quotientAndRemainder(dividingBy: stride)
    return rest == 0 && place < count ? place : nil
  }

  /// Lanes that ``computeKernelGradient(input:outputGradient:scratch:gradient:)`` needs.
  public var gradientScratch: Int { kernelCount }

  /// The gradient of the kernel from one group of images. Overwritten.
  public func computeKernelGradient(
    input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>,
    scratch sums: UnsafeMutablePointer<Lanes>,
    gradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let channels = g.outputChannels
    let (step, pixel) = (g.strideX &* g.inputChannels, g.inputChannels)
    sums.update(repeating: Lanes(), count: kernelCount)
    for y in 0..<g.outputHeight {
      let rows = g.kernelRows(y)
      let top = y &* g.strideY &- g.padTop
      @inline(__always)
      func row(_ ky: Int, _ x: Int, _ channel: Int) -> (UnsafePointer<Lanes>, UnsafeMutablePointer<Lanes>) {
        let left = x &* g.strideX &- g.padLeft
        return (
          input + (((top &+ ky) &* g.inputWidth &+ left) &* pixel &+ channel / multiplier),
          sums + (ky &* g.kernelWidth &* channels &+ channel)
        )
      }
      forEachTile { x in
        let slopes = outputGradient + (y &* g.outputWidth &+ x) &* channels
        for channel in 0..<channels {
          let (a, b) = (slopes[channel], slopes[channels &+ channel])
          let (c, d) = (slopes[2 &* channels &+ channel], slopes[3 &* channels &+ channel])
          for ky in rows {
            var (pixels, sum) = row(ky, x, channel)
            for _ in 0..<g.kernelWidth {
              let first = sum.pointee.addingProduct(a, pixels[0]).addingProduct(b, pixels[step])
              sum.pointee = first.addingProduct(c, pixels[2 &* step]).addingProduct(d, pixels[3 &* step])
              pixels += pixel
              sum += channels
            }
          }
        }
      } single: { x in
        let slopes = outputGradient + (y &* g.outputWidth &+ x) &* channels
        let columns = g.kernelColumns(x)
        for channel in 0..<channels {
          for ky in rows {
            let (pixels, sums) = row(ky, x, channel)
            for kx in columns {
              let sum = sums + kx &* channels
              sum.pointee = sum.pointee.addingProduct(slopes[channel], pixels[kx &* pixel])
            }
          }
        }
      }
    }
    for k in 0..<kernelCount { gradient[k] = sums[k].laneSum }
  }
}
