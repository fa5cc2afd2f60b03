import Core
import Kernels

/// How the random geometries pad: not at all, as Keras's `same`, or differently on each side.
enum PaddingRule: CaseIterable {
  case valid, same, uneven

  /// The output length along one axis and the padding before it.
  func fit(_ length: Int, _ window: Int, _ stride: Int, _ random: inout RandomSequence) -> (Int, Int) {
    switch self {
    case .valid:
      return ((length - window) / stride + 1, 0)
    case .same:
      let output = (length + stride - 1) / stride
      return (output, max(0, (output - 1) * stride + window - length) / 2)
    case .uneven:
      // Less than a window on either side, so that every window lies on the image with one pixel at least.
      let (before, after) = (random.integer(0...window - 1), random.integer(0...window - 1))
      return ((length + before + after - window) / stride + 1, before)
    }
  }
}

extension ConvolutionGeometry {
  /// Windows of 1...6, strides of 1...3, a height that differs from the width.
  static func random(
    _ random: inout RandomSequence, padding: PaddingRule, inputChannels: Int, outputChannels: Int,
    kernelWidths: ClosedRange<Int> = 1...6, stridesY: ClosedRange<Int> = 1...3,
    stridesX: ClosedRange<Int> = 1...3
  ) -> ConvolutionGeometry {
    let (kernelHeight, kernelWidth) = (random.integer(1...6), random.integer(kernelWidths))
    let (height, width) = (kernelHeight + random.integer(0...6), kernelWidth + random.integer(0...6))
    let (strideY, strideX) = (random.integer(stridesY), random.integer(stridesX))
    let (outputHeight, padTop) = padding.fit(height, kernelHeight, strideY, &random)
    let (outputWidth, padLeft) = padding.fit(width, kernelWidth, strideX, &random)
    return ConvolutionGeometry(
      inputHeight: height, inputWidth: width, inputChannels: inputChannels, outputHeight: outputHeight,
      outputWidth: outputWidth, outputChannels: outputChannels, kernelHeight: kernelHeight,
      kernelWidth: kernelWidth, strideY: strideY, strideX: strideX, padTop: padTop, padLeft: padLeft)
  }

  func inputGroup(_ count: Int, _ random: inout RandomSequence) -> Group {
    Group(
      height: inputHeight, width: inputWidth, channels: inputChannels, count: count, random: &random)
  }

  func outputGroup(_ count: Int, _ random: inout RandomSequence) -> Group {
    Group(
      height: outputHeight, width: outputWidth, channels: outputChannels, count: count, random: &random)
  }
}
