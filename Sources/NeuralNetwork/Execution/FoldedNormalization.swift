import Kernels

/// A layer whose outputs are sums of products: of its weights `[...][outputs]` and perhaps a bias behind them.
protocol SummingOperation: RectifyingOperation {
  var kernelCount: Int { get }
  var hasBias: Bool { get set }
}

extension SummingOperation {
  func joined(_ activation: Activation, _ next: any LayerOperation) -> (any LayerOperation)? {
    folding(activation, next)
  }

  /// This layer with the batch normalization behind it, for a model that is only used; nil where `next` is none.
  func folding(_ activation: Activation, _ next: any LayerOperation) -> (any LayerOperation)? {
    guard activation == .linear, let scaling = next as? ChannelScalingOperation else { return nil }
    var sums = self
    sums.hasBias = true
    return FoldedNormalization(sums: sums, kernelCount: kernelCount, hasOwnBias: hasBias, scaling: scaling)
  }
}

/// A batch normalization by its moving averages in the weights of the layer before it, forward only:
///
///     scale · (Σ input · kernel + bias) + shift  =  Σ input · (scale · kernel) + (scale · bias + shift)
///
/// Its weights are those of that layer and then those of the normalization, which lie behind each other in a model.
struct FoldedNormalization: LayerOperation {
  /// The layer, with a bias.
  var sums: any LayerOperation
  let kernelCount: Int
  let hasOwnBias: Bool
  let scaling: ChannelScalingOperation

  private var channels: Int { scaling.channels }
  private var ownCount: Int { paddedToLanes(sums.packedCount) }

  var scratchLanes: Int { sums.scratchLanes }
  var appliesActivation: Bool { sums.appliesActivation }
  /// What the layer packs, then the folded weights, then scale and shift.
  var packedCount: Int { ownCount + kernelCount + channels + scaling.packedCount }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    let folded = packed + ownCount
    let scale = folded + kernelCount + channels
    let bias = hasOwnBias ? weights + kernelCount : nil
    scaling.prepare(part: 0, weights: weights + kernelCount + (hasOwnBias ? channels : 0), packed: scale)
    for k in 0..<kernelCount { folded[k] = weights[k] * scale[k % channels] }
    for c in 0..<channels {
      folded[kernelCount + c] = scale[channels + c].addingProduct(scale[c], bias?[c] ?? 0)
    }
    for part in 0..<sums.packedParts { sums.prepare(part: part, weights: folded, packed: packed) }
  }

  func forward(_ pass: LayerPass) {
    var own = pass
    own.weights = pass.packed + ownCount
    sums.forward(own)
  }

  func applying(_ activation: Activation) -> (any LayerOperation)? {
    replacing(sums.applying(activation))
  }

  func joined(_ activation: Activation, _ next: any LayerOperation) -> (any LayerOperation)? {
    replacing(sums.joined(activation, next))
  }

  private func replacing(_ sums: (any LayerOperation)?) -> (any LayerOperation)? {
    guard let sums else { return nil }
    var folded = self
    folded.sums = sums
    return folded
  }

  /// Never called: a model that is trained keeps its layers apart.
  func backward(_ pass: LayerPass) {}
}
