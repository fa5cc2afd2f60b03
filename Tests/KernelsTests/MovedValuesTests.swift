import Core
import Testing

@testable import Kernels

/// Values that move and stay what they are, against `Reference`, over random shapes.
@Suite struct MovedValuesTests {
  @Test(arguments: 0..<40) func aMapIsLaidUponAnother(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed), stream: 61)
    let channels = random.integer(1...4)
    let (height, width) = (random.integer(1...6), random.integer(1...6))
    let (outputHeight, outputWidth) = (random.integer(1...6), random.integer(1...6))
    let (top, left) = (random.integer(-7...7), random.integer(-7...7))
    let input = Group(height: height, width: width, channels: channels, count: 16, random: &random)
    let slopes = Group(
      height: outputHeight, width: outputWidth, channels: channels, count: 16, random: &random)
    var output = unwrittenLanes(outputHeight * outputWidth * channels)
    placeMap(
      input.lanes, height: height, width: width, channels: channels, top: top, left: left, output: &output,
      outputHeight: outputHeight, outputWidth: outputWidth)
    var gradient = unwrittenLanes(height * width * channels)
    placeMap(
      slopes.lanes, height: outputHeight, width: outputWidth, channels: channels, top: -top, left: -left,
      output: &gradient, outputHeight: height, outputWidth: width)
    let outputs = Group(
      height: outputHeight, width: outputWidth, channels: channels, count: 16, lanes: output)
    let gradients = Group(height: height, width: width, channels: channels, count: 16, lanes: gradient)
    for n in 0..<16 {
      let expected = Reference.placeMap(
        input.map(n), top: top, left: left, height: outputHeight, width: outputWidth)
      #expect(outputs.images[n] == expected.values)
      expectTransposed(input.images[n], outputs.images[n], slopes.images[n], gradients.images[n])
    }
  }

  @Test(arguments: 0..<40) func axesAreExchanged(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed), stream: 62)
    let shape = (0..<random.integer(1...4)).map { _ in random.integer(1...5) }
    let axes = random.permutation(shape.count).map { Int($0) }
    let count = shape.reduce(1, *)
    let input = Group(height: count, width: 1, channels: 1, count: 16, random: &random)
    var output = unwrittenLanes(count)
    permuteAxes(input.lanes, shape: shape, axes: axes, output: &output)
    let outputs = Group(height: count, width: 1, channels: 1, count: 16, lanes: output)
    for n in 0..<16 {
      #expect(outputs.images[n] == Reference.permuteAxes(input.images[n], shape: shape, axes: axes))
    }
    // And back.
    var back = unwrittenLanes(count)
    let inverse = axes.indices.map { axes.firstIndex(of: $0) ?? 0 }
    permuteAxes(output, shape: axes.map { shape[$0] }, axes: inverse, output: &back)
    #expect(back == input.lanes)
  }
}

/// Expects a gradient to be that of a linear function: the products of outputs and slopes have the sum that those of inputs and gradients
/// have, ⟨A x, s⟩ = ⟨x, Aᵀ s⟩.
func expectTransposed(
  _ input: [Float], _ output: [Float], _ slopes: [Float], _ gradient: [Float],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func product(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  #expect(
    abs(product(output, slopes) - product(input, gradient)) < 1e-4, sourceLocation: sourceLocation)
}
