import Core
import Kernels

/// What LayerNormalization and GroupNormalization share: sets of an image's values get a mean of 0 and a variance of 1, then a gamma
/// and a beta.
struct SetNormalization {
  static let epsilon = BatchNormalization.epsilon
  static let center = Key<Bool>.option(
    "center", .flag, "false: without beta, which is added", default: true)
  static let scale = Key<Bool>.option(
    "scale", .flag, "false: without gamma, which multiplies", default: true)

  let sets: NormalizedSets
  /// Gammas; of a value at place k that at k modulo `period`.
  let period: Int
  let epsilon: Float
  let center, scale: Bool

  init(_ options: Options, sets: NormalizedSets, period: Int) {
    (self.sets, self.period) = (sets, period)
    epsilon = Float(options[Self.epsilon])
    (center, scale) = (options[Self.center], options[Self.scale])
  }

  func built(on input: Shape, reach: Reach) -> BuiltLayer {
    BuiltLayer(
      output: input,
      weights: (scale ? [Weight(name: "gamma", shape: [period], initializer: .ones)] : [])
        + (center ? [Weight(name: "beta", shape: [period], initializer: .zeros)] : []),
      operation: SetNormalizationOperation(normalization: self), reach: reach,
      working: SetNormalizationWorking(size: MapSize(ofAny: input), normalization: self),
      look: LayerLook(.other))
  }

  /// Where beta is among the weights.
  var betaStart: Int { scale ? period : 0 }
}

struct SetNormalizationOperation: LayerOperation {
  let normalization: SetNormalization

  var weightGradient: WeightGradient { normalization.center || normalization.scale ? .perGroup : .none }
  var backwardReadsOutput: Bool { false }
  var scratchLanes: Int { 2 * normalization.period }

  func forward(_ pass: LayerPass) {
    normalization.sets.normalize(
      pass.input, gamma: normalization.scale ? pass.weights : nil,
      beta: normalization.center ? pass.weights + normalization.betaStart : nil,
      period: normalization.period, epsilon: normalization.epsilon, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    normalization.sets.gradients(
      pass.input, outputGradient: pass.outputGradient, gamma: normalization.scale ? pass.weights : nil,
      period: normalization.period, epsilon: normalization.epsilon, sums: pass.scratch,
      gammaGradient: normalization.scale ? pass.gradient : nil,
      betaGradient: normalization.center ? pass.gradient + normalization.betaStart : nil,
      inputGradient: pass.inputGradient)
  }
}
