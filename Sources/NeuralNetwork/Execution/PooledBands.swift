import Core
import Kernels

/// A convolution and the pooling behind it in training, whose maps do not stay in the cache as a whole: they are computed in bands of
/// rows. What a band of the convolution gives is pooled before the next band comes; on the way back its gradient is made,
/// taken through the activation and added up before that of the next. The numbers are those of one layer after the other.
///
/// All bands lie in the memory of the first one, which stays in the cache, where nobody looks back: the gradient's where no gradient of
/// the input is wanted, and the output's where it is computed once more on the way back, which takes less time than memory.
struct PooledBands {
  /// Rows of the convolution's output, and of the pooling's.
  typealias Band = (rows: Range<Int>, pooled: Range<Int>)

  let convolution: any BandedConvolution
  let pooling: any PoolingOperation
  let bands, bandsBack: [Band]
  /// Whether the output is computed once more on the way back.
  let forgetsOutput: Bool

  /// The bands of the step at `index` and the next one; nil where these are something else, where somebody looks between them, or where they are small.
  init?(_ plan: Plan, at index: Int) {
    // The last step is the loss's affair.
    guard plan.purpose == .training, !plan.keepsAll, index + 2 < plan.steps.count else { return nil }
    let (step, next) = (plan.steps[index], plan.steps[index + 1])
    guard let convolution = step.operation as? any BandedConvolution,
      let pooling = next.operation as? any PoolingOperation, pooling.geometry.windowsLieSideBySide,
      step.penalty == nil, next.penalty == nil, plan.values[step.output].users == [index + 1],
      !plan.stops.contains(index + 1)
    else { return nil }
    (self.convolution, self.pooling) = (convolution, pooling)
    let (g, p) = (convolution.geometry, pooling.geometry)
    // The maps and their gradient.
    let row = g.strideY * g.inputWidth * g.inputChannels + 2 * g.outputWidth * g.outputChannels
    guard row * g.outputHeight > 2 * lanesInCache else { return nil }
    func cut(fewest: Int) -> [Band] {
      let height = max(1, max(fewest, lanesInCache / row) / p.strideY)
      return stride(from: 0, to: p.outputHeight, by: height).map {
        let pooled = $0..<min(p.outputHeight, $0 + height)
        return (p.rows(below: pooled), pooled)
      }
    }
    bands = cut(fewest: convolution.fewestRows)
    bandsBack = cut(fewest: 1)
    // What lies in the third cache does not take long either.
    forgetsOutput =
      convolution.isCheap && g.outputSize > 8 * lanesInCache
      && (step.activation == .linear || convolution.appliesActivation)
  }
}

extension Workspace {
  /// The stage at `index` and the next one.
  func forward(
    _ bands: PooledBands, at index: Int, group: Int, worker: Int, weights: UnsafePointer<Float>,
    _ batch: Batch
  ) {
    let stage = stages[index]
    var pass = pass(index, group: group, worker: worker, weights: weights, batch)
    var above = self.pass(index + 1, group: group, worker: worker, weights: weights, batch)
    let output = pass.output
    for (rows, pooled) in bands.bands {
      let (first, count) = stage.lanes(of: rows, bands.convolution.geometry)
      if bands.forgetsOutput {
        pass.output = output - first
        above.input = UnsafePointer(pass.output)
      }
      bands.convolution.forward(pass, rows: rows)
      if !stage.operation.appliesActivation {
        stage.activation.apply(pass.output + first, count: count, channels: stage.outputChannels)
      }
      bands.pooling.forward(above, rows: pooled)
    }
  }

  /// The way back through both.
  func backward(
    _ bands: PooledBands, at index: Int, group: Int, worker: Int, weights: UnsafePointer<Float>,
    _ batch: Batch
  ) {
    let stage = stages[index]
    var pass = pass(index, group: group, worker: worker, weights: weights, batch)
    var above = self.pass(index + 1, group: group, worker: worker, weights: weights, batch)
    let (output, gradient) = (pass.output, pass.outputGradient)
    let looksBack = bands.convolution.looksBack(pass)
    for (rows, pooled) in bands.bandsBack {
      let (first, count) = stage.lanes(of: rows, bands.convolution.geometry)
      if bands.forgetsOutput {
        pass.output = output - first
        above.input = UnsafePointer(pass.output)
        bands.convolution.forward(pass, rows: rows)
      }
      if !looksBack { pass.outputGradient = gradient - first }
      above.inputGradient = pass.outputGradient
      bands.pooling.backward(above, rows: pooled)
      stage.activation.applyGradient(
        output: UnsafePointer(pass.output + first), gradient: pass.outputGradient + first, count: count,
        channels: stage.outputChannels)
      bands.convolution.backward(pass, rows: rows)
    }
    addInputGradient(stage, 0, group: group, worker: worker)
  }
}

extension Workspace.Stage {
  /// Where some rows of the output begin, and how many lanes they have.
  fileprivate func lanes(of rows: Range<Int>, _ geometry: ConvolutionGeometry) -> (first: Int, count: Int) {
    let row = geometry.outputWidth * geometry.outputChannels
    return (rows.lowerBound * row, rows.count * row)
  }
}
