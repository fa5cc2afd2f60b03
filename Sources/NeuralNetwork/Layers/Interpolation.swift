import Core
import Kernels

/// What stands between the pixels of a map that gets another size.
enum Interpolation: String, Choice {
  case nearest, bilinear

  fileprivate var ofAxes: ResamplingAxis.Interpolation { self == .nearest ? .nearest : .linear }
}

/// A map in another size, or a part of one: what UpSampling2D, Resizing and CenterCrop share.
struct Resampling: Sendable {
  let input: MapSize
  let rows, columns: ResamplingAxis

  var output: Shape { [rows.length, columns.length, input.channels] }

  /// - Parameter part: the rows and columns of the input that are looked at; all where nil.
  /// - Throws: where the new size is too large.
  init(
    _ input: MapSize, part: (rows: Range<Int>, columns: Range<Int>)? = nil, height: Int, width: Int,
    _ interpolation: Interpolation
  ) throws(ModelError) {
    let output = [height, width, input.channels]
    guard let count = output.elementCount, count <= Model.valueLimit else {
      throw ModelError("is too large: its output would be \(output.crossDescription)")
    }
    self.input = input
    rows = ResamplingAxis(part?.rows ?? 0..<input.height, length: height, interpolation.ofAxes)
    columns = ResamplingAxis(part?.columns ?? 0..<input.width, length: width, interpolation.ofAxes)
  }

  func built(look: LayerLook) -> BuiltLayer {
    BuiltLayer(
      output: output, operation: ResamplingOperation(resampling: self),
      reach: Reach { [rows, columns] part, _ in
        func seen(_ axis: ResamplingAxis, _ range: ClosedRange<Int>) -> ClosedRange<Int> {
          axis.reach(range.lowerBound).lowerBound...axis.reach(range.upperBound).upperBound
        }
        var part = part
        part.rows = seen(rows, part.rows)
        part.columns = seen(columns, part.columns)
        return part
      }, working: ResamplingWorking(resampling: self), look: look)
  }
}

struct ResamplingOperation: LayerOperation {
  let resampling: Resampling

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }

  func forward(_ pass: LayerPass) {
    resampleMap(
      pass.input, width: resampling.input.width, channels: resampling.input.channels, rows: resampling.rows,
      columns: resampling.columns, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    resampleMapGradient(
      pass.outputGradient, height: resampling.input.height, width: resampling.input.width,
      channels: resampling.input.channels, rows: resampling.rows, columns: resampling.columns,
      inputGradient: inputGradient)
  }
}

struct ResamplingWorking: LayerWorking {
  let resampling: Resampling

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let (y, x) = (resampling.rows.taps[place.row], resampling.columns.taps[place.column])
    func pixel(_ row: Int, _ column: Int) -> Float {
      inputs[0][resampling.input.index(MapPlace(row: row, column: column, channel: place.channel))]
    }
    if resampling.rows.interpolation == .nearest {
      let source = MapPlace(row: y.first, column: x.first, channel: place.channel)
      return (.moved(from: source, input: 0), pixel(y.first, x.first))
    }
    /// As the kernel mixes them.
    func mixed(_ a: Float, _ b: Float, _ share: Float) -> Float {
      share > 0 ? a.addingProduct(b - a, share) : a
    }
    let above = mixed(pixel(y.first, x.first), pixel(y.first, x.second), x.share)
    let below = mixed(pixel(y.second, x.first), pixel(y.second, x.second), x.share)
    let value = mixed(above, below, y.share)
    var lines: [(name: String, value: Float)] = []
    for (row, shareY) in [(y.first, 1 - y.share), (y.second, y.share)] where shareY > 0 {
      for (column, shareX) in [(x.first, 1 - x.share), (x.second, x.share)] where shareX > 0 {
        let share = shortNumber(Double((shareY * shareX * 10_000).rounded() / 10_000))
        lines.append(("row \(row), column \(column), whose share is \(share)", pixel(row, column)))
      }
    }
    return (
      .formula(
        Formula("a mixture of the nearest pixels", lines + [("their sum by shares", value)], value: value)),
      value
    )
  }
}
