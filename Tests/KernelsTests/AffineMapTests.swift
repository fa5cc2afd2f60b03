import Core
import Testing

@testable import Kernels

/// Images that are changed, each in a way of its own, against `Reference`, over random shapes.
@Suite struct AffineMapTests {
  private func map(_ group: Group, _ image: Int) -> Reference.Map<Double> {
    Reference.Map(
      height: group.height, width: group.width, channels: group.channels, values: group.exact[image])
  }

  private func randomMap(_ random: inout RandomSequence, _ height: Int, _ width: Int) -> AffineMap {
    switch random.integer(0...3) {
    case 0: AffineMap(turn: Double(random.uniform(-1, 1)), height: height, width: width)
    case 1: AffineMap(down: Double(random.uniform(-9, 9)), right: Double(random.uniform(-9, 9)))
    case 2:
      AffineMap(
        rows: Double(random.uniform(0.1, 2)), columns: Double(random.uniform(0.1, 2)), height: height,
        width: width)
    default:
      AffineMap(
        flipsRows: random.integer(0...1) == 0, flipsColumns: random.integer(0...1) == 0, height: height,
        width: width)
    }
  }

  @Test(arguments: 0..<40, PlaneSampling.Fill.allCases)
  func eachImageIsSeenThroughAMapOfItsOwn(seed: Int, fill: PlaneSampling.Fill) {
    var random = RandomSequence(seed: UInt64(seed), stream: 64)
    let channels = random.integer(1...3)
    let (height, width) = (random.integer(1...6), random.integer(1...6))
    let sampling = PlaneSampling(
      height: height, width: width, channels: channels, isNearest: seed % 4 == 0, fill: fill,
      fillValue: 0.5)
    let images = random.integer(1...16)
    let maps = (0..<images).map { _ in randomMap(&random, height, width) }
    let input = Group(height: height, width: width, channels: channels, count: images, random: &random)
    let slopes = Group(height: height, width: width, channels: channels, count: images, random: &random)
    var output = unwrittenLanes(height * width * channels)
    mapPlanes(input.lanes, sampling, maps, output: &output)
    var gradient = output
    mapPlanesGradient(slopes.lanes, sampling, maps, inputGradient: &gradient)
    let outputs = Group(height: height, width: width, channels: channels, count: 16, lanes: output)
    let gradients = Group(height: height, width: width, channels: channels, count: 16, lanes: gradient)
    var beyond = unwrittenLanes(height * width * channels)
    mapPlanes(
      [Lanes](repeating: Lanes(), count: beyond.count), sampling, maps, output: &beyond)
    for n in 0..<images {
      let expected = Reference.mapPlane(maps[n], of: map(input, n), sampling)
      expectClose(outputs.images[n], expected.values, least: 1, "image \(n)")
      // What stands beyond the edge is no part of the image.
      let fromImage = zip(outputs.images[n], beyond.map { $0[n] }).map { $0 - $1 }
      expectTransposed(input.images[n], fromImage, slopes.images[n], gradients.images[n])
    }
    for n in images..<16 { #expect(output.allSatisfy { $0[n] == 0 } && gradient.allSatisfy { $0[n] == 0 }) }
  }

  /// A flip moves pixels and changes none; four quarter turns are none.
  @Test func whatMovesPixelsAloneChangesNone() {
    var random = RandomSequence(seed: 5, stream: 65)
    let input = Group(height: 5, width: 5, channels: 2, count: 16, random: &random)
    let sampling = PlaneSampling(
      height: 5, width: 5, channels: 2, isNearest: false, fill: .constant, fillValue: .nan)
    var turned = input.lanes
    for _ in 0..<4 {
      let before = turned
      mapPlanes(
        before, sampling, [AffineMap](repeating: AffineMap(turn: 0.25, height: 5, width: 5), count: 16),
        output: &turned)
      #expect(turned != before)
    }
    #expect(turned == input.lanes)
    var flipped = input.lanes
    let flip = AffineMap(flipsRows: true, flipsColumns: false, height: 5, width: 5)
    mapPlanes(input.lanes, sampling, [AffineMap](repeating: flip, count: 16), output: &flipped)
    #expect(Array(flipped[..<10]) == Array(input.lanes[40...]))
  }

  @Test(arguments: 0..<10) func contrastIsItsFormula(seed: Int) {
    var random = RandomSequence(seed: UInt64(seed), stream: 66)
    let (plane, channels) = (random.integer(1...20), random.integer(1...3))
    let input = Group(height: plane, width: 1, channels: channels, count: 16, random: &random)
    let slopes = Group(height: plane, width: 1, channels: channels, count: 16, random: &random)
    var factors = Lanes()
    for n in 0..<16 { factors[n] = random.uniform(0, 2) }
    let range: ClosedRange<Float> = -0.7...0.6
    var output = unwrittenLanes(plane * channels)
    adjustContrast(
      input.lanes, channels: channels, plane: plane, factors: factors, range: range, output: &output)
    var gradient = unwrittenLanes(plane * channels)
    adjustContrastGradient(
      input.lanes, outputGradient: slopes.lanes, channels: channels, plane: plane, factors: factors,
      range: range, inputGradient: &gradient)
    for n in 0..<16 {
      for c in 0..<channels {
        func channel(_ image: [Double]) -> [Double] { (0..<plane).map { image[$0 * channels + c] } }
        let (values, slope, f) = (channel(input.exact[n]), channel(slopes.exact[n]), Double(factors[n]))
        let mean = values.reduce(0, +) / Double(plane)
        let free = values.map { ($0 - mean) * f + mean }
        let kept = zip(free, slope).map { (-0.7...0.6).contains($0) ? $1 : 0 }
        let share = (1 - f) * kept.reduce(0, +) / Double(plane)
        expectClose(
          (0..<plane).map { output[$0 * channels + c][n] }, free.map { min(0.6, max(-0.7, $0)) }, least: 1,
          "image \(n)")
        expectClose(
          (0..<plane).map { gradient[$0 * channels + c][n] }, kept.map { $0 * f + share }, least: 1,
          "image \(n)")
      }
    }
  }
}
