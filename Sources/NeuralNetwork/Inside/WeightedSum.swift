import Core
import Kernels

/// The sum behind one value of a convolution or a Dense layer: its terms in the engine's order.
public struct WeightedSum: Sendable {
  public struct Term: Sendable {
    /// Where the input stands: in the layer's input map, for a Dense layer as channel.
    public let place: MapPlace
    /// Where in the window: which of its ``WeightedSum/rows`` and ``WeightedSum/columns``.
    public let windowRow, windowColumn: Int
    public let input, weight: Float

    /// Rounded to a float, which the engine does not do before it adds.
    public var product: Float { input * weight }
  }

  /// Row by row of the window, pixel by pixel, channel by channel; those outside the input are left out.
  public let terms: [Term]
  /// The products added one after the other; in a Dense layer of very many inputs part by part, see `Kernels.denseSumLength`. Each
  /// addition is a fused multiply-add: the product is not rounded, the sum is, to 32 bits.
  public let sum: Float
  /// Nil of a layer without.
  public let bias: Float?
  /// The input's channels that it goes over, and the kernel's weights on them: row by row, pixel by pixel, channel by channel.
  public let channels: Range<Int>
  public let kernel: [Float]
  /// The rows and columns of the input that the window falls on, those outside included; one pixel for a Dense layer, and none
  /// where no pixel of a transposed convolution lays its kernel on the place.
  public let rows, columns: [Int]

  public var height: Int { rows.count }
  public var width: Int { columns.count }

  /// What the activation is applied to.
  public var total: Float { bias.map { sum + $0 } ?? sum }

  /// The sum of the products without rounding to 32 bits in between.
  public var exactSum: Double { terms.reduce(0) { $0 + Double($1.input) * Double($1.weight) } }

  /// The exact sum over one channel of the input.
  public func exactSum(ofChannel channel: Int) -> Double {
    terms.reduce(0) { $1.place.channel == channel ? $0 + Double($1.input) * Double($1.weight) : $0 }
  }

  /// - Parameters:
  ///   - size: of the input.
  ///   - channels: those of the input that count.
  ///   - weight: the kernel's weight at a row, column and channel.
  init(
    _ input: [Float], _ size: MapSize, rows: [KernelAxis.Tap], columns: [KernelAxis.Tap],
    channels: Range<Int>, bias: Float?, weight: (_ row: Int, _ column: Int, _ channel: Int) -> Float
  ) {
    var terms: [Term] = []
    var kernel: [Float] = []
    for (y, row) in rows.enumerated() {
      for (x, column) in columns.enumerated() {
        for channel in channels {
          let weight = weight(row.kernel, column.kernel, channel)
          kernel.append(weight)
          let place = MapPlace(row: row.pixel, column: column.pixel, channel: channel)
          guard size.contains(place) else { continue }
          terms.append(
            Term(
              place: place, windowRow: y, windowColumn: x, input: input[size.index(place)], weight: weight))
        }
      }
    }
    self.init(
      terms, channels: channels, kernel: kernel, bias: bias, rows: rows.map(\.pixel),
      columns: columns.map(\.pixel))
  }

  init(inputs: [Float], units: Int, _ weights: ArraySlice<Float>, unit: Int, hasBias: Bool) {
    let terms = inputs.indices.map { i in
      Term(
        place: MapPlace(channel: i), windowRow: 0, windowColumn: 0, input: inputs[i],
        weight: weights[weights.startIndex + i * units + unit])
    }
    let bias = hasBias ? weights[weights.startIndex + inputs.count * units + unit] : nil
    self.init(
      terms, channels: inputs.indices, kernel: terms.map(\.weight), bias: bias, rows: [0], columns: [0],
      sumLength: denseSumLength(inputs: inputs.count))
  }

  private init(
    _ terms: [Term], channels: Range<Int>, kernel: [Float], bias: Float?, rows: [Int], columns: [Int],
    sumLength: Int = .max
  ) {
    self.terms = terms
    self.bias = bias
    (self.channels, self.kernel) = (channels, kernel)
    let sums = stride(from: 0, to: max(1, terms.count), by: sumLength).map { first in
      terms[first...].prefix(sumLength).reduce(0 as Float) { $0.addingProduct($1.input, $1.weight) }
    }
    sum = sums.dropFirst().reduce(sums[0], +)
    (self.rows, self.columns) = (rows, columns)
  }
}

/// A convolution, also of the channels in groups, or transposed.
struct ConvolutionWorking: LayerWorking {
  let input, output: MapSize
  let rows, columns: KernelAxis
  var groups = 1
  let hasBias: Bool

  /// The input's channels that a filter adds up.
  private func channels(of filter: Int) -> Range<Int> {
    let count = input.channels / groups
    let first = filter / (output.channels / groups) * count
    return first..<first + count
  }

  private var kernelCount: Int {
    rows.length * columns.length * input.channels / groups * output.channels
  }

  /// Where a weight of a filter stands: Keras has the filters last, but before the channels where the convolution is transposed.
  private func index(_ row: Int, _ column: Int, _ channel: Int, filter: Int) -> Int {
    let pixel = row * columns.length + column
    return rows.isTransposed
      ? (pixel * output.channels + filter) * input.channels + channel
      : (pixel * input.channels / groups + channel - channels(of: filter).lowerBound) * output.channels
        + filter
  }

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let sum = sum(at: place, inputs[0], weights)
    return (.convolution(sum), sum.total)
  }

  func sum(at place: MapPlace, _ values: [Float], _ weights: ArraySlice<Float>) -> WeightedSum {
    func weight(_ k: Int) -> Float { weights[weights.startIndex + k] }
    let filter = place.channel
    return WeightedSum(
      values, input, rows: rows.taps(at: place.row), columns: columns.taps(at: place.column),
      channels: channels(of: filter), bias: hasBias ? weight(kernelCount + filter) : nil
    ) { weight(index($0, $1, $2, filter: filter)) }
  }

  func factors(
    tensor: String, index: [Int], input values: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)] {
    let isBias = tensor == "bias"
    let filter = isBias ? index[0] : rows.isTransposed ? index[2] : index[3]
    var factors: [(place: MapPlace, factor: Float)] = []
    for row in 0..<output.height {
      for column in 0..<output.width {
        let place = MapPlace(row: row, column: column, channel: filter)
        if isBias {
          factors.append((place, 1))
          continue
        }
        guard let y = rows.taps(at: row).first(where: { $0.kernel == index[0] }),
          let x = columns.taps(at: column).first(where: { $0.kernel == index[1] })
        else { continue }
        let channel = rows.isTransposed ? index[3] : channels(of: filter).lowerBound + index[2]
        let source = MapPlace(row: y.pixel, column: x.pixel, channel: channel)
        if input.contains(source) { factors.append((place, values[input.index(source)])) }
      }
    }
    return factors
  }
}

/// A convolution of each channel by itself: one of as many groups as there are channels.
struct DepthwiseWorking: LayerWorking {
  let convolution: ConvolutionWorking

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    convolution.value(at: place, inputs, weights)
  }

  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)] {
    // As of a convolution whose filters are the channels that come out.
    let multiplier = convolution.output.channels / convolution.input.channels
    let index = tensor == "kernel" ? [index[0], index[1], 0, index[2] * multiplier + index[3]] : index
    return convolution.factors(
      tensor: tensor, index: index, input: input, batch: batch, weights: weights)
  }
}

struct DenseWorking: LayerWorking {
  let units: Int
  let hasBias: Bool

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let sum = WeightedSum(inputs: inputs[0], units: units, weights, unit: place.channel, hasBias: hasBias)
    return (.dense(sum), sum.total)
  }

  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]], weights: ArraySlice<Float>
  ) -> [(place: MapPlace, factor: Float)] {
    [(MapPlace(channel: index.last ?? 0), tensor == "bias" ? 1 : input[index[0]])]
  }
}
