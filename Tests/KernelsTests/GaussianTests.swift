import Core
import Testing

@testable import Kernels

@Suite struct GaussianTests {
  /// Percentage points from tables: Abramowitz, Stegun, table 26.5, and `statistics.NormalDist` of Python.
  @Test func quantilesAreThoseOfTheNormalDistribution() {
    let points: [(p: Float, z: Float)] = [
      (0.5, 0), (0.75, 0.674_489_75), (0.9, 1.281_551_6), (0.075, -1.439_531_5), (0.975, 1.959_964),
      (0.99, 2.326_347_9), (0.001, -3.090_232_3), (0x1p-24, -5.294_704),
    ]
    for (p, z) in points { #expect(abs(normalQuantile(p) - z) < 3e-6, "\(p)") }
    // Upwards, across the places where one form takes over from the other.
    let numbers = stride(from: Float(0.0625), through: 0.9375, by: 0x1p-12).map(normalQuantile)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func sixteenNormalsAreThoseOfTheReference() {
    let random = Philox(seed: 77, stream: 1 << 41 | 5)
    for k in [0, 1, 3, 100_000] {
      let normals = random.sixteenNormals(UInt64(k))
      for lane in 0..<16 { #expect(normals[lane] == Reference.normal(random, k, lane: lane)) }
    }
  }

  /// Mean, variance, skewness and kurtosis of 320,000 numbers, each within five of its own standard deviations.
  @Test(arguments: [0.1, 1] as [Float]) func noiseIsNormal(deviation: Float) {
    let count = 20_000
    var output = unwrittenLanes(count)
    addNoise(
      [Lanes](repeating: Lanes(repeating: 3), count: count), count: count, deviation: deviation,
      random: Philox(seed: 1, stream: 2), first: 0, output: &output)
    let z = output.flatMap { lanes in (0..<16).map { Double(lanes[$0] - 3) / Double(deviation) } }
    let n = Double(z.count)
    func moment(_ power: Int) -> Double {
      z.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } } / n
    }
    #expect(abs(moment(1)) < 5 / n.squareRoot())
    #expect(abs(moment(2) - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(moment(3)) < 5 * (15 / n).squareRoot())
    #expect(abs(moment(4) - 3) < 5 * (96 / n).squareRoot())
  }

  /// Places of one stream, and lanes of one place, have nothing to do with each other.
  @Test func numbersAreIndependent() {
    let random = Philox(seed: 3, stream: 4)
    let count = 20_000
    let rows = (0...count).map { random.sixteenNormals(UInt64($0)) }
    for (a, b) in [(0, 1), (3, 4), (15, 0)] {
      let product = (0..<count).reduce(0.0) { $0 + Double(rows[$1][a]) * Double(rows[$1][b]) }
      let next = (0..<count).reduce(0.0) { $0 + Double(rows[$1][a]) * Double(rows[$1 + 1][a]) }
      #expect(abs(product) < 5 * Double(count).squareRoot() && abs(next) < 5 * Double(count).squareRoot())
    }
  }

  @Test func gaussianDropoutKeepsTheMean() {
    let count = 20_000
    var output = unwrittenLanes(count)
    multiplyByNoise(
      [Lanes](repeating: Lanes(repeating: 2), count: count), count: count, deviation: 0.5,
      random: Philox(seed: 1, stream: 2), first: 7, output: &output)
    let values = output.flatMap { lanes in (0..<16).map { Double(lanes[$0]) } }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(abs(mean - 2) < 5 / Double(values.count).squareRoot() && abs(variance - 1) < 0.02)
  }

  /// Whole maps are dropped, as many as the rate says, and each image's are others.
  @Test(arguments: [0.2, 0.5, 0.8] as [Float]) func wholeMapsAreDropped(rate: Float) {
    let (pixels, channels) = (6, 4000)
    var output = unwrittenLanes(pixels * channels)
    dropoutChannels(
      [Lanes](repeating: Lanes(repeating: 1), count: pixels * channels), pixels: pixels, channels: channels,
      keep: 1 - rate, random: Philox(seed: 1, stream: 2), first: 0, output: &output)
    for pixel in 1..<pixels {
      #expect(
        Array(output[pixel * channels..<(pixel + 1) * channels]) == Array(output[..<channels]))
    }
    let values = output[..<channels].flatMap { lanes in (0..<16).map { lanes[$0] } }
    #expect(Set(values) == [0, 1 / (1 - rate)])
    let dropped = Double(values.filter { $0 == 0 }.count)
    let (expected, spread) = (Double(rate) * 64_000, (Double(rate * (1 - rate)) * 64_000).squareRoot())
    #expect(abs(dropped - expected) < 4 * spread)
    #expect(Set((0..<16).map { lane in output[..<channels].map { $0[lane] } }).count == 16)
  }
}
