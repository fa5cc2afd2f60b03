import Core
import Kernels

/// Two-dimensional convolution: every output pixel of a feature map is the sum of a patch of the input times a
/// kernel, plus a bias. The same kernel visits every position; that is why a feature is found wherever it stands.
///
///     output[y, x, f] = bias[f] + Σ_ky Σ_kx Σ_c input[y·s + ky, x·s + kx, c] · kernel[ky, kx, c, f]
///
/// Input shape: height x width x channels. Output shape: height' x width' x filters.
/// Source: https://keras.io/api/layers/convolution_layers/convolution2d
public struct Conv2D: Layer {
  public static let declaration = Declaration(
    name: "Conv2D",
    summary: "slides small kernels over the image: one feature map per filter",
    discussion: """
      Every filter has a kernel of kernel_size x input channels weights. At each position the patch under the \
      kernel is multiplied with it, number by number, and summed; a bias is added and the activation applied. A \
      layer has (kernel height x kernel width x input channels + 1) x filters parameters, however large the image. \
      dilation_rate=2 leaves a gap between the pixels under a kernel, so that it sees farther; groups=2 shows each half of \
      the filters one half of the channels.
      """,
    parameters: [
      filters, kernelSize, Activation.key, strides, Padding.key, Dilation.key, groups, Bias.key,
      Initializer.kernelKey, Bias.initializer, Regularizer.kernelKey, Regularizer.biasKey,
      Regularizer.activityKey, Constraint.kernelKey, Constraint.biasKey,
    ],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
      end
      summary net
      """)

  static let filters = Required<Int>.positional("filters", .count, "number of feature maps")
  static let kernelSize = Required<ImageSize>.positional(
    "kernel_size", .size, "height and width of the kernel")
  static let strides = Key<ImageSize>.option(
    "strides", .size, "pixels from one position to the next", default: ImageSize(1, 1))
  static let groups = Key<Int>.option(
    "groups", .count, "groups of channels, each seen by as large a part of the filters", default: 1)

  public let options: Options
  let filters, groups: Int
  let window: SlidingWindow
  let activation: Activation
  let hasBias: Bool

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    filters = try options[Self.filters]
    groups = options[Self.groups]
    guard filters % groups == 0 else {
      throw ModelError("its \(filters) filters cannot be shared by groups=\(groups)")
    }
    window = SlidingWindow(
      size: try options[Self.kernelSize], strides: options[Self.strides], padding: options[Padding.key],
      dilation: options[Dilation.key])
    activation = options[Activation.key]
    hasBias = options[Bias.key]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let geometry = try window.geometry(for: input, outputChannels: filters)
    guard input[2] % groups == 0 else {
      throw ModelError("the \(input[2]) channels of its input cannot be parted in groups=\(groups)")
    }
    let (rows, columns) = window.axes(geometry)
    let (patch, channels) = (window.height * window.width, input[2] / groups)
    let isDepthwise = groups == input[2]
    let reach = Reach.kernel(
      rows: rows, columns: columns, on: geometry.input, mixesChannels: !isDepthwise || groups == 1)
    return BuiltLayer(
      output: [geometry.outputHeight, geometry.outputWidth, filters],
      weights: [
        Weight(
          name: "kernel", shape: [window.height, window.width, channels, filters],
          initializer: options[Initializer.kernelKey], regularizer: options[Regularizer.kernelKey],
          constraint: options[Constraint.kernelKey])
      ] + Bias.weights(filters, options), activation: activation,
      activityRegularizer: options[Regularizer.activityKey],
      operation: window.convolution(geometry, groups: groups, hasBias: hasBias, activation: activation),
      reach: isDepthwise ? reach.fromChannel { [filters, groups] in $0 / (filters / groups) } : reach,
      working: ConvolutionWorking(
        input: geometry.input, output: geometry.output, rows: rows, columns: columns, groups: groups,
        hasBias: hasBias),
      look: LayerLook(
        .convolution, window: window, detail: groups > 1 ? "\(groups) groups" : nil),
      multiplyAdds: product(geometry.outputHeight, geometry.outputWidth, filters, patch, channels))
  }
}

struct ConvolutionOperation: SummingOperation, BandedConvolution {
  let geometry: ConvolutionGeometry
  var hasBias: Bool
  var appliesActivation: Bool
  var isForwardOnly = false

  var kernelCount: Int { geometry.patchSize * geometry.outputChannels }
  private var paddedLanes: Int {
    geometry.needsPadding ? geometry.inputChannels * geometry.inputHeight * geometry.paddedWidth : 0
  }
  private var biasLanes: Int { hasBias ? ConvolutionBiasGradient.sumLanes(geometry) : 0 }
  private var isStrided: Bool { geometry.strideY > 1 || geometry.strideX > 1 }
  private var dilatedLanes: Int {
    isStrided ? geometry.outputChannels * geometry.dilatedHeight * geometry.dilatedWidth : 0
  }

  var scratchLanes: Int {
    isForwardOnly ? 0 : max(biasLanes + paddedLanes + geometry.kernelGradientScratch, dilatedLanes)
  }
  /// The kernel as the forward pass reads it, then as the gradient of the input does.
  var packedCount: Int { packedParts * kernelCount }
  var packedParts: Int { isForwardOnly ? 1 : 2 }
  var weightGradient: WeightGradient { .perGroup }
  var backwardReadsOutput: Bool { false }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    if part == 0 {
      packForward(geometry, weights, into: packed)
    } else {
      packInputGradient(geometry, weights, into: packed + kernelCount)
    }
  }

  /// Positions below each other are done at once.
  var fewestRows: Int { 2 }
  /// A vector from memory takes about as long as forty products of what is in the cache.
  var isCheap: Bool { geometry.patchSize <= 32 }
  func looksBack(_ pass: LayerPass) -> Bool { pass.inputGradient != nil }

  func forward(_ pass: LayerPass, rows: Range<Int>) {
    convolution(
      geometry, input: pass.input, weights: pass.packed, bias: hasBias ? pass.weights + kernelCount : nil,
      rectifies: appliesActivation, output: pass.output, rows: rows)
  }

  var forInference: any LayerOperation {
    var operation = self
    operation.isForwardOnly = true
    return operation
  }

  var withFewerProducts: any LayerOperation {
    guard let winograd = WinogradConvolution(geometry), winograd.isFaster else { return self }
    guard isForwardOnly || winograd.hasGradients else { return self }
    return WinogradOperation(
      winograd: winograd, kernelCount: kernelCount, hasBias: hasBias, appliesActivation: appliesActivation,
      isForwardOnly: isForwardOnly)
  }

  func joined(_ activation: Activation, _ next: any LayerOperation) -> (any LayerOperation)? {
    if let folded = folding(activation, next) { return folded }
    // softmax looks at all channels of a pixel, and a block of filters has only some.
    guard let pooling = next as? any PoolingOperation, pooling.geometry.windowsLieSideBySide,
      activation != .softmax
    else { return nil }
    return ConvolutionPoolingOperation(convolution: self, activation: activation, pooling: pooling)
  }

  func backward(_ pass: LayerPass, rows: Range<Int>) {
    let padded = pass.scratch + biasLanes
    let sums = padded + paddedLanes
    let kernel = ConvolutionKernelGradient(
      geometry, paddedInput: geometry.needsPadding ? UnsafePointer(padded) : pass.input,
      outputGradient: pass.outputGradient, sums: sums, panel: sums + geometry.kernelGradientSums)
    let bias = ConvolutionBiasGradient(geometry, outputGradient: pass.outputGradient, sums: pass.scratch)
    if rows.lowerBound == 0 {
      if geometry.needsPadding { padColumns(geometry, pass.input, into: padded) }
      kernel.clear()
      if hasBias { bias.clear() }
    }
    kernel.add(rows: rows)
    if hasBias { bias.add(rows: rows) }
    guard rows.upperBound == geometry.outputHeight else { return }
    kernel.store(into: pass.gradient)
    if hasBias { bias.store(into: pass.gradient + kernelCount) }
    guard let inputGradient = pass.inputGradient else { return }
    var outputGradient = UnsafePointer(pass.outputGradient)
    if isStrided {
      dilate(geometry, outputGradient, into: pass.scratch)
      outputGradient = UnsafePointer(pass.scratch)
    }
    convolution(
      geometry.inputGradient, input: outputGradient, weights: pass.packed + kernelCount, bias: nil,
      output: inputGradient)
  }
}

/// The convolution with fewer products. It is not joined with the pooling that follows: what that would save is less.
private struct WinogradOperation: SummingOperation, BandedConvolution {
  let winograd: WinogradConvolution
  let kernelCount: Int
  var hasBias, appliesActivation: Bool
  let isForwardOnly: Bool

  var geometry: ConvolutionGeometry { winograd.geometry }
  private var biasLanes: Int { hasBias ? ConvolutionBiasGradient.sumLanes(geometry) : 0 }
  var scratchLanes: Int {
    isForwardOnly ? winograd.scratchLanes : max(winograd.scratchLanes, biasLanes + winograd.gradientScratch)
  }
  /// The kernel's values at the points, packed for the forward pass, then for the gradient of the input.
  var packedCount: Int { (isForwardOnly ? 2 : 3) * winograd.packedCount }
  var packedParts: Int { winograd.geometry.kernelHeight }
  var weightGradient: WeightGradient { .perGroup }
  var backwardReadsOutput: Bool { false }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    winograd.evaluate(row: part, of: weights, into: packed)
    winograd.packForward(row: part, packed, into: packed + winograd.packedCount)
    if !isForwardOnly {
      winograd.packInputGradient(row: part, packed, into: packed + 2 * winograd.packedCount)
    }
  }

  var fewestRows: Int { winograd.rowsAtOnce }
  var isCheap: Bool { false }
  /// Its sums go down the columns.
  func looksBack(_ pass: LayerPass) -> Bool { true }

  func forward(_ pass: LayerPass, rows: Range<Int>) {
    winograd.convolve(
      input: pass.input, weights: pass.packed + winograd.packedCount,
      bias: hasBias ? pass.weights + kernelCount : nil,
      rectifies: appliesActivation, scratch: pass.scratch, output: pass.output, rows: rows)
  }

  func backward(_ pass: LayerPass, rows: Range<Int>) {
    let bias = ConvolutionBiasGradient(geometry, outputGradient: pass.outputGradient, sums: pass.scratch)
    if hasBias {
      if rows.lowerBound == 0 { bias.clear() }
      bias.add(rows: rows)
    }
    guard rows.upperBound == geometry.outputHeight else { return }
    if hasBias { bias.store(into: pass.gradient + kernelCount) }
    winograd.computeGradients(
      input: pass.input, outputGradient: pass.outputGradient,
      weights: pass.packed + 2 * winograd.packedCount, scratch: pass.scratch + biasLanes,
      kernelGradient: pass.gradient, inputGradient: pass.inputGradient)
  }
}

/// A convolution with its activation and the pooling that follows, forward only.
private struct ConvolutionPoolingOperation: LayerOperation {
  let convolution: ConvolutionOperation
  let activation: Activation
  let pooling: any PoolingOperation

  var packedCount: Int { convolution.packedCount }
  var packedParts: Int { convolution.packedParts }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    convolution.prepare(part: part, weights: weights, packed: packed)
  }

  func forward(_ pass: LayerPass) {
    let channels = convolution.geometry.outputChannels
    let activation = activation
    convolutionPooling(
      convolution.geometry, input: pass.input, weights: pass.packed,
      bias: convolution.hasBias ? pass.weights + convolution.kernelCount : nil,
      rectifies: activation == .relu,
      activation: activation == .relu || activation == .linear
        ? nil : { activation.apply($0, count: $1, channels: channels) },
      pooling: pooling.geometry, kind: pooling.kind, output: pass.output)
  }

  /// Never called: a model that is trained keeps its layers apart.
  func backward(_ pass: LayerPass) {}
}
