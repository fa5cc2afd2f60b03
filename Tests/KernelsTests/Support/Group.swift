import Core
import Kernels

/// Up to sixteen images of one shape, as plain arrays `[y][x][c]`; in lanes they are in the same order.
struct Group {
  let height, width, channels: Int
  var images: [[Float]]

  /// Images of random numbers in -1..<1.
  init(height: Int, width: Int, channels: Int, count: Int, random: inout RandomSequence) {
    (self.height, self.width, self.channels) = (height, width, channels)
    images = (0..<count).map { _ in random.numbers(height * width * channels) }
  }

  /// The first `count` images of some lanes.
  init(height: Int, width: Int, channels: Int, count: Int, lanes: [Lanes]) {
    (self.height, self.width, self.channels) = (height, width, channels)
    images = (0..<count).map { n in (0..<height * width * channels).map { lanes[$0][n] } }
  }

  /// The images side by side; lanes without an image are zero.
  var lanes: [Lanes] {
    var lanes = [Lanes](repeating: Lanes(), count: height * width * channels)
    for (n, image) in images.enumerated() {
      for (k, value) in image.enumerated() { lanes[k][n] = value }
    }
    return lanes
  }

  /// The images in Double, for the reference kernels.
  var exact: [[Double]] { images.map { $0.map(Double.init) } }
}

/// Memory for results that holds NaN until a kernel writes it: what is left out shows.
func unwrittenLanes(_ count: Int) -> [Lanes] { Array(repeating: Lanes(repeating: .nan), count: count) }
func unwrittenFloats(_ count: Int) -> [Float] { Array(repeating: .nan, count: count) }

extension RandomSequence {
  /// An integer of the range.
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(integer(below: UInt32(range.count)))
  }

  /// `count` numbers in -1..<1.
  mutating func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in uniform(-1, 1) } }
}

extension Group {
  /// An image as the reference takes it, in its own floats and in doubles.
  func map(_ image: Int) -> Reference.Map<Float> {
    Reference.Map(height: height, width: width, channels: channels, values: images[image])
  }

  func exactMap(_ image: Int) -> Reference.Map<Double> {
    Reference.Map(height: height, width: width, channels: channels, values: exact[image])
  }
}
