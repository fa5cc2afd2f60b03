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

  /// Bands of 0..<count, of random sizes.
  private func bands(of count: Int, _ random: inout RandomSequence) -> [Range<Int>] {
    var bands: [Range<Int>] = []
    while (bands.last?.upperBound ?? 0) < count {
      let first = bands.last?.upperBound ?? 0
      bands.append(first..<min(count, first + random.integer(1...5)))
    }
    return bands
  }

  /// Maps that are so large that they go through the cache in bands, as a whole and in rows that somebody asks for.
  @Test(arguments: cases)
  func aConvolutionInBandsIsOneAtOnce(seed: Int, padding: PaddingRule) throws {
    var random = RandomSequence(seed: 33, stream: UInt64(seed))
    let small = ConvolutionGeometry.random(
      &random, padding: padding, inputChannels: random.integer(1...3), outputChannels: random.integer(1...40),
      kernelWidths: 3...7, stridesX: 1...1)
    // As high as need be.
    var g = small
    g.inputHeight += 60
    g.outputHeight += 60 / g.strideY
    let input = g.inputGroup(16, &random).lanes
    let (kernel, bias) = (random.numbers(g.patchSize * g.outputChannels), random.numbers(g.outputChannels))
    var packed = unwrittenFloats(kernel.count)
    packForward(g, kernel, into: &packed)
    let bands = bands(of: g.outputHeight, &random)
    func output(_ body: (UnsafeMutablePointer<Lanes>, Range<Int>?) -> Void) -> [Lanes] {
      var (whole, parts) = (unwrittenLanes(g.outputSize), unwrittenLanes(g.outputSize))
      body(&whole, nil)
      for band in bands { body(&parts, band) }
      #expect(whole == parts, "\(g) in \(bands)")
      return whole
    }
    let direct = output {
      convolution(g, input: input, weights: packed, bias: bias, output: $0, rows: $1)
    }
    let winograd = try #require(WinogradConvolution(g))
    var (values, weights) = (unwrittenFloats(winograd.packedCount), unwrittenFloats(winograd.packedCount))
    for row in 0..<g.kernelHeight {
      winograd.evaluate(row: row, of: kernel, into: &values)
      winograd.packForward(row: row, values, into: &weights)
    }
    var scratch = unwrittenLanes(winograd.scratchLanes)
    let fewer = output {
      winograd.convolve(
        input: input, weights: weights, bias: bias, rectifies: false, scratch: &scratch, output: $0, rows: $1)
    }
    let squares = zip(direct, fewer).map { (($0 - $1) * ($0 - $1)).max() }
    #expect(try #require(squares.max()) < 1e-4)
  }

  /// Poolings, forward and back, in bands of rows.
  @Test(arguments: cases)
  func aPoolingInBandsIsOneAtOnce(seed: Int, padding: PaddingRule) {
    var random = RandomSequence(seed: 32, stream: UInt64(seed))
    let size = random.integer(1...3)
    let (height, width) = (random.integer(size...17), random.integer(size...9))
    let channels = random.integer(1...5)
    let g = ConvolutionGeometry(
      inputHeight: height, inputWidth: width, inputChannels: channels, outputHeight: height / size,
      outputWidth: width / size, outputChannels: channels, kernelHeight: size, kernelWidth: size,
      strideY: size, strideX: size, padTop: 0, padLeft: 0)
    let input = g.inputGroup(16, &random).lanes
    let above = g.outputGroup(16, &random).lanes
    let bands = bands(of: g.outputHeight, &random)
    func inBands(_ count: Int, _ body: (UnsafeMutablePointer<Lanes>, Range<Int>?) -> Void) -> [Lanes] {
      var (whole, parts) = (unwrittenLanes(count), unwrittenLanes(count))
      body(&whole, nil)
      for band in bands { body(&parts, band) }
      #expect(whole == parts, "\(g) in \(bands)")
      return whole
    }
    _ = inBands(g.outputSize) { averagePooling(g, input: input, output: $0, rows: $1) }
    let greatest = inBands(g.outputSize) { maxPooling(g, input: input, output: $0, rows: $1) }
    _ = inBands(g.inputSize) {
      averagePoolingGradient(g, outputGradient: above, inputGradient: $0, rows: $1)
    }
    _ = inBands(g.inputSize) {
      maxPoolingGradient(
        g, input: input, output: greatest, outputGradient: above, inputGradient: $0, rows: $1)
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

  /// A Dense layer is a convolution of one pixel: a model that is used takes it so, where it has not very many inputs.
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
