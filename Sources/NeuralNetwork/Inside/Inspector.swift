import Core
import Kernels

/// Runs a model, as it is when it is used, on up to 16 images; keeps what each layer made of them, and takes gradients
/// back through the layers to wherever they are asked for.
final class Inspector {
  private let model: Model
  private let workspace: Workspace
  private var batch = Workspace.Batch(images: 0, isTraining: false, seed: 0, step: 0)

  /// - Parameter model: its weights must stay as they are while this looks into it.
  init(_ model: Model) throws(ModelError) {
    self.model = model
    workspace = try Workspace(model, groups: 1, workers: 1, for: .inspection)
    withWeights { workspace.prepare($0, pool: WorkerPool(count: 1)) }
  }

  private func withWeights(_ body: (UnsafePointer<Float>) -> Void) {
    model.parameters.withUnsafeBufferPointer { weights in
      // A model without weights has memory to point at all the same.
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 1) { none in
        guard let start = weights.baseAddress ?? UnsafePointer(none.baseAddress) else { return }
        withDenormalsFlushed { body(start) }
      }
    }
  }

  /// Computes all layers.
  /// - Parameters:
  ///   - images: at most 16, of the model's input shape.
  ///   - stopsBeforeLastActivation: leaves the last output as it is before its activation, unless that is relu.
  func forward(_ images: Tensor, stopsBeforeLastActivation: Bool = false) {
    let count = min(images.count, laneCount)
    batch = Workspace.Batch(images: count, isTraining: false, seed: 0, step: 0)
    let rows = (0..<Int32(count)).map { $0 }
    rows.withUnsafeBufferPointer { rows in
      guard let rows = rows.baseAddress else { return }
      images.fill(workspace.input.lanes, rows: rows, count: count)
    }
    withWeights { weights in
      workspace.forward(
        workspace.stages.indices, group: 0, worker: 0, weights: weights, batch,
        stopsBeforeLastActivation: stopsBeforeLastActivation)
    }
  }

  /// What a layer gave for each image; layer -1 is the input.
  func output(layer index: Int) -> [[Float]] {
    read(workspace.output(ofLayer: index) ?? workspace.input)
  }

  /// Takes the gradient of the last output back, and gives that of the output of layer `index`; of the input for -1.
  ///
  /// - Parameters:
  ///   - gradient: of each image's output, as many values as it has.
  ///   - startsBeforeLastActivation: whether it is the gradient of the output before its activation.
  func gradient(
    ofLayer index: Int, from gradient: [[Float]], startsBeforeLastActivation: Bool
  ) -> [[Float]] {
    guard let last = workspace.stages.last else { return [] }
    for k in 0..<last.outputCount {
      var lanes = Lanes()
      for (n, values) in gradient.enumerated() { lanes[n] = values[k] }
      last.outputGradient.lanes[k] = lanes
    }
    withWeights { weights in
      workspace.backward(
        workspace.stages(behindLayer: index), group: 0, worker: 0, weights: weights, batch,
        startsBeforeLastActivation: startsBeforeLastActivation)
    }
    return workspace.gradient(ofLayer: index).map(read) ?? []
  }

  private func read(_ buffer: Workspace.Buffer) -> [[Float]] {
    (0..<batch.images).map { n in (0..<buffer.count).map { buffer.lanes[$0][n] } }
  }
}

extension Model {
  /// Throws unless the images fit and the layer exists; gives an inspector that has computed the first 16 of them.
  func inspected(_ images: Tensor) throws(ModelError) -> Inspector {
    try check(imageShape: images.rowShape)
    guard images.count > 0 else { throw ModelError("there are no images", subject: "data") }
    let inspector = try Inspector(self)
    inspector.forward(images)
    return inspector
  }
}

extension Model {
  /// The input, and what each layer gives for one image of the model's input shape, with a first axis of length 1.
  /// - Throws: where the image does not fit.
  public func layerOutputs(_ image: Tensor) throws(ModelError) -> [[Float]] {
    let inspector = try inspected(image)
    return (-1..<nodes.count).map { inspector.output(layer: $0)[0] }
  }
}
