import Core
import Kernels
import Testing

/// The kernels of batch normalization, group by group, against `Reference` over random shapes.
@Suite struct BatchNormalizationTests {
  /// Batches of one group, with and without empty lanes.
  static let counts = [1, 2, 5, 15, 16]

  struct Example {
    let group, above: Group
    let gamma, beta: [Float]
    let channels, plane, count: Int
    let epsilon = 0.001

    init(_ count: Int, isVector: Bool) {
      var random = RandomSequence(seed: 20, stream: UInt64(count) << 1 | (isVector ? 1 : 0))
      let (height, width) = isVector ? (1, 1) : (random.integer(1...9), random.integer(1...9))
      channels = random.integer(1...21)
      plane = height * width
      self.count = count
      group = Group(height: height, width: width, channels: channels, count: count, random: &random)
      above = Group(height: height, width: width, channels: channels, count: count, random: &random)
      gamma = random.numbers(channels)
      beta = random.numbers(channels)
    }

    /// Of the lanes that a kernel wrote.
    func images(_ lanes: [Lanes]) -> [Float] {
      Group(height: group.height, width: group.width, channels: channels, count: count, lanes: lanes)
        .images.flatMap { $0 }
    }

    /// Mean and 1 / √(variance + ε) of each channel.
    var statistics: (mean: [Double], inverse: [Double]) {
      let (mean, variance) = Reference.moments(group.exact, channels: channels)
      return (mean, variance.map { 1 / ($0 + epsilon).squareRoot() })
    }
  }

  @Test(arguments: counts, [false, true])
  func momentsEqualTheirFormula(count: Int, isVector: Bool) {
    let example = Example(count, isVector: isVector)
    var (means, squares) = (unwrittenFloats(example.channels), unwrittenFloats(example.channels))
    var input = example.group.lanes
    // What stands in the lanes without an image must not matter.
    for k in input.indices { for n in count..<16 { input[k][n] = 1e6 } }
    var scratch = unwrittenLanes(example.channels)
    channelMoments(
      input, inputStride: example.channels, channels: example.channels, plane: example.plane, images: count,
      scratch: &scratch, means: &means,
      squares: &squares)
    let (mean, variance) = Reference.moments(example.group.exact, channels: example.channels)
    let number = Double(example.plane * count)
    expectClose(means, mean, least: 1, "means")
    expectClose(squares, variance.map { $0 * number }, least: number, "squares")
  }

  @Test(arguments: counts, [false, true])
  func scaledChannelsEqualTheirFormula(count: Int, isVector: Bool) {
    let example = Example(count, isVector: isVector)
    let (mean, inverse) = example.statistics
    let scale = zip(example.gamma, inverse).map { $0 * Float($1) }
    let shift = (0..<example.channels).map { example.beta[$0] - Float(mean[$0]) * scale[$0] }
    var output = unwrittenLanes(example.group.lanes.count)
    scaleChannels(
      example.group.lanes, inputStride: example.channels, channels: example.channels, plane: example.plane,
      scale: scale, shift: shift,
      output: &output)
    let exact = Reference.batchNormalization(
      example.group.exact, gamma: example.gamma.map(Double.init), beta: example.beta.map(Double.init),
      epsilon: example.epsilon)
    let largest = inverse.max() ?? 1
    expectClose(example.images(output), exact.flatMap { $0 }, least: 2 * largest, "output")
  }

  @Test(arguments: counts, [false, true])
  func gradientsEqualTheirFormula(count: Int, isVector: Bool) {
    let example = Example(count, isVector: isVector)
    let (mean, inverse) = example.statistics
    let (means, inverses) = (mean.map { Float($0) }, inverse.map { Float($0) })
    let exact = Reference.batchNormalizationGradient(
      example.group.exact, outputGradient: example.above.exact, gamma: example.gamma.map(Double.init),
      epsilon: example.epsilon)
    let number = Double(example.plane * count)
    let largest = inverse.max() ?? 1

    var (sums, products) = (unwrittenFloats(example.channels), unwrittenFloats(example.channels))
    var scratch = unwrittenLanes(2 * example.channels)
    channelGradientSums(
      example.group.lanes, inputStride: example.channels, outputGradient: example.above.lanes,
      channels: example.channels,
      plane: example.plane, mean: means, inverse: inverses, scratch: &scratch, sums: &sums,
      products: &products)
    expectClose(sums, exact.beta, least: number, "beta")
    expectClose(products, exact.gamma, least: number * largest, "gamma")

    // Gradients in the lanes without an image are of no image: they must stay 0.
    var inputGradient = unwrittenLanes(example.group.lanes.count)
    batchNormalizationInputGradient(
      example.group.lanes, inputStride: example.channels, outputGradient: example.above.lanes,
      channels: example.channels,
      plane: example.plane, images: count, mean: means,
      scale: zip(example.gamma, inverses).map { $0 * $1 },
      sum: exact.beta.map { Float($0 / number) },
      product: zip(exact.gamma, inverse).map { Float($0 / number * $1) }, inputGradient: &inputGradient)
    expectClose(
      example.images(inputGradient), exact.input.flatMap { $0 }, least: largest * largest, "input")
    #expect(inputGradient.allSatisfy { lanes in (count..<16).allSatisfy { lanes[$0] == 0 } })
  }

  /// A relu in the same pass is a relu after it, to the last bit, and so is its derivative.
  @Test(arguments: counts, [false, true])
  func reluInThePassIsOneAfterIt(count: Int, isVector: Bool) {
    let example = Example(count, isVector: isVector)
    let (channels, plane) = (example.channels, example.plane)
    let (input, above) = (example.group.lanes, example.above.lanes)
    let (mean, inverse) = example.statistics
    let (means, inverses) = (mean.map { Float($0) }, inverse.map { Float($0) })
    let scale = zip(example.gamma, inverses).map { $0 * $1 }
    let shift = example.beta
    func output(_ rectifies: Bool) -> [Lanes] {
      var output = unwrittenLanes(input.count)
      scaleChannels(
        input, inputStride: channels, channels: channels, plane: plane, scale: scale, shift: shift,
        rectifies: rectifies,
        output: &output)
      return output
    }
    var after = output(false)
    relu(&after, count: after.count)
    #expect(output(true) == after)
    #expect(after.contains { $0 != Lanes() })

    var gradient = above
    reluGradient(output: after, gradient: &gradient, count: after.count)
    var scratch = unwrittenLanes(2 * channels)
    func gradients(_ above: [Lanes], isInThePass: Bool) -> ([Float], [Float], [Lanes]) {
      var (sums, products) = (unwrittenFloats(channels), unwrittenFloats(channels))
      var below = unwrittenLanes(input.count)
      scale.withUnsafeBufferPointer { scale in
        shift.withUnsafeBufferPointer { shift in
          guard let scale = scale.baseAddress, let shift = shift.baseAddress else { return }
          channelGradientSums(
            input, inputStride: channels, outputGradient: above, channels: channels, plane: plane,
            mean: means, inverse: inverses,
            relu: isInThePass ? (scale, shift) : nil, scratch: &scratch, sums: &sums, products: &products)
          batchNormalizationInputGradient(
            input, inputStride: channels, outputGradient: above, channels: channels, plane: plane,
            images: count, mean: means,
            scale: scale, shift: isInThePass ? shift : nil, sum: sums, product: products,
            inputGradient: &below)
        }
      }
      return (sums, products, below)
    }
    let (inOne, apart) = (gradients(above, isInThePass: true), gradients(gradient, isInThePass: false))
    #expect(inOne == apart)

    // Added to what is there.
    var below = above
    batchNormalizationInputGradient(
      input, inputStride: channels, outputGradient: gradient, channels: channels, plane: plane, images: count,
      mean: means,
      scale: scale, sum: apart.0, product: apart.1, adds: true, inputGradient: &below)
    #expect(below == zip(above, apart.2).map { $0 + $1 })
  }

  /// The first channels of wider pixels are normalized as they would be by themselves, and the others left alone.
  @Test(arguments: counts) func channelsOfWiderPixels(count: Int) {
    let example = Example(count, isVector: false)
    let (channels, plane) = (example.channels, example.plane)
    let wide = channels + 3
    let foreign = Lanes(repeating: 1e6)
    func widened(_ lanes: [Lanes]) -> [Lanes] {
      (0..<plane * wide).map { k in
        k % wide < channels ? lanes[k / wide * channels + k % wide] : foreign
      }
    }
    let (mean, inverse) = example.statistics
    let (means, inverses) = (mean.map { Float($0) }, inverse.map { Float($0) })
    func run(_ input: [Lanes], stride: Int) -> (numbers: [Float], output: [Lanes], below: [Lanes]) {
      var (averages, squares) = (unwrittenFloats(channels), unwrittenFloats(channels))
      var (sums, products) = (unwrittenFloats(channels), unwrittenFloats(channels))
      var scratch = unwrittenLanes(2 * channels)
      var output = unwrittenLanes(plane * channels)
      var below = input
      channelMoments(
        input, inputStride: stride, channels: channels, plane: plane, images: count, scratch: &scratch,
        means: &averages, squares: &squares)
      scaleChannels(
        input, inputStride: stride, channels: channels, plane: plane, scale: inverses, shift: example.beta,
        output: &output)
      channelGradientSums(
        input, inputStride: stride, outputGradient: example.above.lanes, channels: channels, plane: plane,
        mean: means, inverse: inverses, scratch: &scratch, sums: &sums, products: &products)
      batchNormalizationInputGradient(
        input, inputStride: stride, outputGradient: example.above.lanes, channels: channels, plane: plane,
        images: count, mean: means, scale: inverses, sum: sums, product: products,
        inputGradient: &below)
      return (averages + squares + sums + products, output, below)
    }
    let (inWide, alone) = (
      run(widened(example.group.lanes), stride: wide), run(example.group.lanes, stride: channels)
    )
    #expect(inWide.numbers == alone.numbers)
    #expect(inWide.output == alone.output)
    #expect(inWide.below == widened(alone.below))
  }

  /// Σ g · x̂ by hand: the values -1 and 1 have a mean of 0 and a variance of 1.
  @Test func referenceOfAnExample() {
    let batch: [[Double]] = [[-1, 5], [1, 5]]
    #expect(
      Reference.batchNormalization(batch, gamma: [3, 3], beta: [1, 2], epsilon: 0.25)
        == [[1 - 3 / 1.25.squareRoot(), 2], [1 + 3 / 1.25.squareRoot(), 2]])
    let gradient = Reference.batchNormalizationGradient(
      batch, outputGradient: [[1, 1], [4, 1]], gamma: [3, 3], epsilon: 0.0)
    #expect(gradient.beta == [5, 2])
    #expect(gradient.gamma[0] == 3)
    // (1 - 2.5 + 1.5) and (4 - 2.5 - 1.5): two values of one channel have no freedom left.
    #expect(gradient.input.map { $0[0] } == [0, 0])
  }
}
