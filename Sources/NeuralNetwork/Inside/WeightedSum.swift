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
  public let bias: Float
  /// Where the window stands in the input, its parts outside included; one pixel for a Dense layer.
  public let top, left, height, width: Int

  /// What the activation is applied to.
  public var total: Float { sum + bias }

  /// The sum of the products without rounding to 32 bits in between.
  public var exactSum: Double { terms.reduce(0) { $0 + Double($1.input) * Double($1.weight) } }

  /// The exact sum over one channel of the input.
  public func exactSum(ofChannel channel: Int) -> Double {
    terms.reduce(0) { $1.place.channel == channel ? $0 + Double($1.input) * Double($1.weight) : $0 }
  }

  init(
    _ g: ConvolutionGeometry, _ input: [Float], _ weights: ArraySlice<Float>, _ place: MapPlace
  ) {
    let top = place.row * g.strideY - g.padTop
    let left = place.column * g.strideX - g.padLeft
    var terms: [Term] = []
    for ky in 0..<g.kernelHeight where (0..<g.inputHeight).contains(top + ky) {
      for kx in 0..<g.kernelWidth where (0..<g.inputWidth).contains(left + kx) {
        for channel in 0..<g.inputChannels {
          let pixel = ((top + ky) * g.inputWidth + left + kx) * g.inputChannels + channel
          let weight =
            ((ky * g.kernelWidth + kx) * g.inputChannels + channel) * g.outputChannels + place.channel
          terms.append(
            Term(
              place: MapPlace(row: top + ky, column: left + kx, channel: channel), kernelRow: ky,
              kernelColumn: kx, input: input[pixel], weight: weights[weights.startIndex + weight]))
        }
      }
    }
    let bias = weights[weights.startIndex + g.patchSize * g.outputChannels + place.channel]
    self.init(terms, bias: bias, top: top, left: left, height: g.kernelHeight, width: g.kernelWidth)
  }

  init(inputs: [Float], units: Int, _ weights: ArraySlice<Float>, unit: Int) {
    let terms = inputs.indices.map { i in
      Term(
        place: MapPlace(channel: i), kernelRow: 0, kernelColumn: 0, input: inputs[i],
        weight: weights[weights.startIndex + i * units + unit])
    }
    let bias = weights[weights.startIndex + inputs.count * units + unit]
    self.init(terms, bias: bias, top: 0, left: 0, height: 1, width: 1)
  }

  private init(_ terms: [Term], bias: Float, top: Int, left: Int, height: Int, width: Int) {
    self.terms = terms
    self.bias = bias
    sum = terms.reduce(0) { $0.addingProduct($1.input, $1.weight) }
    (self.top, self.left, self.height, self.width) = (top, left, height, width)
  }
}
