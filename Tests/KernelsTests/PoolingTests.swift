import Core
import Kernels
import Testing

/// Both poolings against `Reference`, over the same random windows as the convolutions.
@Suite struct PoolingTests {
  static let cases = ConvolutionTests.cases

  /// A geometry, and images of few different numbers, so that windows often have several greatest pixels.
  private func example(
    _ count: Int, _ padding: PaddingRule
  ) -> (g: ConvolutionGeometry, input: Group, outputGradient: Group) {
    var random = RandomSequence(seed: 4, stream: UInt64(count))
    let channels = random.integer(1...7)
    let g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: channels, outputChannels: channels)
    var input = g.inputGroup(count, &random)
    input.images = input.images.map { $0.map { ($0 * 4).rounded() / 4 } }
    return (g, input, g.outputGroup(count, &random))
  }

  private func images(_ g: ConvolutionGeometry, _ lanes: [Lanes], count: Int, ofInput: Bool) -> [[Float]] {
    Group(
      height: ofInput ? g.inputHeight : g.outputHeight, width: ofInput ? g.inputWidth : g.outputWidth,
      channels: g.inputChannels, count: count, lanes: lanes
    ).images
  }

  @Test(arguments: cases)
  func averageEqualsItsFormula(count: Int, padding: PaddingRule) {
    let (g, input, outputGradient) = example(count, padding)
    var output = unwrittenLanes(g.outputSize)
    averagePooling(g, input: input.lanes, output: &output)
    for (image, fast) in zip(input.exact, images(g, output, count: count, ofInput: false)) {
      expectClose(fast, Reference.averagePooling(g, input: image), least: 1, "\(g)")
    }
    var gradient = unwrittenLanes(g.inputSize)
    averagePoolingGradient(g, outputGradient: outputGradient.lanes, inputGradient: &gradient)
    for (image, fast) in zip(outputGradient.exact, images(g, gradient, count: count, ofInput: true)) {
      expectClose(fast, Reference.averagePoolingGradient(g, outputGradient: image), least: 1, "\(g)")
    }
  }

  @Test(arguments: cases)
  func maximumEqualsItsFormulaAndTheFirstWinnerTakesTheGradient(count: Int, padding: PaddingRule) {
    let (g, input, outputGradient) = example(count, padding)
    var output = unwrittenLanes(g.outputSize)
    maxPooling(g, input: input.lanes, output: &output)
    for (image, fast) in zip(input.images, images(g, output, count: count, ofInput: false)) {
      #expect(fast == Reference.maxPooling(g, input: image), "\(g)")
    }
    var gradient = unwrittenLanes(g.inputSize)
    maxPoolingGradient(
      g, input: input.lanes, output: output, outputGradient: outputGradient.lanes, inputGradient: &gradient)
    let pairs = zip(input.exact, outputGradient.exact)
    for ((image, above), fast) in zip(pairs, images(g, gradient, count: count, ofInput: true)) {
      expectClose(
        fast, Reference.maxPoolingGradient(g, input: image, outputGradient: above), least: 1, "\(g)")
    }
  }

  @Test(arguments: 0..<4)
  func maximumLetsANaNThroughWhereverItStands(place: Int) {
    let g = ConvolutionGeometry(
      inputHeight: 2, inputWidth: 2, inputChannels: 1, outputHeight: 1, outputWidth: 1, outputChannels: 1,
      kernelHeight: 2, kernelWidth: 2, strideY: 2, strideX: 2, padTop: 0, padLeft: 0)
    var input: [Lanes] = [1, 2, 3, 4].map { Lanes(repeating: $0) }
    input[place] = Lanes(repeating: .nan)
    var output = [Lanes()]
    maxPooling(g, input: input, output: &output)
    #expect(output[0][0].isNaN)
  }
}
