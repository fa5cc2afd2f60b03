import Core
import Kernels

/// Shifts and scales each channel so that over the batch its mean is 0 and its variance 1, then by a learned gamma
/// and beta:
///
///     output = gamma · (input - mean) / √(variance + epsilon) + beta
///
/// While training, mean and variance are those of the batch, and moving averages of them are kept; when the model is
/// only used, the averages take their place. Input and output shape: height x width x channels, or a vector whose
/// values are the channels. Source: https://keras.io/api/layers/normalization_layers/batch_normalization;
/// Ioffe, Szegedy, ICML 2015 (algorithms 1 and 2; the gradients are those of section 3).
public struct BatchNormalization: Layer {
  public static let declaration = Declaration(
    name: "BatchNormalization",
    summary: "keeps each channel's values around 0 with a spread of 1",
    discussion: """
      What comes behind it sees values of a steady size while the layers before it learn, and training often gets faster; \
      why, is disputed (concepts/09). Per channel it learns gamma and beta (trainable) and remembers a mean and a variance (not trainable).
      """,
    parameters: [momentum, epsilon, SetNormalization.center, SetNormalization.scale],
    example: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
        MaxPooling2D
        BatchNormalization
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let momentum = Key<Double>.option(
    "momentum", .number(0...1), "share of the old average in the new one", default: 0.99)
  static let epsilon = Key<Double>.option(
    "epsilon", .number(1e-12...1), "keeps the division from exploding", default: 0.001)

  public let options: Options
  let momentum, epsilon: Float
  private let center, scale: Bool

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    momentum = Float(options[Self.momentum])
    epsilon = Float(options[Self.epsilon])
    (center, scale) = (options[SetNormalization.center], options[SetNormalization.scale])
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let channels = input.last ?? 1
    func weight(_ name: String, _ initializer: Initializer, isTrainable: Bool = true) -> Weight {
      Weight(name: name, shape: [channels], initializer: initializer, isTrainable: isTrainable)
    }
    let operation = BatchNormalizationOperation(
      places: .init(channels: channels, hasGamma: scale, hasBeta: center),
      plane: input.reduce(1, *) / max(1, channels), momentum: momentum, epsilon: epsilon)
    return BuiltLayer(
      output: input,
      weights: (scale ? [weight("gamma", .ones)] : []) + (center ? [weight("beta", .zeros)] : []) + [
        weight("moving_mean", .zeros, isTrainable: false),
        weight("moving_variance", .ones, isTrainable: false),
      ], operation: operation, reach: .same,
      working: NormalizationWorking(size: MapSize(ofAny: input), operation: operation),
      look: LayerLook(.other))
  }
}

/// Where the weights of a BatchNormalization are, some of which it may be without.
struct BatchNormalizationPlaces: Sendable {
  let channels: Int
  let hasGamma, hasBeta: Bool

  var betaStart: Int { hasGamma ? channels : 0 }
  var meanStart: Int { betaStart + (hasBeta ? channels : 0) }
  var varianceStart: Int { meanStart + channels }

  func gamma(_ weights: UnsafePointer<Float>, _ c: Int) -> Float { hasGamma ? weights[c] : 1 }
  func beta(_ weights: UnsafePointer<Float>, _ c: Int) -> Float { hasBeta ? weights[betaStart + c] : 0 }
}

struct BatchNormalizationOperation: BatchWideOperation, RectifyingOperation {
  let places: BatchNormalizationPlaces
  let plane: Int
  let momentum, epsilon: Float
  /// Whether a relu follows, whose derivative is found from the input again.
  var appliesActivation = false

  var channels: Int { places.channels }
  var weightGradient: WeightGradient { .batchWide }
  var backwardReadsOutput: Bool { false }
  var appliesActivationGradient: Bool { appliesActivation }
  var addsToGradient: Bool { true }
  var takesWiderPixels: Bool { true }
  var scratchLanes: Int { 2 * channels }
  var forInference: any LayerOperation { scaling(isForwardOnly: true) }
  var frozen: any LayerOperation { scaling(isForwardOnly: false) }

  private func scaling(isForwardOnly: Bool) -> ChannelScalingOperation {
    ChannelScalingOperation(
      places: places, plane: plane, epsilon: epsilon, isForwardOnly: isForwardOnly)
  }

  var groupSums: Int { 2 * channels }
  /// Numbers of the batch: mean, 1 / √(variance + epsilon), scale and shift; then the two sums of the backward pass.
  var batchSums: Int { 6 * channels }

  func gatherForward(_ pass: LayerPass) {
    channelMoments(
      pass.input, inputStride: pass.inputStride, channels: channels, plane: plane, images: pass.images,
      scratch: pass.scratch,
      means: pass.groupSums, squares: pass.groupSums + channels)
  }

  func combineForward(_ batch: BatchSums, weights: UnsafeMutablePointer<Float>) {
    for c in 0..<channels {
      // Means and squared differences of two sets combine as in Chan, Golub, LeVeque (1983); groups in order.
      var (count, mean, square): (Float, Float, Float) = (0, 0, 0)
      for group in 0..<batch.groups {
        let added = Float(batch.images(in: group) * plane)
        let difference = batch.ofGroup(group)[c] - mean
        let total = count + added
        mean += difference * (added / total)
        square += batch.ofGroup(group)[channels + c] + difference * difference * (count * added / total)
        count = total
      }
      let variance = square / count
      store(batch.ofBatch, c, mean: mean, variance: variance, weights)
      let fresh = 1 - momentum
      weights[places.meanStart + c] = weights[places.meanStart + c] * momentum + mean * fresh
      weights[places.varianceStart + c] = weights[places.varianceStart + c] * momentum + variance * fresh
    }
  }

  private func store(
    _ sums: UnsafeMutablePointer<Float>, _ c: Int, mean: Float, variance: Float,
    _ weights: UnsafePointer<Float>
  ) {
    let inverse = 1 / (variance + epsilon).squareRoot()
    sums[c] = mean
    sums[channels + c] = inverse
    let scale = places.gamma(weights, c) * inverse
    sums[2 * channels + c] = scale
    sums[3 * channels + c] = places.beta(weights, c).addingProduct(-mean, scale)
  }

  func forward(_ pass: LayerPass) {
    let scale = pass.batchSums + 2 * channels
    scaleChannels(
      pass.input, inputStride: pass.inputStride, channels: channels, plane: plane, scale: scale,
      shift: scale + channels,
      rectifies: appliesActivation, output: pass.output)
  }

  func gatherBackward(_ pass: LayerPass) {
    let scale = UnsafePointer(pass.batchSums + 2 * channels)
    channelGradientSums(
      pass.input, inputStride: pass.inputStride, outputGradient: pass.outputGradient, channels: channels,
      plane: plane,
      mean: pass.batchSums, inverse: pass.batchSums + channels,
      relu: appliesActivation ? (scale, scale + channels) : nil, scratch: pass.scratch,
      sums: pass.groupSums, products: pass.groupSums + channels)
  }

  func combineBackward(
    _ batch: BatchSums, weights: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let sums = batch.ofBatch
    let count = Float(batch.images * plane)
    for c in 0..<channels {
      var (sum, product): (Float, Float) = (0, 0)
      for group in 0..<batch.groups {
        sum += batch.ofGroup(group)[c]
        product += batch.ofGroup(group)[channels + c]
      }
      if places.hasGamma { gradient[c] = product }
      if places.hasBeta { gradient[places.betaStart + c] = sum }
      sums[4 * channels + c] = sum / count
      sums[5 * channels + c] = product / count * sums[channels + c]
    }
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let sums = pass.batchSums
    batchNormalizationInputGradient(
      pass.input, inputStride: pass.inputStride, outputGradient: pass.outputGradient, channels: channels,
      plane: plane,
      images: pass.images, mean: sums, scale: sums + 2 * channels,
      shift: appliesActivation ? UnsafePointer(sums + 3 * channels) : nil, sum: sums + 4 * channels,
      product: sums + 5 * channels, adds: pass.addsInputGradient, inputGradient: inputGradient)
  }
}

/// A batch normalization by its moving averages: one multiplication and one addition a value.
struct ChannelScalingOperation: RectifyingOperation {
  let places: BatchNormalizationPlaces
  let plane: Int
  let epsilon: Float
  let isForwardOnly: Bool
  /// Whether a relu follows.
  var appliesActivation = false

  var channels: Int { places.channels }
  var takesWiderPixels: Bool { isForwardOnly }
  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }
  var worksInPlace: Bool { true }

  /// Scale and shift, and a shift of zero for the way back.
  var packedCount: Int { 3 * channels }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    for c in 0..<channels {
      let inverse = 1 / (weights[places.varianceStart + c] + epsilon).squareRoot()
      packed[c] = places.gamma(weights, c) * inverse
      packed[channels + c] = places.beta(weights, c).addingProduct(-weights[places.meanStart + c], packed[c])
      packed[2 * channels + c] = 0
    }
  }

  func forward(_ pass: LayerPass) {
    scaleChannels(
      pass.input, inputStride: pass.inputStride, channels: channels, plane: plane, scale: pass.packed,
      shift: pass.packed + channels,
      rectifies: appliesActivation, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    scaleChannels(
      pass.outputGradient, inputStride: channels, channels: channels, plane: plane, scale: pass.packed,
      shift: pass.packed + 2 * channels, output: inputGradient)
  }
}
