import Core
import Kernels

/// The gaps between the pixels that a kernel falls on.
enum Dilation {
  static let key = Key<ImageSize>.option(
    "dilation_rate", .size, "pixels from one row or column of the kernel to the next: above 1 it has gaps",
    default: ImageSize(1, 1))

  /// More is of no use, and there is an ordinary convolution for each of so many times so many phases.
  static let rates = 1...100
}

extension SlidingWindow {
  /// How its kernel lies on the input.
  func axes(_ geometry: ConvolutionGeometry) -> (rows: KernelAxis, columns: KernelAxis) {
    var (rows, columns) = (geometry.rows, geometry.columns)
    (rows.dilation, columns.dilation) = (dilation.height, dilation.width)
    return (rows, columns)
  }

  /// A convolution of the channels in groups.
  func convolution(
    _ geometry: ConvolutionGeometry, groups: Int, hasBias: Bool, activation: Activation
  ) -> any LayerOperation {
    // One group a channel is what the depthwise kernels are for; Keras lays the weights out alike.
    if groups > 1, groups == geometry.inputChannels {
      return depthwise(geometry, hasBias: hasBias, activation: activation)
    }
    return sliced(geometry, groups: groups, hasBias: hasBias) {
      ConvolutionOperation(geometry: $0, hasBias: hasBias, appliesActivation: activation == .relu)
    }
  }

  /// A convolution of each channel by itself.
  func depthwise(
    _ geometry: ConvolutionGeometry, hasBias: Bool, activation: Activation
  ) -> any LayerOperation {
    let multiplier = geometry.outputChannels / max(1, geometry.inputChannels)
    return sliced(geometry, groups: 1, hasBias: hasBias, channelsOfFilter: 1) {
      DepthwiseOperation(
        convolution: DepthwiseConvolution($0, multiplier: multiplier), hasBias: hasBias,
        appliesActivation: activation == .relu)
    }
  }

  private func sliced(
    _ geometry: ConvolutionGeometry, groups: Int, hasBias: Bool, channelsOfFilter: Int? = nil,
    _ operation: (ConvolutionGeometry) -> any LayerOperation
  ) -> any LayerOperation {
    guard groups > 1 || dilation != ImageSize(1, 1) else { return operation(geometry) }
    return SlicedConvolution(
      geometry, dilation: dilation, groups: groups, hasBias: hasBias, operation: operation,
      weightsOfFilter: height * width * (channelsOfFilter ?? geometry.inputChannels / groups))
  }
}
