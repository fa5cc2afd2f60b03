import Kernels

/// The window behind one value of a pooling layer.
public struct PooledWindow: Sendable {
  public let kind: PoolingKind
  /// Where the window stands in the input, its parts outside included.
  public let top, left, height, width: Int
  /// The pixels on the input, row by row.
  public let pixels: [(place: MapPlace, value: Float)]
  /// The first of the greatest pixels, for the maximum.
  public let winner: Int
  /// The pixels added one after the other, for the mean.
  public let sum: Float
  public let value: Float

  init(_ g: ConvolutionGeometry, _ kind: PoolingKind, _ input: [Float], _ place: MapPlace) {
    self.kind = kind
    (top, left) = (place.row * g.strideY - g.padTop, place.column * g.strideX - g.padLeft)
    (height, width) = (g.kernelHeight, g.kernelWidth)
    var pixels: [(place: MapPlace, value: Float)] = []
    for y in top..<top + height where (0..<g.inputHeight).contains(y) {
      for x in left..<left + width where (0..<g.inputWidth).contains(x) {
        let pixel = MapPlace(row: y, column: x, channel: place.channel)
        pixels.append((pixel, input[(y * g.inputWidth + x) * g.inputChannels + place.channel]))
      }
    }
    var winner = 0
    for (k, pixel) in pixels.enumerated()
    where pixel.value > pixels[winner].value || pixel.value.isNaN { winner = k }
    self.pixels = pixels
    self.winner = winner
    sum = pixels.reduce(0) { $0 + $1.value }
    value = kind == .average ? sum * (1 / Float(pixels.count)) : pixels[winner].value
  }
}

struct PoolingWorking: LayerWorking {
  let geometry: ConvolutionGeometry
  let kind: PoolingKind

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let window = PooledWindow(geometry, kind, inputs[0], place)
    return (.pooling(window), window.value)
  }
}

struct UpSamplingWorking: LayerWorking {
  /// Of what is made larger.
  let size: MapSize
  let rows, columns: Int

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let source = MapPlace(row: place.row / rows, column: place.column / columns, channel: place.channel)
    return (.moved(from: source, input: 0), inputs[0][size.index(source)])
  }
}
