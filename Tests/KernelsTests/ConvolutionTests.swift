import Core
import Kernels
import Testing

/// The fast convolutions against `Reference` in Double, over windows of 1...6 pixels, strides of 1...3, paddings,
/// 1...20 channels and 1...40 filters (full and left-over blocks of six or twelve; 1...80 filters for the gradient, which takes
/// sixteen or thirty-two) and groups of 1...16 images.
@Suite struct ConvolutionTests {
  static let cases = (1...16).flatMap { count in PaddingRule.allCases.map { (count, $0) } }

  @Test(arguments: cases)
  func forwardEqualsItsFormula(count: Int, padding: PaddingRule) {
    var random = RandomSequence(seed: 1, stream: UInt64(count))
    let g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: random.integer(1...20),
      outputChannels: random.integer(1...40))
    let input = g.inputGroup(count, &random)
    let kernel = random.numbers(g.patchSize * g.outputChannels)
    let bias = random.numbers(g.outputChannels)

    var packed = unwrittenFloats(kernel.count)
    packForward(g, kernel, into: &packed)
    var lanes = unwrittenLanes(g.outputSize)
    convolution(g, input: input.lanes, weights: packed, bias: bias, output: &lanes)

    let output = Group(
      height: g.outputHeight, width: g.outputWidth, channels: g.outputChannels, count: count, lanes: lanes)
    for (image, fast) in zip(input.exact, output.images) {
      expectClose(
        fast, Reference.convolution(g, input: image, kernel: exact(kernel), bias: exact(bias)),
        terms: Reference.convolution(
          g, input: absolute(image), kernel: absolute(kernel), bias: absolute(bias)), "\(g)")
    }
  }

  @Test(arguments: cases)
  func kernelGradientEqualsItsFormula(count: Int, padding: PaddingRule) {
    var random = RandomSequence(seed: 2, stream: UInt64(count))
    let g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: random.integer(1...20),
      outputChannels: random.integer(1...80))
    let input = g.inputGroup(count, &random)
    let outputGradient = g.outputGroup(count, &random)

    var padded = input.lanes
    if g.needsPadding {
      padded = unwrittenLanes(g.inputChannels * g.inputHeight * g.paddedWidth)
      padColumns(g, input.lanes, into: &padded)
    }
    var gradient = unwrittenFloats(g.patchSize * g.outputChannels)
    var biasGradient = unwrittenFloats(g.outputChannels)
    var scratch = unwrittenLanes(g.kernelGradientScratch + 1)
    convolutionKernelGradient(
      g, paddedInput: padded, outputGradient: outputGradient.lanes, scratch: &scratch, gradient: &gradient)
    convolutionBiasGradient(g, outputGradient: outputGradient.lanes, gradient: &biasGradient)

    let pairs = Array(zip(input.exact, outputGradient.exact))
    expectClose(
      gradient,
      sum(pairs.map { Reference.convolutionKernelGradient(g, input: $0, outputGradient: $1) }),
      terms: sum(
        pairs.map {
          Reference.convolutionKernelGradient(g, input: absolute($0), outputGradient: absolute($1))
        }),
      "\(g)")
    expectClose(
      biasGradient, sum(pairs.map { Reference.convolutionBiasGradient(g, outputGradient: $1) }),
      terms: sum(pairs.map { Reference.convolutionBiasGradient(g, outputGradient: absolute($1)) }), "\(g)")
  }

  @Test(arguments: cases)
  func inputGradientEqualsItsFormula(count: Int, padding: PaddingRule) {
    var random = RandomSequence(seed: 3, stream: UInt64(count))
    let g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: random.integer(1...20),
      outputChannels: random.integer(1...20))
    let kernel = random.numbers(g.patchSize * g.outputChannels)
    let outputGradient = g.outputGroup(count, &random)

    var packed = unwrittenFloats(kernel.count)
    packInputGradient(g, kernel, into: &packed)
    var dilated = unwrittenLanes(g.outputChannels * g.dilatedHeight * g.dilatedWidth)
    dilate(g, outputGradient.lanes, into: &dilated)
    var lanes = unwrittenLanes(g.inputSize)
    convolution(g.inputGradient, input: dilated, weights: packed, bias: nil, output: &lanes)

    let inputGradient = Group(
      height: g.inputHeight, width: g.inputWidth, channels: g.inputChannels, count: count, lanes: lanes)
    for (image, fast) in zip(outputGradient.exact, inputGradient.images) {
      expectClose(
        fast, Reference.convolutionInputGradient(g, kernel: exact(kernel), outputGradient: image),
        terms: Reference.convolutionInputGradient(
          g, kernel: absolute(kernel), outputGradient: absolute(image)),
        "\(g)")
    }
  }
}

func exact(_ values: [Float]) -> [Double] { values.map(Double.init) }
func absolute(_ values: [Float]) -> [Double] { values.map { Double(abs($0)) } }
func absolute(_ values: [Double]) -> [Double] { values.map(abs) }
