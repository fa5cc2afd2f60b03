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

  /// Channels that are done together: as many rows of them as a kernel is high stay in the first cache.
  private static let block = 4

  /// - Parameter bias: `[outputChannels]`, or nil for none.
  public func convolve(
    input: UnsafePointer<Lanes>, kernel: UnsafePointer<Float>, bias: UnsafePointer<Float>?, rectifies: Bool,
    output: UnsafeMutablePointer<Lanes>
  ) {
    let g = geometry
    let floor = Lanes(repeating: rectifies ? 0 : -.infinity)
    var first = 0
    while first < g.outputChannels {
      let channels = first..<min(g.outputChannels, first &+ Self.block)
      for y in 0..<g.outputHeight {
        let rows = g.kernelRows(y)
        let top = y &* g.strideY &- g.padTop
        for x in 0..<g.outputWidth {
          let columns = g.kernelColumns(x)
          let left = x &* g.strideX &- g.padLeft
          let target = output + (y &* g.outputWidth &+ x) &* g.outputChannels
          for channel in channels {
            var sum = Lanes()
            for ky in rows {
              let row =
                input + (((top &+ ky) &* g.inputWidth &+ left) &* g.inputChannels &+ channel / multiplier)
              let weights = kernel + (ky &* g.kernelWidth &* g.outputChannels &+ channel)
              for kx in columns {
                sum = sum.addingProduct(
                  Lanes(repeating: weights[kx &* g.outputChannels]), row[kx &* g.inputChannels])
              }
            }
            if let bias { sum += Lanes(repeating: bias[channel]) }
            target[channel] = sum.replacing(with: floor, where: floor .> sum)
          }
        }
      }
      first = channels.upperBound
    }
  }

  /// The gradient of the input: each of its values gathers from all outputs that saw it. Overwritten.
  public func computeInputGradient(
    outputGradient: UnsafePointer<Lanes>, kernel: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Lanes>
  ) {
    let g = geometry
    var first = 0
    while first < g.inputChannels {
      let channels = first..<min(g.inputChannels, first &+ Self.block)
      for y in 0..<g.inputHeight {
        for x in 0..<g.inputWidth {
          let target = inputGradient + (y &* g.inputWidth &+ x) &* g.inputChannels
          for channel in channels {
            var sum = Lanes()
            for ky in 0..<g.kernelHeight {
              guard let row = Self.output(seeing: y &+ g.padTop &- ky, stride: g.strideY, g.outputHeight)
              else {
                continue
              }
              for kx in 0..<g.kernelWidth {
                guard let column = Self.output(seeing: x &+ g.padLeft &- kx, stride: g.strideX, g.outputWidth)
                else { continue }
                let source = (row &* g.outputWidth &+ column) &* g.outputChannels &+ channel &* multiplier
                let weight = (ky &* g.kernelWidth &+ kx) &* g.outputChannels &+ channel &* multiplier
                for j in 0..<multiplier {
                  sum = sum.addingProduct(Lanes(repeating: kernel[weight &+ j]), outputGradient[source &+ j])
                }
              }
            }
            target[channel] = sum
          }
        }
      }
      first = channels.upperBound
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

  /// The gradient of the kernel from one group of images. Overwritten.
  public func computeKernelGradient(
    input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let taps = g.kernelHeight &* g.kernelWidth
    withTemporaryLanes(taps &* Self.block) { sums in
      var first = 0
      while first < g.outputChannels {
        let channels = first..<min(g.outputChannels, first &+ Self.block)
        sums.update(repeating: Lanes(), count: taps &* Self.block)
        for y in 0..<g.outputHeight {
          let rows = g.kernelRows(y)
          let top = y &* g.strideY &- g.padTop
          for x in 0..<g.outputWidth {
            let columns = g.kernelColumns(x)
            let left = x &* g.strideX &- g.padLeft
            let slopes = outputGradient + (y &* g.outputWidth &+ x) &* g.outputChannels
            for channel in channels {
              let slope = slopes[channel]
              for ky in rows {
                let row =
                  input + (((top &+ ky) &* g.inputWidth &+ left) &* g.inputChannels &+ channel / multiplier)
                let sums = sums + (ky &* g.kernelWidth &* Self.block &+ channel &- first)
                for kx in columns {
                  sums[kx &* Self.block] = sums[kx &* Self.block].addingProduct(
                    slope, row[kx &* g.inputChannels])
                }
              }
            }
          }
        }
        for tap in 0..<taps {
          for channel in channels {
            gradient[tap &* g.outputChannels &+ channel] = sums[tap &* Self.block &+ channel &- first].laneSum
          }
        }
        first = channels.upperBound
      }
    }
  }
}
