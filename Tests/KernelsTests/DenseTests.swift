import Core
import Kernels
import Testing

/// The fast Dense kernels against `Reference`, with 1...20 and more inputs and outputs, and batches whose last group
/// has 1...16 images.
@Suite struct DenseTests {
  static let sizes = [
    (1, 1), (1, 7), (5, 1), (6, 6), (7, 16), (16, 17), (20, 10), (13, 19), (40, 33), (3, 50),
  ]

  @Test(arguments: sizes)
  func forwardEqualsItsFormula(inputs: Int, outputs: Int) {
    var random = RandomSequence(seed: 5, stream: UInt64(inputs))
    let input = Group(height: 1, width: 1, channels: inputs, count: 16, random: &random)
    let kernel = random.numbers(inputs * outputs)
    let bias = random.numbers(outputs)
    var lanes = unwrittenLanes(outputs)
    dense(
      input: input.lanes, inputs: inputs, weights: kernel, bias: bias, output: &lanes, outputs: outputs)
    let output = Group(height: 1, width: 1, channels: outputs, count: 16, lanes: lanes)
    for (image, fast) in zip(input.exact, output.images) {
      expectClose(
        fast, Reference.dense(input: image, kernel: exact(kernel), bias: exact(bias)),
        terms: Reference.dense(
          input: absolute(image), kernel: absolute(kernel),
          bias: absolute(bias)), "\(inputs) to \(outputs)")
    }
  }

  /// Very long sums are added in parts: to the last bit as said, by whichever processor, for however many groups and whichever
  /// columns, so that little is rounded away.
  @Test(arguments: [(20_000, 5), (20_000, 300), (150_528, 5)], [1, 3])
  func longSumsAreSumsOfSums(size: (inputs: Int, outputs: Int), groups: Int) {
    let (inputs, outputs) = size
    #expect(denseSumLength(inputs: inputs) == 512 && denseSumLength(inputs: 16_384) == 16_384)
    var random = RandomSequence(seed: 9, stream: 0)
    // As pixels are: none below 0, so that the sum grows all the time.
    let input = (0..<groups * inputs).map { _ in Lanes(repeating: random.uniform(0, 1)) }
    let kernel = (0..<inputs * outputs).map { _ in random.uniform(0, 0.01) }
    let bias = random.numbers(outputs)
    var output = unwrittenLanes(groups * outputs)
    for columns in [0..<2, 2..<outputs] {
      dense(
        input: input, inputs: inputs, groups: groups, weights: kernel, bias: bias, output: &output,
        outputs: outputs, columns: columns)
    }
    for group in 0..<groups {
      let input = input[group * inputs..<(group + 1) * inputs].map { $0[0] }
      for o in stride(from: 0, to: outputs, by: 3) {
        let sums = stride(from: 0, to: inputs, by: 512).map { first in
          (first..<min(inputs, first + 512)).reduce(Float()) {
            $0.addingProduct(input[$1], kernel[$1 * outputs + o])
          }
        }
        let result = output[group * outputs + o][0]
        #expect(result == sums.reduce(0, +) + bias[o])
        let exact = (0..<inputs).reduce(Double(bias[o])) {
          $0 + Double(input[$1]) * Double(kernel[$1 * outputs + o])
        }
        #expect(abs(Double(result) / exact - 1) < 1e-6)
      }
    }
  }

  @Test(arguments: sizes)
  func inputGradientEqualsItsFormula(inputs: Int, outputs: Int) {
    var random = RandomSequence(seed: 6, stream: UInt64(inputs))
    let outputGradient = Group(height: 1, width: 1, channels: outputs, count: 16, random: &random)
    let kernel = random.numbers(inputs * outputs)
    var lanes = unwrittenLanes(inputs)
    denseInputGradient(
      outputGradient: outputGradient.lanes, outputs: outputs, weights: kernel, inputGradient: &lanes,
      inputs: inputs)
    let inputGradient = Group(height: 1, width: 1, channels: inputs, count: 16, lanes: lanes)
    for (image, fast) in zip(outputGradient.exact, inputGradient.images) {
      expectClose(
        fast, Reference.denseInputGradient(kernel: exact(kernel), outputGradient: image),
        terms: Reference.denseInputGradient(
          kernel: absolute(kernel), outputGradient: absolute(image)),
        "\(inputs) to \(outputs)")
    }
  }

  /// Some columns, or rows, of up to five groups, as a thread computes them, against each group as a whole.
  @Test(arguments: 1...5, [(13, 19), (40, 33), (300, 77), (70, 70)])
  func partsOfSeveralGroupsAreThoseOfEach(groups: Int, size: (inputs: Int, outputs: Int)) {
    let (inputs, outputs) = size
    var random = RandomSequence(seed: 8, stream: UInt64(groups))
    func lanes(_ channels: Int) -> [[Lanes]] {
      (0..<groups).map { _ in
        Group(height: 1, width: 1, channels: channels, count: 16, random: &random).lanes
      }
    }
    let (input, outputGradient) = (lanes(inputs), lanes(outputs))
    let (kernel, bias) = (random.numbers(inputs * outputs), random.numbers(outputs))
    func parts(of count: Int) -> [Range<Int>] { [0..<count / 3, count / 3..<count] }

    var output = unwrittenLanes(groups * outputs)
    for columns in parts(of: outputs) {
      dense(
        input: input.flatMap { $0 }, inputs: inputs, groups: groups, weights: kernel, bias: bias,
        rectifies: true, output: &output, outputs: outputs, columns: columns)
    }
    var inputGradient = unwrittenLanes(groups * inputs)
    for rows in parts(of: inputs) {
      denseInputGradient(
        outputGradient: outputGradient.flatMap { $0 }, outputs: outputs, groups: groups, weights: kernel,
        inputGradient: &inputGradient, inputs: inputs, rows: rows)
    }
    for group in 0..<groups {
      var ofGroup = unwrittenLanes(outputs)
      dense(
        input: input[group], inputs: inputs, weights: kernel, bias: bias, rectifies: true, output: &ofGroup,
        outputs: outputs)
      #expect(Array(output[group * outputs..<(group + 1) * outputs]) == ofGroup)
      var gradientOfGroup = unwrittenLanes(inputs)
      denseInputGradient(
        outputGradient: outputGradient[group], outputs: outputs, weights: kernel,
        inputGradient: &gradientOfGroup, inputs: inputs)
      #expect(Array(inputGradient[group * inputs..<(group + 1) * inputs]) == gradientOfGroup)
    }
  }

  /// Batches of 1...48 images in up to three groups; the kernel's rows are computed in two ranges, as threads do.
  @Test(arguments: sizes, [1, 2, 15, 16, 17, 31, 33, 48])
  func kernelGradientEqualsItsFormula(size: (inputs: Int, outputs: Int), images: Int) {
    let (inputs, outputs) = size
    var random = RandomSequence(seed: 7, stream: UInt64(images))
    let groups = groupCount(images)
    var inputLanes: [Lanes] = []
    var memory = unwrittenLanes(groups * DensePanels.floatsPerGroup(outputs: outputs) / laneCount)
    var pairs: [([Double], [Double])] = []
    for group in 0..<groups {
      let count = min(laneCount, images - group * laneCount)
      let input = Group(height: 1, width: 1, channels: inputs, count: count, random: &random)
      let outputGradient = Group(height: 1, width: 1, channels: outputs, count: count, random: &random)
      inputLanes += input.lanes
      memory.withUnsafeMutableBytes {
        DensePanels($0.bindMemory(to: Float.self).baseAddress!, outputs: outputs)
          .set(outputGradient.lanes, group: group)
      }
      pairs += zip(input.exact, outputGradient.exact)
    }

    var gradient: [Float] = []
    var biasGradient = unwrittenFloats(outputs)
    memory.withUnsafeMutableBytes {
      let panels = DensePanels($0.bindMemory(to: Float.self).baseAddress!, outputs: outputs)
      for range in [0..<inputs / 2, inputs / 2..<inputs] {
        var rows = unwrittenFloats(range.count * outputs)
        denseKernelGradient(
          input: inputLanes, inputs: inputs, outputGradient: panels, groups: groups, rows: range,
          gradient: &rows)
        gradient += rows
      }
      denseBiasGradient(outputGradient: panels, groups: groups, gradient: &biasGradient)
    }

    let what: Comment = "\(inputs) to \(outputs), \(images) images"
    expectClose(
      gradient, sum(pairs.map { Reference.denseKernelGradient(input: $0, outputGradient: $1) }),
      terms: sum(
        pairs.map {
          Reference.denseKernelGradient(
            input: absolute($0), outputGradient: absolute($1))
        }), what)
    expectClose(
      biasGradient, sum(pairs.map(\.1)), terms: sum(pairs.map { absolute($0.1) }), what)
  }
}
