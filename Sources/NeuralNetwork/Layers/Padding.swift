import Core
import Kernels

/// Where a window that slides over an image may stand: https://keras.io/api/layers/convolution_layers
public enum Padding: String, Choice {
  /// Only where it lies on the image.
  case valid
  /// At every pixel (every stride-th pixel); what lies outside counts as zero.
  case same

  static let key = Key<Padding>.option(
    "padding", .choice,
    "valid: the window stays on the image; same: the image is padded so that stride 1 keeps its size",
    default: .valid)

  /// The output length and the padding before the first pixel along one axis. TensorFlow's rule: an odd
  /// total of padding has its extra pixel at the end.
  func fit(length: Int, window: Int, stride: Int) -> (length: Int, before: Int)? {
    switch self {
    case .valid:
      return length >= window ? ((length - window) / stride + 1, 0) : nil
    case .same:
      let output = (length + stride - 1) / stride
      let total = max(0, (output - 1) * stride + window - length)
      return (output, total / 2)
    }
  }
}

/// A window that slides over the height and width of an image: what Conv2D and the poolings share.
public struct SlidingWindow: Sendable {
  public let size: ImageSize
  /// The pixels from one place to the next, down and to the right.
  public let strides: ImageSize
  public let padding: Padding
  /// From one row or column of the kernel to the next, in pixels.
  public let dilation: ImageSize

  init(size: ImageSize, strides: ImageSize, padding: Padding, dilation: ImageSize = ImageSize(1, 1)) {
    (self.size, self.strides, self.padding, self.dilation) = (size, strides, padding, dilation)
  }

  /// The pixels from its first to its last row and column.
  public var span: ImageSize {
    ImageSize((height - 1) * dilation.height + 1, (width - 1) * dilation.width + 1)
  }

  var height: Int { size.height }
  var width: Int { size.width }
  private var isDilated: Bool { max(dilation.height, dilation.width) > 1 }
  private var strideY: Int { strides.height }
  private var strideX: Int { strides.width }

  /// Far beyond any image, and small enough that no product of sizes overflows.
  private static let lengths = 1...10_000

  /// Throws where the input is no image, or a length is no length.
  func check(_ input: Shape) throws(ModelError) {
    guard input.count == 3 else {
      throw ModelError(
        "needs images of height x width x channels, but its input is \(input.crossDescription)"
          + (input.count == 2 ? "; reshape the images to \(input.crossDescription)x1" : ""))
    }
    guard [height, width, strideY, strideX].allSatisfy(Self.lengths.contains) else {
      throw ModelError(
        "its window of \(height)x\(width) and strides of \(strideY)x\(strideX) must be 1 to "
          + "\(Self.lengths.upperBound) pixels long")
    }
    guard [dilation.height, dilation.width].allSatisfy(Dilation.rates.contains) else {
      throw ModelError("dilation_rate=\(dilation) must be at most \(Dilation.rates.upperBound)")
    }
    guard !isDilated || max(strideY, strideX) == 1 else {
      throw ModelError(
        "strides=\(strides) and dilation_rate=\(dilation) cannot both be more than 1: take one of them")
    }
  }

  /// The geometry for an input of shape height x width x channels, or an error that says why it does not fit.
  func geometry(for input: Shape, outputChannels: Int?) throws(ModelError) -> ConvolutionGeometry {
    try check(input)
    guard let y = padding.fit(length: input[0], window: span.height, stride: strideY),
      let x = padding.fit(length: input[1], window: span.width, stride: strideX)
    else {
      throw ModelError(
        "its \(size) window\(isDilated ? " with its gaps, \(span)," : "") is larger than its input of \(input[0])x\(input[1]); "
          + "use a smaller window or padding=same")
    }
    return ConvolutionGeometry(
      inputHeight: input[0], inputWidth: input[1], inputChannels: input[2], outputHeight: y.length,
      outputWidth: x.length, outputChannels: outputChannels ?? input[2], kernelHeight: height,
      kernelWidth: width, strideY: strideY, strideX: strideX, padTop: y.before, padLeft: x.before)
  }
}
