/// The transposed convolution of one group of images: every input pixel lays the kernel, times its value, on the output, where all
/// of them add up.
///
///     output[i·s + k - p, f] = bias[f] + Σ_i Σ_k Σ_c input[i, c] · kernel[k, f, c]      in rows as in columns
///
/// It is the gradient of a convolution's input, of the ``geometry`` from what comes out here to what goes in; so the gradient of its
/// own input is that convolution, and that of its kernel is that convolution's.
///
/// The outputs of a phase, whose places leave the same rest when divided by the strides, see the input through the same part of the
/// kernel, turned by 180 degrees: each phase is an ordinary convolution, and none multiplies zeros that stand between the pixels.
/// The terms of a sum come row by row of the input, pixel by pixel, channel by channel.
///
/// Source: Dumoulin, Visin, "A guide to convolution arithmetic for deep learning", 2016, chapter 4.
public struct TransposedConvolution: Sendable {
  public let geometry: ConvolutionGeometry
  private let phases: [Phase]

  /// The outputs `row`, `row + strideY`, ... of the columns `column`, `column + strideX`, ...
  private struct Phase: Sendable {
    let row, column: Int
    /// Which rows and columns of the kernel they see, not turned yet.
    let kernelRows, kernelColumns: [Int]
    /// From the input to the outputs of the phase.
    let geometry: ConvolutionGeometry
    /// Where its part of the packed kernel begins.
    let packed: Int

    /// The convolution whose input gradient this is.
    var kernel: ConvolutionGeometry {
      var kernel = geometry
      kernel.inputChannels = geometry.outputChannels
      kernel.outputChannels = geometry.inputChannels
      return kernel
    }
  }

  /// One axis of a phase.
  private struct Axis {
    /// Those of the kernel that fall on the phase's outputs.
    let taps: [Int]
    let count, padding: Int

    init(phase: Int, stride: Int, padding: Int, kernel: Int, outputs: Int) {
      let first = (phase &+ padding) % stride
      taps = Array(Swift.stride(from: first, to: kernel, by: stride))
      count = (outputs &- phase &+ stride &- 1) / stride
      // The first output sees this input through the first tap, and those before it through the others.
      self.padding = taps.count &- 1 &- (phase &+ padding &- first) / stride
    }
  }

  /// - Parameter geometry: the convolution from the output to the input; what it calls its output goes in here.
  public init(_ geometry: ConvolutionGeometry) {
    let g = geometry
    self.geometry = g
    var phases: [Phase] = []
    var packed = 0
    for row in 0..<min(g.strideY, g.inputHeight) {
      let rows = Axis(
        phase: row, stride: g.strideY, padding: g.padTop, kernel: g.kernelHeight, outputs: g.inputHeight)
      for column in 0..<min(g.strideX, g.inputWidth) {
        let columns = Axis(
          phase: column, stride: g.strideX, padding: g.padLeft, kernel: g.kernelWidth, outputs: g.inputWidth)
        let phase = Phase(
          row: row, column: column, kernelRows: rows.taps, kernelColumns: columns.taps,
          geometry: ConvolutionGeometry(
            inputHeight: g.outputHeight, inputWidth: g.outputWidth, inputChannels: g.outputChannels,
            outputHeight: rows.count, outputWidth: columns.count, outputChannels: g.inputChannels,
            kernelHeight: rows.taps.count, kernelWidth: columns.taps.count, strideY: 1, strideX: 1,
            padTop: rows.padding, padLeft: columns.padding), packed: packed)
        phases.append(phase)
        packed &+= phase.geometry.patchSize &* phase.geometry.outputChannels
      }
    }
    self.phases = phases
  }

  public var kernelCount: Int { geometry.patchSize &* geometry.outputChannels }

  /// Lanes for the outputs of a phase, which lie apart from each other in the output.
  public var scratchLanes: Int {
    phases.count == 1 ? 0 : phases.map(\.geometry.outputSize).max() ?? 0
  }

  /// Packs Keras's `[ky][kx][f][c]` for ``convolve(input:packed:bias:rectifies:scratch:output:)``, phase by phase; as many floats.
  public func pack(_ kernel: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
    let pixel = geometry.inputChannels &* geometry.outputChannels
    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, kernelCount)) { part in
      guard let start = part.baseAddress else { return }
      for phase in phases {
        var next = start
        for row in phase.kernelRows {
          for column in phase.kernelColumns {
            next.update(from: kernel + (row &* geometry.kernelWidth &+ column) &* pixel, count: pixel)
            next += pixel
          }
        }
        packInputGradient(phase.kernel, start, into: packed + phase.packed)
      }
    }
  }

  /// - Parameters:
  ///   - input: `[geometry.outputHeight][geometry.outputWidth][geometry.outputChannels]` lanes.
  ///   - packed: by ``pack(_:into:)``.
  ///   - bias: `[geometry.inputChannels]`, or nil for none.
  ///   - rectifies: whether relu is applied at once.
  ///   - scratch: ``scratchLanes``.
  ///   - output: `[geometry.inputHeight][geometry.inputWidth][geometry.inputChannels]` lanes; overwritten.
  public func convolve(
    input: UnsafePointer<Lanes>, packed: UnsafePointer<Float>, bias: UnsafePointer<Float>?, rectifies: Bool,
    scratch: UnsafeMutablePointer<Lanes>, output: UnsafeMutablePointer<Lanes>
  ) {
    let channels = geometry.inputChannels
    for phase in phases {
      let part = phases.count == 1 ? output : scratch
      convolution(
        phase.geometry, input: input, weights: packed + phase.packed, bias: bias, rectifies: rectifies,
        output: part)
      guard phases.count > 1 else { return }
      for y in 0..<phase.geometry.outputHeight {
        let row = (phase.row &+ y &* geometry.strideY) &* geometry.inputWidth &+ phase.column
        for x in 0..<phase.geometry.outputWidth {
          (output + (row &+ x &* geometry.strideX) &* channels).update(
            from: part + (y &* phase.geometry.outputWidth &+ x) &* channels, count: channels)
        }
      }
    }
  }

  /// Lanes that ``computeKernelGradient(input:outputGradient:scratch:gradient:)`` needs.
  public var gradientScratch: Int { paddedLanes &+ geometry.kernelGradientScratch }
  private var paddedLanes: Int {
    geometry.needsPadding ? geometry.inputHeight &* geometry.paddedWidth &* geometry.inputChannels : 0
  }

  /// The gradient of the kernel from one group of images.
  /// - Parameters:
  ///   - outputGradient: zero in lanes without an image.
  ///   - gradient: Keras's `[ky][kx][f][c]`; overwritten.
  public func computeKernelGradient(
    input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, scratch: UnsafeMutablePointer<Lanes>,
    gradient: UnsafeMutablePointer<Float>
  ) {
    var seen = outputGradient
    if geometry.needsPadding {
      padColumns(geometry, outputGradient, into: scratch)
      seen = UnsafePointer(scratch)
    }
    convolutionKernelGradient(
      geometry, paddedInput: seen, outputGradient: input, scratch: scratch + paddedLanes, gradient: gradient)
  }

  /// The gradient of the bias: `[f]`; overwritten.
  public func computeBiasGradient(
    outputGradient: UnsafePointer<Lanes>, gradient: UnsafeMutablePointer<Float>
  ) {
    convolutionBiasGradient(geometry.inputGradient, outputGradient: outputGradient, gradient: gradient)
  }

  /// The gradient of the input, by the kernel that `packForward` has packed for ``geometry``. Overwritten.
  public func computeInputGradient(
    outputGradient: UnsafePointer<Lanes>, packed: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Lanes>
  ) {
    convolution(geometry, input: outputGradient, weights: packed, bias: nil, output: inputGradient)
  }
}
