import Core
import Foundation
import Testing

@testable import Datasets

/// What augmentations do to values: contrast, colours, parts that are erased.
@Suite struct ColourChangeTests {
  /// Images of random colours.
  private func colours(_ count: Int, size: Int = 8, channels: Int = 3) -> ImageSet {
    var random = RandomSequence(seed: 1, stream: 5)
    return .array(
      Tensor(
        shape: [count, size, size, channels],
        floats: (0..<count * size * size * channels).map { _ in random.uniform() }))
  }

  private func augmented(_ images: ImageSet, _ change: (inout Augmentation) -> Void) throws -> Tensor {
    var augmentation = Augmentation()
    change(&augmentation)
    return try #require(try augmentation.augmented(images, seed: 3).even)
  }

  /// Numbers of Python's colorsys.
  @Test(arguments: [
    (SIMD3<Float>(0.2, 0.4, 0.6), [0.5833333, 0.6666667, 0.6] as [Float]),
    (SIMD3(0.9, 0.1, 0.5), [0.9166667, 0.8888889, 0.9]),
    (SIMD3(1, 1, 1), [0, 0, 1]), (SIMD3(0, 0, 0), [0, 0, 0]),
    (SIMD3(0.3, 0.8, 0.3), [0.3333333, 0.625, 0.8]),
    (SIMD3(1, 0, 0.25), [0.9583333, 1, 1]),
  ])
  func coloursHaveTheirHue(rgb: SIMD3<Float>, hsv: [Float]) {
    let colour = HSV(rgb)
    for (found, expected) in zip([colour.hue, colour.saturation, colour.value], hsv) {
      #expect(abs(found - expected) < 1e-6)
    }
    let back = colour.rgb
    #expect((0..<3).allSatisfy { abs(back[$0] - rgb[$0]) < 1e-6 })
  }

  @Test func theEndsOfTheFactorsAreWhatTheySay() throws {
    let images = colours(4)
    let before = try #require(images.even).floats
    let grey = try augmented(images) { $0.saturation = Factor(0, 0) }.floats
    for pixel in stride(from: 0, to: grey.count, by: 3) {
      #expect(grey[pixel] == grey[pixel + 1] && grey[pixel] == grey[pixel + 2])
      #expect(abs(grey[pixel] - before[pixel..<pixel + 3].max()!) < 1e-6)
    }
    let same = try augmented(images) { $0.saturation = Factor(0.5, 0.5) }.floats
    #expect(zip(same, before).allSatisfy { abs($0 - $1) < 1e-5 })
    // Half a turn is the colour opposite: what was greatest is least.
    let turned = try augmented(images) { $0.hue = Factor(1, 1) }.floats
    for pixel in stride(from: 0, to: before.count, by: 3) {
      let (old, new) = (before[pixel..<pixel + 3], turned[pixel..<pixel + 3])
      #expect(abs(old.max()! - new.max()!) < 1e-5 && abs(old.min()! - new.min()!) < 1e-5)
      #expect(
        abs(old.max()! + old.min()! - old[pixel] - new[pixel]) < 1e-4
          && abs(old.max()! + old.min()! - old[pixel + 1] - new[pixel + 1]) < 1e-4)
    }
  }

  @Test func contrastSpreadsEachChannelAboutItsMean() throws {
    let images = colours(16, channels: 2)
    let before = try #require(images.even)
    let after = try augmented(images) { $0.contrast = Factor(0.4, 0) }
    for n in 0..<16 {
      let (old, new) = (before.floats(ofRow: n), after.floats(ofRow: n))
      for channel in 0..<2 {
        let places = Array(stride(from: channel, to: old.count, by: 2))
        let mean = places.map { old[$0] }.reduce(0, +) / Float(places.count)
        let factors = places.filter { abs(old[$0] - mean) > 0.1 }.map { (new[$0] - mean) / (old[$0] - mean) }
        // 0.6 to 1, and one for all pixels of the image.
        #expect(factors.allSatisfy { $0 > 0.599 && $0 < 1.001 })
        #expect(factors.max()! - factors.min()! < 1e-3)
      }
    }
  }

  @Test func aPartIsErasedAndTheRestIsNot() throws {
    let images = ImageSet.array(
      Tensor(shape: [200, 20, 30, 1], floats: [Float](repeating: 0.5, count: 200 * 600), limits: 0...1))
    let always = try augmented(images) { $0.erase = Factor(1, 1) }
    var shares: [Double] = []
    for n in 0..<200 {
      let row = always.floats(ofRow: n)
      let changed = row.indices.filter { row[$0] != 0.5 }
      shares.append(Double(changed.count) / 600)
      let rows = Set(changed.map { $0 / 30 })
      let columns = Set(changed.map { $0 % 30 })
      // One rectangle, of noise within the range.
      #expect(changed.count == rows.count * columns.count)
      #expect(row.allSatisfy { (0...1).contains($0) })
    }
    #expect(shares.allSatisfy { $0 < 0.4 } && shares.reduce(0, +) / 200 > 0.1)
    let some = try augmented(images) { $0.erase = Factor(0.25, 0.25) }
    let count = (0..<200).count { some.floats(ofRow: $0).contains { $0 != 0.5 } }
    #expect((30...70).contains(count))
    let all = try augmented(images) { ($0.erase, $0.eraseScale) = (Factor(1, 1), Factor(1, 1)) }
    let isLeft = all.floats.contains(0.5)
    #expect(!isLeft)
  }

  @Test func bytesStayBytesAndOthersStayAsTheyWere() throws {
    let bytes = ImageSet.array(Tensor(shape: [3, 4, 4, 3], bytes: (0..<144).map { UInt8($0) }))
    let changed = try augmented(bytes) {
      ($0.hue, $0.saturation, $0.contrast) = (Factor(0, 0.2), Factor(0.4, 0.6), Factor(0.1, 0.1))
    }
    #expect(changed.dtype == .uint8 && changed.floats != bytes.even?.floats)
    // What moves images draws the same numbers whether their colours change or not.
    let moved = try augmented(bytes) { $0.shift = 0.3 }
    let alsoErased = try augmented(bytes) { ($0.shift, $0.erase) = (0.3, Factor(0, 0)) }
    #expect(moved.floats == alsoErased.floats)
  }

  @Test func greyImagesHaveNoColours() {
    #expect(throws: DatasetError.self) { try augmented(colours(2, channels: 1)) { $0.hue = Factor(0, 0.1) } }
  }

  @Test func noImageIsTooSmall() throws {
    for (height, width) in [(0, 3), (1, 1), (1, 7), (5, 0)] {
      let images = ImageSet.array(
        Tensor(shape: [2, height, width, 3], floats: [Float](repeating: 0.25, count: 6 * height * width)))
      let changed = try augmented(images) {
        ($0.hue, $0.saturation, $0.contrast, $0.erase) = (
          Factor(0, 1), Factor(0, 1), Factor(0, 1), Factor(1, 1)
        )
      }
      #expect(changed.shape == [2, height, width, 3])
    }
  }
}
