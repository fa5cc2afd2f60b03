import Core
import Testing

@testable import Kernels

/// Maps in another size, against `Reference`, over random shapes.
@Suite struct ResamplingTests {
  @Test(arguments: 0..<60) func aMapGetsAnotherSize(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed), stream: 63)
    let channels = random.integer(1...3)
    let (height, width) = (random.integer(1...7), random.integer(1...7))
    let (newHeight, newWidth) = (random.integer(1...9), random.integer(1...9))
    let interpolation: ResamplingAxis.Interpolation = seed % 3 == 0 ? .nearest : .linear
    let rows = ResamplingAxis(0..<height, length: newHeight, interpolation)
    let columns = ResamplingAxis(0..<width, length: newWidth, interpolation)
    let input = Group(height: height, width: width, channels: channels, count: 16, random: &random)
    let slopes = Group(height: newHeight, width: newWidth, channels: channels, count: 16, random: &random)
    var output = unwrittenLanes(newHeight * newWidth * channels)
    resampleMap(
      input.lanes, width: width, channels: channels, rows: rows, columns: columns, output: &output)
    var gradient = unwrittenLanes(height * width * channels)
    resampleMapGradient(
      slopes.lanes, height: height, width: width, channels: channels, rows: rows, columns: columns,
      inputGradient: &gradient)
    let outputs = Group(height: newHeight, width: newWidth, channels: channels, count: 16, lanes: output)
    let gradients = Group(height: height, width: width, channels: channels, count: 16, lanes: gradient)
    for n in 0..<16 {
      let expected = Reference.resize(
        input.exactMap(n), height: newHeight, width: newWidth, isNearest: interpolation == .nearest)
      expectClose(outputs.images[n], expected.values, least: 1, "image \(n)")
      expectTransposed(input.images[n], outputs.images[n], slopes.images[n], gradients.images[n])
    }
  }

  /// What a place sees is what it is made of; beyond the axis it goes on.
  @Test func thePlacesThatAreSeen() {
    let axis = ResamplingAxis(2..<5, length: 6, .linear)
    #expect(axis.taps.map(\.first) == [2, 2, 2, 3, 3, 4])
    #expect(axis.taps.map(\.share) == [0, 0.25, 0.75, 0.25, 0.75, 0])
    #expect((0..<6).map(axis.reach) == [2...2, 2...3, 2...3, 3...4, 3...4, 4...4])
    #expect(axis.reach(-2) == 0...1 && axis.reach(7) == 5...6)
    #expect(ResamplingAxis(0..<6, length: 3, .nearest).taps.map(\.first) == [1, 3, 5])
  }
}
