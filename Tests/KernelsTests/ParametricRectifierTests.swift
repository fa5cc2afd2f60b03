import Core
import Kernels
import Testing

/// PReLU and its gradients against `Reference`, over random shapes and shared axes.
@Suite struct ParametricRectifierTests {
  @Test(arguments: 0..<24) func equalsItsFormula(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed), stream: 77)
    func length() -> Int { 1 + Int(random.integer(below: 6)) }
    let (height, width, channels) = (length(), length(), length())
    let shared = (0..<3).map { seed >> $0 & 1 == 1 }
    let sizes = zip([height, width, channels], shared).map { $1 ? 1 : $0 }
    let rectifier = ParametricRectifier(
      height: height, width: width, channels: channels, alphaHeight: sizes[0], alphaWidth: sizes[1],
      alphaChannels: sizes[2])
    let alpha = (0..<sizes.reduce(1, *)).map { _ in random.uniform(-1, 1) }
    let input = Group(height: height, width: width, channels: channels, count: 16, random: &random)
    let gradient = Group(height: height, width: width, channels: channels, count: 16, random: &random)
    let count = height * width * channels
    /// The alpha of each value.
    let places = (0..<count).map { k in
      let index = [k / channels / width, k / channels % width, k % channels]
      let place = zip(index, shared).map { $1 ? 0 : $0 }
      return (place[0] * sizes[1] + place[1]) * sizes[2] + place[2]
    }
    let alphas = places.map { Double(alpha[$0]) }

    var output = [Lanes](repeating: Lanes(), count: count)
    rectifier.apply(input.lanes, alpha: alpha, output: &output)
    var alphaGradient = [Float](repeating: .nan, count: alpha.count)
    rectifier.computeAlphaGradient(
      input.lanes, outputGradient: gradient.lanes, alphaGradient: &alphaGradient)
    var inputGradient = gradient.lanes
    rectifier.computeInputGradient(
      input.lanes, outputGradient: gradient.lanes, alpha: alpha, inputGradient: &inputGradient)

    let values = Group(height: height, width: width, channels: channels, count: 16, lanes: output)
    let slopes = Group(height: height, width: width, channels: channels, count: 16, lanes: inputGradient)
    var (sums, sizesOfTerms) = (
      [Double](repeating: 0, count: alpha.count), [Double](repeating: 0, count: alpha.count)
    )
    for n in 0..<16 {
      expectClose(values.images[n], Reference.parametricRectifier(input.exact[n], alpha: alphas), "values")
      let exact = Reference.parametricRectifierGradients(
        input.exact[n], alpha: alphas, gradient: gradient.exact[n])
      expectClose(slopes.images[n], exact.x, "gradient of the input")
      for k in 0..<count {
        sums[places[k]] += exact.alpha[k]
        sizesOfTerms[places[k]] += abs(exact.alpha[k])
      }
    }
    expectClose(alphaGradient, sums, terms: sizesOfTerms.map { max($0, 1e-6) }, "gradient of alpha")
  }
}
