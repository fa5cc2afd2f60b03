import Core
import Kernels

/// The sum behind one value of a Conv2D or Dense layer: its terms in the engine's order.
public struct WeightedSum: Sendable {
  public struct Term: Sendable {
    /// Where the input stands: in the layer's input map, for a Dense layer as channel.
    public let place: MapPlace
    /// Where in the kernel: row, column.
    public let kernelRow, kernelColumn: Int
    public let input, weight: Float

    /// Rounded to a float, which the engine does not do before it adds.
    public var product: Float { input * weight }
  }

  /// Row by row of the kernel, pixel by pixel, channel by channel; those outside the input are left out.
  public let terms: [Term]
  /// The products added one after the other. Each addition is a fused multiply-add: the product is not rounded, the
  /// sum is, to 32 bits.
  public let sum: Float
  /// Nil of a layer without.
  public let bias: Float?
  /// The input's channels that it goes over, and the kernel's weights on them: row by row, pixel by pixel, channel by channel.
  public let channels: Range<Int>
  public let kernel: [Float]
  /// Where the window stands in the input, its parts outside included; one pixel for a Dense layer.
  public let top, left, height, width: Int

  /// What the activation is applied to.
  public var total: Float { bias.map { sum + $0 } ?? sum }

  /// The sum of the products without rounding to 32 bits in between.
  public var exactSum: Double { terms.reduce(0) { $0 + Double($1.input) * Double($1.weight) } }

  /// The exact sum over one channel of the input.
  public func exactSum(ofChannel channel: Int) -> Double {
    terms.reduce(0) { $1.place.channel == channel ? $0 + Double($1.input) * Double($1.weight) : $0 }
  }

  /// - Parameters:
  ///   - channels: those of the input that count.
  ///   - weight: the kernel's weight at a row, column and channel.
  init(
    _ g: ConvolutionGeometry, _ input: [Float], _ place: MapPlace, channels: Range<Int>, bias: Float?,
    weight: (_ row: Int, _ column: Int, _ channel: Int) -> Float
  ) {
    let top = place.row * g.strideY - g.padTop
    let left = place.column * g.strideX - g.padLeft
    var terms: [Term] = []
    for ky in 0..<g.kernelHeight where (0..<g.inputHeight).contains(top + ky) {
      for kx in 0..<g.kernelWidth where (0..<g.inputWidth).contains(left + kx) {
        for channel in channels {
          let pixel = ((top + ky) * g.inputWidth + left + kx) * g.inputChannels + channel
          terms.append(
            Term(
              place: MapPlace(row: top + ky, column: left + kx, channel: channel), kernelRow: ky,
              kernelColumn: kx, input: input[pixel], weight: weight(ky, kx, channel)))
        }
      }
    }
    var kernel: [Float] = []
    for ky in 0..<g.kernelHeight {
      for kx in 0..<g.kernelWidth { for channel in channels { kernel.append(weight(ky, kx, channel)) } }
    }
    self.init(
      terms, channels: channels, kernel: kernel, bias: bias, top: top, left: left, height: g.kernelHeight,
      width: g.kernelWidth)
  }

  init(inputs: [Float], units: Int, _ weights: ArraySlice<Float>, unit: Int, hasBias: Bool) {
    let terms = inputs.indices.map { i in
      Term(
        place: MapPlace(channel: i), kernelRow: 0, kernelColumn: 0, input: inputs[i],
        weight: weights[weights.startIndex + i * units + unit])
    }
    let bias = hasBias ? weights[weights.startIndex + inputs.count * units + unit] : nil
    self.init(
      terms, channels: inputs.indices, kernel: terms.map(\.weight), bias: bias, top: 0, left: 0, height: 1,
      width: 1)
  }

  private init(
    _ terms: [Term], channels: Range<Int>, kernel: [Float], bias: Float?, top: Int, left: Int, height: Int,
    width: Int
  ) {
    self.terms = terms
    self.bias = bias
    (self.channels, self.kernel) = (channels, kernel)
    sum = terms.reduce(0) { $0.addingProduct($1.input, $1.weight) }
    (self.top, self.left, self.height, self.width) = (top, left, height, width)
  }
}

struct ConvolutionWorking: LayerWorking {
  let geometry: ConvolutionGeometry
  let hasBias: Bool

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let g = geometry
    func weight(_ k: Int) -> Float { weights[weights.startIndex + k] }
    let sum = WeightedSum(
      g, inputs[0], place, channels: 0..<g.inputChannels,
      bias: hasBias ? weight(g.patchSize * g.outputChannels + place.channel) : nil
    ) { weight((($0 * g.kernelWidth + $1) * g.inputChannels + $2) * g.outputChannels + place.channel) }
    return (.convolution(sum), sum.total)
  }

  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]]
  ) -> [(place: MapPlace, factor: Float)] {
    let size = MapSize(
      height: geometry.inputHeight, width: geometry.inputWidth, channels: geometry.inputChannels)
    var factors: [(place: MapPlace, factor: Float)] = []
    for row in 0..<geometry.outputHeight {
      for column in 0..<geometry.outputWidth {
        let place = MapPlace(row: row, column: column, channel: index.last ?? 0)
        if tensor == "bias" {
          factors.append((place, 1))
          continue
        }
        let source = MapPlace(
          row: row * geometry.strideY - geometry.padTop + index[0],
          column: column * geometry.strideX - geometry.padLeft + index[1], channel: index[2])
        if size.contains(source) { factors.append((place, input[size.index(source)])) }
      }
    }
    return factors
  }
}

struct DepthwiseWorking: LayerWorking {
  let geometry: ConvolutionGeometry
  let multiplier: Int
  let hasBias: Bool

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let g = geometry
    func weight(_ k: Int) -> Float { weights[weights.startIndex + k] }
    let channel = place.channel / multiplier
    let sum = WeightedSum(
      g, inputs[0], place, channels: channel..<channel + 1,
      bias: hasBias ? weight(g.kernelHeight * g.kernelWidth * g.outputChannels + place.channel) : nil
    ) { row, column, _ in weight((row * g.kernelWidth + column) * g.outputChannels + place.channel) }
    return (.convolution(sum), sum.total)
  }

  func factors(
    tensor: String, index: [Int], input: [Float], batch: [[Float]]
  ) -> [(place: MapPlace, factor: Float)] {
    // As of a convolution whose filters are the channels that come out.
    let index = tensor == "kernel" ? [index[0], index[1], index[2], index[2] * multiplier + index[3]] : index
    return ConvolutionWorking(geometry: geometry, hasBias: hasBias).factors(
      tensor: tensor, index: index, input: input, batch: batch)
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
    tensor: String, index: [Int], input: [Float], batch: [[Float]]
  ) -> [(place: MapPlace, factor: Float)] {
    [(MapPlace(channel: index.last ?? 0), tensor == "bias" ? 1 : input[index[0]])]
  }
}
