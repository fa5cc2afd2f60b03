import Core
import Kernels
import Testing

/// The convolution by fewer products and its gradients against the same formulas as the direct ones, over kernels of 3...7
/// columns, tiles that end with the row and that do not, paddings, 1...20 channels and filters and groups of 1...16 images.
@Suite struct WinogradConvolutionTests {
  static let cases = (1...40).flatMap { seed in PaddingRule.allCases.map { (seed, $0) } }

  @Test(arguments: cases)
  func equalsItsFormula(seed: Int, padding: PaddingRule) throws {
    var random = RandomSequence(seed: 40, stream: UInt64(seed))
    let g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: random.integer(1...20),
      outputChannels: random.integer(1...20), kernelWidths: 3...7, stridesX: 1...1)
    let count = random.integer(1...16)
    let input = g.inputGroup(count, &random)
    let kernel = random.numbers(g.patchSize * g.outputChannels)
    let bias = random.numbers(g.outputChannels)

    let winograd = try #require(WinogradConvolution(g))
    for rectifies in [false, true] {
      let output = run(winograd, g, input.lanes, kernel, bias, rectifies: rectifies)
      let images = Group(
        height: g.outputHeight, width: g.outputWidth, channels: g.outputChannels, count: count, lanes: output
      ).images
      for (image, fast) in zip(input.exact, images) {
        let exact = Reference.convolution(g, input: image, kernel: exact(kernel), bias: exact(bias))
        // Values at ±2 weigh an input up to eight times, and those of a whole tile enter each of its outputs.
        expectClose(
          fast, rectifies ? exact.map { max($0, 0) } : exact,
          terms: rowTerms(
            Reference.convolution(
              g, input: absolute(image), kernel: absolute(kernel), bias: absolute(bias)),
            width: g.outputWidth, channels: g.outputChannels),
          tolerance: 3e-6, "\(g)")
      }
    }
  }

  @Test(arguments: cases)
  func gradientsEqualTheirFormulas(seed: Int, padding: PaddingRule) throws {
    var random = RandomSequence(seed: 43, stream: UInt64(seed))
    let g = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: random.integer(1...20),
      outputChannels: random.integer(1...40), kernelWidths: 3...7, stridesY: 1...1, stridesX: 1...1)
    let count = random.integer(1...16)
    let input = g.inputGroup(count, &random)
    let outputGradient = g.outputGroup(count, &random)
    let kernel = random.numbers(g.patchSize * g.outputChannels)

    let winograd = try #require(WinogradConvolution(g))
    let (kernelGradient, lanes) = gradients(winograd, g, input.lanes, outputGradient.lanes, kernel)
    let pairs = Array(zip(input.exact, outputGradient.exact))
    let terms = sum(
      pairs.map {
        Reference.convolutionKernelGradient(g, input: absolute($0), outputGradient: absolute($1))
      })
    // The values of a whole tile enter the gradient of each column of the kernel, those beyond an edge too.
    let most = terms.max() ?? 0
    expectClose(
      kernelGradient,
      sum(pairs.map { Reference.convolutionKernelGradient(g, input: $0, outputGradient: $1) }),
      terms: terms.map { max($0, most) }, tolerance: 3e-6, "\(g)")

    let images = Group(
      height: g.inputHeight, width: g.inputWidth, channels: g.inputChannels, count: count, lanes: lanes
    ).images
    for (image, fast) in zip(outputGradient.exact, images) {
      expectClose(
        fast, Reference.convolutionInputGradient(g, kernel: exact(kernel), outputGradient: image),
        terms: rowTerms(
          Reference.convolutionInputGradient(
            g, kernel: absolute(kernel), outputGradient: absolute(image)),
          width: g.inputWidth, channels: g.inputChannels),
        tolerance: 3e-6, "\(g)")
    }
  }

  /// A model whose first layer this is asks for the gradient of its kernel alone.
  @Test func theKernelsGradientDoesNotDependOnTheInputs() throws {
    var random = RandomSequence(seed: 44, stream: 0)
    let g = ConvolutionGeometry.square(9, kernel: 5, channels: 4, filters: 17)
    let winograd = try #require(WinogradConvolution(g))
    let (input, outputGradient) = (g.inputGroup(16, &random).lanes, g.outputGroup(16, &random).lanes)
    let kernel = random.numbers(g.patchSize * g.outputChannels)
    let (both, _) = gradients(winograd, g, input, outputGradient, kernel)
    var alone = unwrittenFloats(kernel.count)
    var scratch = unwrittenLanes(winograd.gradientScratch)
    winograd.computeGradients(
      input: input, outputGradient: outputGradient, weights: kernel, scratch: &scratch,
      kernelGradient: &alone, inputGradient: nil)
    #expect(alone == both)
  }

  /// Large maps, of which some tiles are done before the next: as the direct sums have it, but for rounding.
  @Test(arguments: [1, 8, 21]) func gradientsOfLargeMapsAreThoseOfDirectSums(channels: Int) throws {
    var random = RandomSequence(seed: 45, stream: UInt64(channels))
    var g = ConvolutionGeometry.square(50, kernel: 3, channels: channels, filters: 35)
    (g.inputHeight, g.outputHeight, g.padTop) = (150, 150, 1)
    let (input, outputGradient) = (g.inputGroup(16, &random).lanes, g.outputGroup(16, &random).lanes)
    let kernel = random.numbers(g.patchSize * g.outputChannels)
    let fewer = gradients(try #require(WinogradConvolution(g)), g, input, outputGradient, kernel)
    var scratch = unwrittenLanes(g.kernelGradientScratch)
    var kernelGradient = unwrittenFloats(kernel.count)
    convolutionKernelGradient(
      g, paddedInput: input, outputGradient: outputGradient, scratch: &scratch, gradient: &kernelGradient)
    var packed = unwrittenFloats(kernel.count)
    packInputGradient(g, kernel, into: &packed)
    var inputGradient = unwrittenLanes(g.inputSize)
    convolution(g.inputGradient, input: outputGradient, weights: packed, bias: nil, output: &inputGradient)
    // Sums of some hundred thousand products, and of some hundred.
    let differences = zip(fewer.kernel, kernelGradient).map { abs($0 - $1) }
    #expect(try #require(differences.max()) < 2e-2)
    let squares = zip(fewer.input, inputGradient).map { (($0 - $1) * ($0 - $1)).max() }
    #expect(try #require(squares.max()) < 1e-8)
  }

  /// The error on real sizes, where it matters: the second convolution of LeNet-5 errs by a few times what the direct
  /// sums do, on average.
  @Test func roundsLittleWorseThanDirectSums() throws {
    var random = RandomSequence(seed: 41, stream: 0)
    let g = ConvolutionGeometry(
      inputHeight: 12, inputWidth: 12, inputChannels: 6, outputHeight: 8, outputWidth: 8, outputChannels: 16,
      kernelHeight: 5, kernelWidth: 5, strideY: 1, strideX: 1, padTop: 0, padLeft: 0)
    let input = g.inputGroup(16, &random)
    let kernel = random.numbers(g.patchSize * g.outputChannels)
    let bias = random.numbers(g.outputChannels)
    let winograd = run(
      try #require(WinogradConvolution(g)), g, input.lanes, kernel, bias, rectifies: false)
    var packed = unwrittenFloats(kernel.count)
    packForward(g, kernel, into: &packed)
    var direct = unwrittenLanes(g.outputSize)
    convolution(g, input: input.lanes, weights: packed, bias: bias, output: &direct)

    func meanError(_ lanes: [Lanes]) -> Double {
      let images = Group(height: 8, width: 8, channels: 16, count: 16, lanes: lanes).images
      var sum = 0.0
      for (image, fast) in zip(input.exact, images) {
        let exact = Reference.convolution(g, input: image, kernel: exact(kernel), bias: exact(bias))
        for (a, b) in zip(fast, exact) { sum += abs(Double(a) - b) }
      }
      return sum / Double(16 * g.outputSize)
    }
    #expect(meanError(winograd) < 4 * meanError(direct))
    #expect(meanError(winograd) < 2e-6)
  }

  /// A diverged model has to show: what is not a number stays so, through relu too.
  @Test func keepsWhatIsNotANumber() throws {
    var random = RandomSequence(seed: 42, stream: 0)
    let g = ConvolutionGeometry(
      inputHeight: 5, inputWidth: 8, inputChannels: 4, outputHeight: 1, outputWidth: 4, outputChannels: 4,
      kernelHeight: 5, kernelWidth: 5, strideY: 1, strideX: 1, padTop: 0, padLeft: 0)
    var input = g.inputGroup(16, &random).lanes
    input[0] = Lanes(repeating: .nan)
    let output = run(
      try #require(WinogradConvolution(g)), g, input, random.numbers(g.patchSize * 4), random.numbers(4),
      rectifies: true)
    #expect((0..<16).allSatisfy { output[0][$0].isNaN })
  }

  @Test func takesKernelsOfThreeToSevenColumnsThatDoNotStrideAlongRows() {
    func takes(columns: Int, stride: Int = 1) -> Bool {
      WinogradConvolution(.square(12, kernel: columns, channels: 8, filters: 8, stride: stride)) != nil
    }
    #expect((1...9).filter { takes(columns: $0) } == [3, 4, 5, 6, 7])
    #expect(!takes(columns: 5, stride: 2))
  }

  /// Measured: the lessons' second convolutions take about half the time, their first, of one channel, as much.
  @Test func isFasterWhereManyChannelsAreAddedUp() throws {
    func isFaster(_ size: Int, _ kernel: Int, _ channels: Int, _ filters: Int) throws -> Bool {
      try #require(
        WinogradConvolution(.square(size, kernel: kernel, channels: channels, filters: filters))
      ).isFaster
    }
    #expect(try isFaster(12, 5, 6, 16))
    #expect(try isFaster(9, 5, 16, 120))
    #expect(try isFaster(28, 3, 32, 64))
    #expect(try !isFaster(28, 5, 1, 6))
    #expect(try !isFaster(5, 5, 16, 120))
  }

  private func run(
    _ winograd: WinogradConvolution, _ g: ConvolutionGeometry, _ input: [Lanes], _ kernel: [Float],
    _ bias: [Float], rectifies: Bool
  ) -> [Lanes] {
    var values = unwrittenFloats(winograd.packedCount)
    var packed = unwrittenFloats(winograd.packedCount)
    for row in 0..<g.kernelHeight {
      winograd.evaluate(row: row, of: kernel, into: &values)
      winograd.packForward(row: row, values, into: &packed)
    }
    var scratch = unwrittenLanes(winograd.scratchLanes)
    var output = unwrittenLanes(g.outputSize)
    winograd.convolve(
      input: input, weights: packed, bias: bias, rectifies: rectifies, scratch: &scratch, output: &output)
    return output
  }

  private func gradients(
    _ winograd: WinogradConvolution, _ g: ConvolutionGeometry, _ input: [Lanes],
    _ outputGradient: [Lanes], _ kernel: [Float]
  ) -> (kernel: [Float], input: [Lanes]) {
    var values = unwrittenFloats(winograd.packedCount)
    var packed = unwrittenFloats(winograd.packedCount)
    for row in 0..<g.kernelHeight {
      winograd.evaluate(row: row, of: kernel, into: &values)
      winograd.packInputGradient(row: row, values, into: &packed)
    }
    var scratch = unwrittenLanes(winograd.gradientScratch)
    var kernelGradient = unwrittenFloats(kernel.count)
    var inputGradient = unwrittenLanes(g.inputSize)
    winograd.computeGradients(
      input: input, outputGradient: outputGradient, weights: packed, scratch: &scratch,
      kernelGradient: &kernelGradient, inputGradient: &inputGradient)
    return (kernelGradient, inputGradient)
  }

  /// For each value the greatest sum of terms in its row and channel: a tile's values mix.
  private func rowTerms(_ terms: [Double], width: Int, channels: Int) -> [Double] {
    terms.indices.map { k in
      let (y, c) = (k / (width * channels), k % channels)
      return (0..<width).map { terms[(y * width + $0) * channels + c] }.max() ?? 0
    }
  }
}

extension ConvolutionGeometry {
  /// Without padding.
  fileprivate static func square(
    _ size: Int, kernel: Int, channels: Int, filters: Int, stride: Int = 1
  ) -> ConvolutionGeometry {
    let output = (size - kernel) / stride + 1
    return ConvolutionGeometry(
      inputHeight: size, inputWidth: size, inputChannels: channels, outputHeight: output,
      outputWidth: output, outputChannels: filters, kernelHeight: kernel, kernelWidth: kernel,
      strideY: stride, strideX: stride, padTop: 0, padLeft: 0)
  }
}
