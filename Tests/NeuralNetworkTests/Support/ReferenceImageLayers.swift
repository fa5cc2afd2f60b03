import Core
import Kernels

@testable import NeuralNetwork

/// Layers that move, rescale and change images, in Double by the reference kernels.
extension ReferenceNetwork {
  /// What such a layer makes of a batch; nil where it is another layer.
  /// - Parameter step: of training; nil where the model is only used.
  func changed(
    _ batch: [[Double]], by node: Model.Node, index: Int, _ weights: [Double], step: Int?
  ) -> [[Double]]? {
    let size = MapSize(ofAny: node.inputShape)
    func map(_ image: [Double]) -> Reference.Map<Double> {
      Reference.Map(height: size.height, width: size.width, channels: size.channels, values: image)
    }
    switch node.built.operation {
    case let operation as MapPlacementOperation:
      let place = operation.placement
      return batch.map {
        Reference.placeMap(
          map($0), top: place.top, left: place.left, height: place.height, width: place.width
        ).values
      }
    case let operation as ResamplingOperation:
      let (rows, columns) = (operation.resampling.rows, operation.resampling.columns)
      return batch.map {
        let part = Reference.placeMap(
          map($0), top: -rows.source.lowerBound, left: -columns.source.lowerBound, height: rows.source.count,
          width: columns.source.count)
        return Reference.resize(
          part, height: rows.length, width: columns.length, isNearest: rows.interpolation == .nearest
        ).values
      }
    case let operation as PermuteOperation:
      return batch.map {
        Reference.permuteAxes($0, shape: operation.shape, axes: operation.axes)
      }
    case is SameValuesOperation: return batch
    default: return nil
    }
  }
}
