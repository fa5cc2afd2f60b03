import Core
import Kernels
import Testing

/// Kernels that do the work of several must give their numbers, bit by bit.
@Suite struct JoinedLayerTests {
  typealias Activation = (UnsafeMutablePointer<Lanes>, Int) -> Void
  static let cases = (1...20).flatMap { seed in PaddingRule.allCases.map { (seed, $0) } }

  @Test(arguments: cases)
  func convolutionWithPoolingIsOneAfterTheOther(seed: Int, padding: PaddingRule) {
    var random = RandomSequence(seed: 30, stream: UInt64(seed))
    let g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: random.integer(1...8), outputChannels: random.integer(1...20))
    let height = random.integer(1...min(3, g.outputHeight))
    let width = random.integer(1...min(3, g.outputWidth))
    let p = ConvolutionGeometry(
      inputHeight: g.outputHeight, inputWidth: g.outputWidth, inputChannels: g.outputChannels,
      outputHeight: g.outputHeight / height, outputWidth: g.outputWidth / width,
      outputChannels: g.outputChannels, kernelHeight: height, kernelWidth: width, strideY: height,
      strideX: width, padTop: 0, padLeft: 0)
    #expect(p.windowsLieSideBySide)
    let input = g.inputGroup(16, &random).lanes
    let kernel = random.numbers(g.patchSize * g.outputChannels)
    let bias = random.numbers(g.outputChannels)
    var packed = unwrittenFloats(kernel.count)
    packForward(g, kernel, into: &packed)

    for (rectifies, activation) in [(true, nil), (false, nil), (false, { tanh($0, count: $1) })]
      as [(Bool, Activation?)]
    {
      var maps = unwrittenLanes(g.outputSize)
      convolution(g, input: input, weights: packed, bias: bias, rectifies: rectifies, output: &maps)
      activation?(&maps, maps.count)
      for kind in [PoolingKind.average, .maximum] {
        var apart = unwrittenLanes(p.outputSize)
        switch kind {
        case .average: averagePooling(p, input: maps, output: &apart)
        case .maximum: maxPooling(p, input: maps, output: &apart)
        }
        var joined = unwrittenLanes(p.outputSize)
        convolutionPooling(
          g, input: input, weights: packed, bias: bias, rectifies: rectifies, activation: activation,
          pooling: p, kind: kind, output: &joined)
        #expect(joined == apart, "\(g), \(height)x\(width), \(kind)")
      }
    }
  }

  @Test func windowsThatOverlapOrStickOutAreNotSideBySide() {
    func pooling(size: Int, stride: Int, output: Int, pad: Int = 0) -> Bool {
      ConvolutionGeometry(
        inputHeight: 5, inputWidth: 5, inputChannels: 1, outputHeight: output, outputWidth: output,
        outputChannels: 1, kernelHeight: size, kernelWidth: size, strideY: stride, strideX: stride,
        padTop: pad, padLeft: pad
      ).windowsLieSideBySide
    }
    #expect(pooling(size: 2, stride: 2, output: 2))
    #expect(!pooling(size: 2, stride: 1, output: 4))
    #expect(!pooling(size: 2, stride: 2, output: 3))
    #expect(!pooling(size: 3, stride: 3, output: 1, pad: 1))
  }

  /// A Dense layer is a convolution of one pixel: a model that is used takes it so.
  @Test(arguments: DenseTests.sizes)
  func convolutionOfOnePixelIsADenseLayer(inputs: Int, outputs: Int) {
    var random = RandomSequence(seed: 31, stream: UInt64(inputs))
    let input = Group(height: 1, width: 1, channels: inputs, count: 16, random: &random).lanes
    let (kernel, bias) = (random.numbers(inputs * outputs), random.numbers(outputs))
    var apart = unwrittenLanes(outputs)
    dense(input: input, inputs: inputs, weights: kernel, bias: bias, output: &apart, outputs: outputs)
    let g = ConvolutionGeometry(
      inputHeight: 1, inputWidth: 1, inputChannels: inputs, outputHeight: 1, outputWidth: 1,
      outputChannels: outputs, kernelHeight: 1, kernelWidth: 1, strideY: 1, strideX: 1, padTop: 0, padLeft: 0)
    var packed = unwrittenFloats(kernel.count)
    packForward(g, kernel, into: &packed)
    var joined = unwrittenLanes(outputs)
    convolution(g, input: input, weights: packed, bias: bias, output: &joined)
    #expect(joined == apart)
  }
}
