import Core
import Kernels

/// A map laid upon another one of its own size, which is 0 where the first has no pixel: what ZeroPadding2D, Cropping2D and CenterCrop
/// share.
struct MapPlacement: Sendable {
  let input: MapSize
  /// The row and the column of the output where the input's first pixel lies, perhaps outside.
  let top, left: Int
  let height, width: Int

  var output: MapSize { MapSize(height: height, width: width, channels: input.channels) }

  func built() -> BuiltLayer {
    BuiltLayer(
      output: [height, width, input.channels], operation: MapPlacementOperation(placement: self),
      reach: Reach { [input, top, left] part, _ in
        var part = part
        part.rows = part.rows.lowerBound - top...part.rows.upperBound - top
        part.columns = part.columns.lowerBound - left...part.columns.upperBound - left
        return part.rows.overlaps(0...input.height - 1) && part.columns.overlaps(0...input.width - 1)
          ? part : nil
      }, working: MapPlacementWorking(placement: self), look: LayerLook(.pooling))
  }
}

struct MapPlacementOperation: LayerOperation {
  let placement: MapPlacement

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }

  func passesThrough(isTraining: Bool) -> Bool {
    placement.output == placement.input && placement.top == 0 && placement.left == 0
  }

  func forward(_ pass: LayerPass) {
    let input = placement.input
    placeMap(
      pass.input, height: input.height, width: input.width, channels: input.channels, top: placement.top,
      left: placement.left, output: pass.output, outputHeight: placement.height, outputWidth: placement.width)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let input = placement.input
    placeMap(
      pass.outputGradient, height: placement.height, width: placement.width, channels: input.channels,
      top: -placement.top, left: -placement.left, output: inputGradient, outputHeight: input.height,
      outputWidth: input.width)
  }
}

struct MapPlacementWorking: LayerWorking {
  let placement: MapPlacement

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let source = MapPlace(
      row: place.row - placement.top, column: place.column - placement.left, channel: place.channel)
    guard placement.input.contains(source) else {
      return (.formula(Formula("0, for it stands in the border", [], value: 0)), 0)
    }
    return (.moved(from: source, input: 0), inputs[0][placement.input.index(source)])
  }
}
