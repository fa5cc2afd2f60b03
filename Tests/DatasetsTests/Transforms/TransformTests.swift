import Core
import Testing

@testable import Datasets

/// Beside NumPy 2.4.6, SciPy 1.17.1, scikit-image 0.26.0 and scikit-learn 1.9.1 (see Fixtures/transforms.py): bytes are
/// the same, floats within 1e-6 of those between 0 and 1.
@Suite struct TransformTests {
  private struct Recorded: Decodable {
    let cases: [Case]
    let splits: [StratifiedSplit]
  }

  private struct Case: Decodable {
    let kind, dtype: String
    let shape, resultShape: [Int]
    let image, result: [Float]
    let sigma, threshold, turn, zoom, shear: Double?
    let rows, columns, top, left: Int?
    let shift: [Double]?
    let fill: String?
  }

  private struct StratifiedSplit: Decodable {
    let counts, train, valid: [Int]
    let share: Double
  }

  private static let recorded = try? fixture("transforms", as: Recorded.self)

  @Test(arguments: [("smooth", 8), ("threshold", 6), ("invert", 2), ("pad", 2), ("crop", 2)])
  func valuesAreThoseOfThePythonLibraries(kind: String, count: Int) throws {
    let cases = try #require(Self.recorded).cases.filter { $0.kind == kind }
    #expect(cases.count == count)
    for recorded in cases {
      let transform = try transform(recorded)
      guard recorded.dtype == "uint8" else {
        let result = try transform.apply(to: raster(recorded, recorded.image), index: 0)
        #expect([result.height, result.width, result.channels] == recorded.resultShape)
        #expect(zip(result.elements, recorded.result).allSatisfy { abs($0 - $1) < 1e-6 })
        continue
      }
      let result = try transform.apply(to: raster(recorded, recorded.image.map { UInt8($0) }), index: 0)
      #expect([result.height, result.width, result.channels] == recorded.resultShape)
      #expect(result.elements == recorded.result.map { UInt8($0) })
    }
  }

  private func transform(_ recorded: Case) throws -> any ImageTransform {
    let size = ImageSize(recorded.resultShape[0], recorded.resultShape[1])
    switch recorded.kind {
    case "smooth": return try Smooth(sigma: recorded.sigma ?? 0)
    case "threshold": return Threshold()
    case "invert": return Invert()
    case "pad": return Pad(.width(rows: recorded.rows ?? 0, columns: recorded.columns ?? 0), value: 1)
    default: return Crop(size, top: recorded.top, left: recorded.left)
    }
  }

  private func raster<Element>(_ recorded: Case, _ elements: [Element]) throws -> Raster<Element> {
    let shape = recorded.shape
    return try #require(Raster(height: shape[0], width: shape[1], channels: shape[2], elements: elements))
  }

  @Test func otsusThresholdIsScikitImages() throws {
    for recorded in try #require(Self.recorded).cases where recorded.kind == "threshold" {
      let found =
        recorded.dtype == "uint8"
        ? try raster(recorded, recorded.image.map { UInt8($0) }).otsuThreshold
        : try raster(recorded, recorded.image).otsuThreshold
      #expect(abs(found - (recorded.threshold ?? 0)) < 1e-6)
    }
  }

  @Test func mapsOfThePlaneAreSciPys() throws {
    let cases = try #require(Self.recorded).cases.filter { $0.kind == "affine" }
    #expect(cases.count == 15)
    for recorded in cases {
      let shift = recorded.shift ?? [0, 0]
      let map = PlaneMap(
        turn: recorded.turn ?? 0, zoom: recorded.zoom ?? 1, shear: recorded.shear ?? 0, shiftY: shift[0],
        shiftX: shift[1])
      let fill: Augmentation.Fill =
        recorded.fill == "reflect" ? .reflect : recorded.fill == "nearest" ? .nearest : .constant(0.5)
      let result = try raster(recorded, recorded.image).mapped(by: map, beyond: fill)
      #expect(zip(result.elements, recorded.result).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func stratifiedSplitsHaveScikitLearnsCounts() throws {
    for recorded in try #require(Self.recorded).splits {
      let classes = recorded.counts.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1) }
      let examples = try Examples(
        images: Tensor(shape: [classes.count, 1], bytes: classes.map { UInt8($0) }),
        labels: Labels(classes: classes, classNames: recorded.counts.indices.map(String.init)))
      for heldOut: Examples.HeldOut in [.last, .first, .random(seed: 3)] {
        let parts = try examples.split(fraction: recorded.share, holdingOut: heldOut, stratified: true)
        #expect(parts.train.labels.countsByClass == recorded.train)
        #expect(parts.valid.labels.countsByClass == recorded.valid)
        #expect(parts.train.images.even?.floats == parts.train.labels.classes.map { Float($0) })
      }
    }
  }

  @Test(arguments: [(1, 1, 1), (5, 7, 1), (28, 28, 1), (6, 4, 3)])
  func transposeExchangesRowsAndColumns(height: Int, width: Int, channels: Int) throws {
    let values = (0..<height * width * channels).map { Float($0) }
    let image = try #require(Raster(height: height, width: width, channels: channels, elements: values))
    let turned = try Transpose().apply(to: image, index: 0)
    #expect((turned.height, turned.width, turned.channels) == (width, height, channels))
    #expect(Transpose().size(of: ImageSize(height, width)) == ImageSize(width, height))
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<channels {
          let place = (x * height + y) * channels + c
          #expect(turned.elements[place] == values[(y * width + x) * channels + c])
        }
      }
    }
    #expect(try Transpose().apply(to: turned, index: 0) == image)
  }

  @Test(arguments: [(1, 1, 1), (5, 7, 1), (28, 28, 1), (6, 4, 3)])
  func permutedPixelsAreTheSameOnesElsewhere(height: Int, width: Int, channels: Int) throws {
    let size = ImageSize(height, width)
    let values = (0..<height * width * channels).map { Float($0) }
    let image = try #require(Raster(height: height, width: width, channels: channels, elements: values))
    let permuted = try PixelPermutation(of: size, seed: 3).apply(to: image, index: 0)
    #expect(permuted.elements.sorted() == values)
    for pixel in 0..<height * width {
      let first = permuted.elements[pixel * channels]
      #expect(first.truncatingRemainder(dividingBy: Float(channels)) == 0)
      for c in 0..<channels { #expect(permuted.elements[pixel * channels + c] == first + Float(c)) }
    }
    #expect(try PixelPermutation(of: size, seed: 3).apply(to: image, index: 9) == permuted)
    if height > 1 { #expect(try PixelPermutation(of: size, seed: 4).apply(to: image, index: 0) != permuted) }
    #expect(throws: DatasetError.self) {
      try PixelPermutation(of: size, seed: 3).size(of: ImageSize(height + 1, width))
    }
  }
}
