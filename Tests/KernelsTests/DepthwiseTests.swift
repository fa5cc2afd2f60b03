import Core
import Kernels
import Testing

/// Convolution of each channel by itself against `Reference`, over the same random windows as the convolutions.
@Suite struct DepthwiseTests {
  @Test(arguments: ConvolutionTests.cases)
  func equalsItsFormula(count: Int, padding: PaddingRule) {
    var random = RandomSequence(seed: 6, stream: UInt64(count))
    let (channels, multiplier) = (random.integer(1...9), max(1, random.integer(-2...3)))
    let g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: channels, outputChannels: channels * multiplier)
    let convolution = DepthwiseConvolution(g, multiplier: multiplier)
    let input = g.inputGroup(count, &random)
    let slopes = g.outputGroup(count, &random)
    let kernel = random.numbers(convolution.kernelCount)
    let bias = random.numbers(g.outputChannels)
    let (exactKernel, exactBias) = (kernel.map(Double.init), bias.map(Double.init))

    func images(_ lanes: [Lanes], ofInput: Bool) -> [[Float]] {
      Group(
        height: ofInput ? g.inputHeight : g.outputHeight, width: ofInput ? g.inputWidth : g.outputWidth,
        channels: ofInput ? channels : g.outputChannels, count: count, lanes: lanes
      ).images
    }
    /// The sizes of the terms of each sum.
    func terms(_ numbers: [Double]) -> [Double] { numbers.map(abs) }
    var output = unwrittenLanes(g.outputSize)
    convolution.convolve(
      input: input.lanes, kernel: kernel, bias: bias, rectifies: false, output: &output)
    for (image, fast) in zip(input.exact, images(output, ofInput: false)) {
      let exact = Reference.depthwiseConvolution(
        g, multiplier: multiplier, input: image, kernel: exactKernel, bias: exactBias)
      let sizes = Reference.depthwiseConvolution(
        g, multiplier: multiplier, input: terms(image), kernel: terms(exactKernel), bias: terms(exactBias))
      expectClose(fast, exact, terms: sizes, "\(g)")
    }
    var inputGradient = unwrittenLanes(g.inputSize)
    convolution.computeInputGradient(
      outputGradient: slopes.lanes, kernel: kernel, inputGradient: &inputGradient)
    func checkInputGradient() {
      for (image, fast) in zip(slopes.exact, images(inputGradient, ofInput: true)) {
        let exact = Reference.depthwiseInputGradient(
          g, multiplier: multiplier, outputGradient: image, kernel: exactKernel)
        let sizes = Reference.depthwiseInputGradient(
          g, multiplier: multiplier, outputGradient: terms(image), kernel: terms(exactKernel))
        expectClose(fast, exact, terms: sizes, "\(g)")
      }
    }
    checkInputGradient()
    if let backward = convolution.inputGradient {
      var turned = unwrittenFloats(convolution.kernelCount)
      convolution.turn(kernel, into: &turned)
      inputGradient = unwrittenLanes(g.inputSize)
      backward.convolve(
        input: slopes.lanes, kernel: turned, bias: nil, rectifies: false, output: &inputGradient)
      checkInputGradient()
    }
    var gradient = unwrittenFloats(convolution.kernelCount)
    var scratch = unwrittenLanes(convolution.gradientScratch)
    convolution.computeKernelGradient(
      input: input.lanes, outputGradient: slopes.lanes, scratch: &scratch, gradient: &gradient)
    let exact = sum(
      zip(input.exact, slopes.exact).map {
        Reference.depthwiseKernelGradient(g, multiplier: multiplier, input: $0, outputGradient: $1)
      })
    expectClose(gradient, exact, least: Double(g.outputHeight * g.outputWidth * count), "\(g)")
  }

  @Test(arguments: 0..<6) func pixelsAreRepeatedAndTheirGradientsAddedUp(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed), stream: 15)
    let (height, width, channels) = (random.integer(1...4), random.integer(1...4), random.integer(1...5))
    let (rows, columns) = (random.integer(1...3), random.integer(1...3))
    let input = Group(height: height, width: width, channels: channels, count: 16, random: &random)
    var output = unwrittenLanes(height * rows * width * columns * channels)
    repeatPixels(
      input.lanes, height: height, width: width, channels: channels, rows: rows, columns: columns,
      output: &output)
    for y in 0..<height * rows {
      for x in 0..<width * columns {
        for c in 0..<channels {
          #expect(
            output[(y * width * columns + x) * channels + c]
              == input.lanes[(y / rows * width + x / columns) * channels + c])
        }
      }
    }
    var gradient = unwrittenLanes(height * width * channels)
    repeatPixelsGradient(
      output, height: height, width: width, channels: channels, rows: rows, columns: columns,
      inputGradient: &gradient)
    for (k, sum) in gradient.enumerated() {
      for lane in 0..<16 {
        #expect(abs(sum[lane] - input.lanes[k][lane] * Float(rows * columns)) < 1e-5)
      }
    }
  }
}
