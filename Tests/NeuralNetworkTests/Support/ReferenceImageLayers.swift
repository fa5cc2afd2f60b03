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
    let random = step.map { Philox(seed: 0, stream: UInt64(index + 1) << 40 | UInt64($0)) }
    let size = MapSize(ofAny: node.inputShape)
    func map(_ image: [Double]) -> Reference.Map<Double> {
      Reference.Map(height: size.height, width: size.width, channels: size.channels, values: image)
    }
    /// Each value of each image with the number that is drawn for it.
    func withNormals(_ count: Int, _ body: (Double, Double) -> Double) -> [[Double]] {
      guard let random else { return batch }
      return batch.enumerated().map { n, image in
        image.enumerated().map { k, value in
          let place = n / laneCount * count + k
          return body(value, Double(Reference.normal(random, place, lane: n % laneCount)))
        }
      }
    }
    /// A number in 0..<1 for each image.
    func draws(_ image: Int) -> SIMD4<Float>? {
      random.map { SIMD4<Float>($0.block(UInt64(image)) &>> 8) * 0x1p-24 }
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
    case let operation as RescalingOperation:
      return batch.map { $0.map { $0 * Double(operation.scale) + Double(operation.offset) } }
    case let operation as NormalizationOperation:
      let channels = operation.channels
      let mean = operation.given?.mean.map(Double.init) ?? Array(weights[..<channels])
      let variance = operation.given?.variance.map(Double.init) ?? Array(weights[channels..<2 * channels])
      return batch.map { image in
        image.enumerated().map { k, value in
          let deviation = max(variance[k % channels].squareRoot(), 1e-7)
          return operation.inverts
            ? value * deviation + mean[k % channels] : (value - mean[k % channels]) / deviation
        }
      }
    case let operation as SpatialDropoutOperation:
      guard let step else { return batch }
      return batch.enumerated().map { n, image in
        let mask = dropoutMask(
          count: operation.channels, layer: index, image: n, step: step, keep: operation.keep)
        return Reference.dropout(
          image, mask: image.indices.map { mask[$0 % operation.channels] }, keep: Double(operation.keep))
      }
    case let operation as GaussianNoiseOperation:
      return withNormals(operation.count) { $0 + Double(operation.deviation) * $1 }
    case let operation as GaussianDropoutOperation:
      return withNormals(operation.count) { $0 * (1 + Double(operation.deviation) * $1) }
    case let operation as RandomMapOperation:
      return batch.enumerated().map { n, image in
        draws(n).map { Reference.mapPlane(operation.draw($0), of: map(image), operation.sampling).values }
          ?? image
      }
    case let operation as ContrastOperation:
      return batch.enumerated().map { n, image in
        draws(n).map { contrast(image, Double(operation.contrast($0[0])), operation) } ?? image
      }
    default: return nil
    }
  }

  private func contrast(_ image: [Double], _ factor: Double, _ operation: ContrastOperation) -> [Double] {
    let channels = operation.map.channels
    let (low, high) = (Double(operation.range.lowerBound), Double(operation.range.upperBound))
    let means = (0..<channels).map { c in
      let values = stride(from: c, to: image.count, by: channels).map { image[$0] }
      return values.reduce(0, +) / Double(values.count)
    }
    return image.enumerated().map { k, value in
      min(high, max(low, (value - means[k % channels]) * factor + means[k % channels]))
    }
  }
}
