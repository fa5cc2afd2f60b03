import Core

/// A convolution of the channels in groups, with gaps in its kernel, to be read.
extension Reference {
  /// With G groups of the channels and as many of the filters, and a dilation of d:
  ///
  ///     output[y, x, f] = bias[f] + Σ_ky Σ_kx Σ_c input[y·s + ky·d - p, x·s + kx·d - p, group(f)·C/G + c] · kernel[ky, kx, c, f]
  ///
  /// - Parameter g: its kernel's sizes are those without gaps.
  @inlinable
  public static func convolution<Number: BinaryFloatingPoint>(
    _ g: ConvolutionGeometry, groups: Int, dilation: ImageSize, input: [Number], kernel: [Number],
    bias: [Number]
  ) -> [Number] {
    let (channels, filters) = (g.inputChannels / groups, g.outputChannels / groups)
    var output = (0..<g.outputSize).map { bias[$0 % g.outputChannels] }
    for y in 0..<g.outputHeight {
      for x in 0..<g.outputWidth {
        for ky in 0..<g.kernelHeight {
          for kx in 0..<g.kernelWidth {
            let row = y * g.strideY + ky * dilation.height - g.padTop
            let column = x * g.strideX + kx * dilation.width - g.padLeft
            guard (0..<g.inputHeight).contains(row), (0..<g.inputWidth).contains(column) else { continue }
            for f in 0..<g.outputChannels {
              for c in 0..<channels {
                let channel = f / filters * channels + c
                let weight = index(ky, kx, c, width: g.kernelWidth, channels: channels) * g.outputChannels + f
                output[index(y, x, f, width: g.outputWidth, channels: g.outputChannels)] +=
                  input[index(row, column, channel, width: g.inputWidth, channels: g.inputChannels)]
                  * kernel[weight]
              }
            }
          }
        }
      }
    }
    return output
  }
}
