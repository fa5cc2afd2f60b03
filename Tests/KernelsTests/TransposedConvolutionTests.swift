import Core
import Kernels
import Testing

/// The transposed convolution against `Reference` in Double, over the random windows of the convolutions, the other way round.
@Suite struct TransposedConvolutionTests {
  /// A convolution from what comes out to what goes in, which leaves rows and columns at the end unseen, as output_padding does.
  private func geometry(
    _ random: inout RandomSequence, _ padding: PaddingRule, inputs: ClosedRange<Int>
  ) -> ConvolutionGeometry {
    var g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: random.integer(1...14), outputChannels: random.integer(inputs)
    )
    g.inputHeight += random.integer(0...2)
    g.inputWidth += random.integer(0...2)
    return g
  }

  @Test(arguments: ConvolutionTests.cases)
  func forwardEqualsItsFormula(count: Int, padding: PaddingRule) {
    var random = RandomSequence(seed: 11, stream: UInt64(count))
    let g = geometry(&random, padding, inputs: 1...20)
    let transposed = TransposedConvolution(g)
    let input = g.outputGroup(count, &random)
    let kernel = random.numbers(transposed.kernelCount)
    let bias = random.numbers(g.inputChannels)

    var packed = unwrittenFloats(kernel.count)
    transposed.pack(kernel, into: &packed)
    var scratch = unwrittenLanes(transposed.scratchLanes + 1)
    var lanes = unwrittenLanes(g.inputSize)
    transposed.convolve(
      input: input.lanes, packed: packed, bias: bias, rectifies: false, scratch: &scratch, output: &lanes)

    let output = Group(
      height: g.inputHeight, width: g.inputWidth, channels: g.inputChannels, count: count, lanes: lanes)
    for (image, fast) in zip(input.exact, output.images) {
      expectClose(
        fast, Reference.transposedConvolution(g, input: image, kernel: exact(kernel), bias: exact(bias)),
        terms: Reference.transposedConvolution(
          g, input: absolute(image), kernel: absolute(kernel), bias: absolute(bias)), "\(g)")
    }
  }

  @Test(arguments: ConvolutionTests.cases)
  func gradientsEqualTheirFormula(count: Int, padding: PaddingRule) {
    var random = RandomSequence(seed: 12, stream: UInt64(count))
    let g = geometry(&random, padding, inputs: 1...40)
    let transposed = TransposedConvolution(g)
    let input = g.outputGroup(count, &random)
    let outputGradient = g.inputGroup(count, &random)
    let kernel = random.numbers(transposed.kernelCount)

    var gradient = unwrittenFloats(transposed.kernelCount)
    var scratch = unwrittenLanes(transposed.gradientScratch + 1)
    transposed.computeKernelGradient(
      input: input.lanes, outputGradient: outputGradient.lanes, scratch: &scratch, gradient: &gradient)
    let pairs = Array(zip(input.exact, outputGradient.exact))
    expectClose(
      gradient, sum(pairs.map { Reference.transposedKernelGradient(g, input: $0, outputGradient: $1) }),
      terms: sum(
        pairs.map {
          Reference.transposedKernelGradient(g, input: absolute($0), outputGradient: absolute($1))
        }),
      "\(g)")

    var biasGradient = unwrittenFloats(g.inputChannels)
    transposed.computeBiasGradient(outputGradient: outputGradient.lanes, gradient: &biasGradient)
    expectClose(
      biasGradient, sum(pairs.map { Reference.transposedBiasGradient(g, outputGradient: $1) }),
      terms: sum(pairs.map { Reference.transposedBiasGradient(g, outputGradient: absolute($1)) }), "\(g)")

    var packed = unwrittenFloats(kernel.count)
    packForward(g, kernel, into: &packed)
    var inputGradient = unwrittenLanes(g.outputSize)
    transposed.computeInputGradient(
      outputGradient: outputGradient.lanes, packed: packed, inputGradient: &inputGradient)
    let images = Group(
      height: g.outputHeight, width: g.outputWidth, channels: g.outputChannels, count: count,
      lanes: inputGradient
    ).images
    for (image, fast) in zip(outputGradient.exact, images) {
      expectClose(
        fast, Reference.transposedInputGradient(g, kernel: exact(kernel), outputGradient: image),
        terms: Reference.transposedInputGradient(
          g, kernel: absolute(kernel), outputGradient: absolute(image)), "\(g)")
    }
  }

  /// One pixel lays the kernel, and its neighbour lays another over its last column.
  @Test func referenceOfAnExample() {
    let g = ConvolutionGeometry(
      inputHeight: 1, inputWidth: 5, inputChannels: 1, outputHeight: 1, outputWidth: 2, outputChannels: 1,
      kernelHeight: 1, kernelWidth: 3, strideY: 1, strideX: 2, padTop: 0, padLeft: 0)
    #expect(
      Reference.transposedConvolution(g, input: [1, 10], kernel: [1, 2, 3], bias: [0.5])
        == [1.5, 2.5, 13.5, 20.5, 30.5])
  }
}
