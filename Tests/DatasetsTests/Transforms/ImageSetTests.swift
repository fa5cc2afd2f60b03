import Core
import Testing

@testable import Datasets

/// Sets of images, of one size and of several, and what is done to them.
@Suite struct ImageSetTests {
  /// Image i has a white rectangle of (1 + i) x (2 + i) pixels on black paper.
  private func pages(_ count: Int) throws -> Examples {
    var pixels: [UInt8] = []
    for i in 0..<count {
      for y in 0..<12 {
        for x in 0..<14 { pixels.append((3..<4 + i).contains(y) && (2..<4 + i).contains(x) ? 255 : 0) }
      }
    }
    return try Examples(
      images: Tensor(shape: [count, 12, 14, 1], bytes: pixels),
      labels: Labels(classes: (0..<Int32(count)).map { $0 % 3 }, classNames: ["a", "b", "c"]))
  }

  private func ragged(_ examples: Examples) throws -> RaggedImages {
    guard case .ragged(let images) = examples.images else { throw DatasetError("all have one size") }
    return images
  }

  @Test func cropsToContentDifferInSize() throws {
    let tight = try pages(5).applying(CropToContent())
    let ragged = try ragged(tight)
    #expect(ragged.sizes == (0..<5).map { ImageSize($0 + 1, $0 + 2) })
    #expect(ragged.shapeDescription == "(5, None, None, 1)")
    #expect(ragged.image(3).bytes(ofRow: 0) == [255, 255, 255, 255, 255])
    // There is no array of them, and so none that could be taken for one.
    #expect(tight.images.even.map(\.shape) == nil && tight.even.map(\.count) == nil)
    #expect(tight.images.image(3).shape == [4, 5, 1])
    #expect(tight.count == 5)
    #expect(ragged.range == 255...255)
  }

  @Test func imagesOfDifferingSizesStayWithTheirLabels() throws {
    let mixed = try pages(6).applying(CropToContent()).shuffled(seed: 1)
    let ragged = try ragged(mixed)
    for i in 0..<6 { #expect(Int32((ragged.sizes[i].height - 1) % 3) == mixed.labels.classes[i]) }
    #expect(mixed.slice(2..<3).images.even?.shape == [1, ragged.sizes[2].height, ragged.sizes[2].width, 1])
    #expect(mixed.slice(3..<3).count == 0)
  }

  @Test func resizingOrPaddingMakesOneArrayAgain() throws {
    let tight = try pages(5).applying(CropToContent())
    #expect(try tight.applying(Resize(height: 7, width: 9)).images.even?.shape == [5, 7, 9, 1])
    let padded = try tight.applying(Pad(.upTo(ImageSize(12, 12))))
    #expect(padded.images.even?.shape == [5, 12, 12, 1])
    #expect(padded.images.even?.floats(ofRow: 4).reduce(0, +) == Float(255 * 5 * 6))
    let squares = try ragged(tight.applying(Pad(.square(scale: 1.5))))
    #expect(squares.sizes.map(\.height) == [3, 5, 6, 8, 9])
    #expect(squares.sizes.allSatisfy { $0.height == $0.width })
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let tight = try pages(5).applying(CropToContent())
    #expect(throws: DatasetError("image 3: an image of 4x5 does not fit into 4x4: crop or resize it")) {
      try tight.applying(Pad(.upTo(ImageSize(4, 4))))
    }
    #expect(throws: DatasetError("a crop of 13x5 does not fit into an image of 12x14")) {
      try pages(2).applying(Crop(ImageSize(13, 5)))
    }
    #expect(throws: DatasetError("top=8: a crop of 5x5 from an image of 12x14 can begin at 0 to 7")) {
      try pages(2).applying(Crop(ImageSize(5, 5), top: 8))
    }
    #expect(throws: DatasetError("pixels that are bytes cannot be 0.5, only a whole number from 0 to 255")) {
      try pages(2).applying(Pad(.width(rows: 1, columns: 1), value: 0.5))
    }
    let many = try pages(1).selecting(indices: [Int32](repeating: 0, count: 1_000_000))
    let error = #expect(throws: DatasetError.self) {
      try many.applying(Resize(height: 32_768, width: 32_768))
    }
    #expect(
      error?.description.hasPrefix("1000000 images of 32768x32768 would take 1.1 PB of memory") == true)
    let vectors = ImageSet.array(Tensor(shape: [2, 784], floats: [Float](repeating: 0, count: 2 * 784)))
    #expect(throws: DatasetError("this needs images of height x width x channels, but these are 784")) {
      try vectors.applying(Invert())
    }
  }

  @Test func bytesStayBytesAndAxesStay() throws {
    let examples = try pages(3)
    #expect(try examples.applying(Smooth(sigma: 1)).images.dtype == .uint8)
    let floats = try Examples(
      images: #require(examples.images.even).map { $0 / 255 }, labels: examples.labels)
    let smooth = try floats.applying(Smooth(sigma: 1))
    #expect(smooth.images.dtype == .float32)
    let flat = ImageSet.array(Tensor(shape: [2, 3, 4], bytes: [UInt8](repeating: 9, count: 24)))
    guard case .array(let resized) = try flat.applying(Resize(height: 5, width: 6)) else {
      Issue.record("not an array")
      return
    }
    #expect(resized.shape == [2, 5, 6])
  }

  @Test func anEmptyBorderIsFoundThroughNoise() throws {
    // Dark ink on noisy, shaded paper.
    var pixels: [UInt8] = (0..<400).map { (k: Int) -> UInt8 in UInt8(200 + k % 13 + k / 40) }
    for y in 5..<9 { for x in 7..<12 { pixels[y * 20 + x] = 30 } }
    let page = try #require(Raster(height: 20, width: 20, channels: 1, elements: pixels))
    let tight = try CropToContent().apply(to: page, index: 0)
    #expect((tight.height, tight.width) == (4, 5))
    #expect(try CropToContent(threshold: 0).apply(to: page, index: 0).height == 20)
    let blank = try #require(
      Raster(height: 2, width: 3, channels: 1, elements: [UInt8](repeating: 7, count: 6)))
    #expect(try CropToContent().apply(to: blank, index: 0) == blank)
    #expect(try CropToContent(background: 255).apply(to: blank, index: 0) == blank)
  }

  @Test func imagesWithoutPixelsAreNoTrouble() throws {
    let none = try #require(Raster<UInt8>(height: 0, width: 4, channels: 1, elements: []))
    #expect(try Smooth(sigma: 2).apply(to: none, index: 0) == none)
    #expect(try CropToContent().apply(to: none, index: 0) == none)
    #expect(try Threshold().apply(to: none, index: 0) == none)
    #expect(
      try Pad(.upTo(ImageSize(2, 4))).apply(to: none, index: 0).elements == [UInt8](repeating: 0, count: 8))
    var augmentation = Augmentation()
    augmentation.rotate = 0.1
    let set = ImageSet.array(Tensor(shape: [3, 0, 4, 1], bytes: []))
    #expect(try augmentation.augmented(set, seed: 1).count == 3)
    #expect(Raster<Float>(height: 1, width: 2, channels: 1, elements: [.nan, .infinity])?.otsuThreshold == 0)
  }

  @Test func augmentationDependsOnSeedEpochAndPlaceAlone() throws {
    var augmentation = Augmentation()
    (augmentation.shift, augmentation.rotate, augmentation.noise) = (0.1, 0.05, 0.02)
    (augmentation.zoom, augmentation.shear, augmentation.brightness) = (0.1, 0.1, 0.1)
    let images = try #require(try pages(200).images.even)
    let epochs = try augmentation.epochs(of: images, seed: 5)
    let first = try epochs(1)
    #expect(first.shape == images.shape)
    #expect(first.dtype == .uint8)
    #expect(try epochs(1).floats == first.floats)
    #expect(try epochs(2).floats != first.floats)
    #expect(try augmentation.epochs(of: images, seed: 6)(1).floats != first.floats)
    // The first images alone are changed as they are among all.
    let few = try augmentation.epochs(of: images.selecting(0..<10), seed: 5)(1)
    #expect(few.floats == first.selecting(0..<10).floats)
  }

  @Test func augmentationStaysInTheRangeAndItsLimits() throws {
    var shifted = Augmentation()
    (shifted.shift, shifted.fill) = (0.25, .constant(0))
    let examples = try pages(1)
    let dot = try examples.applying(Threshold(value: 300))  // all black
    #expect(try shifted.augmented(dot.images, seed: 1).range == 0...0)
    var noisy = Augmentation()
    (noisy.noise, noisy.brightness) = (0.5, 0.5)
    let floats = ImageSet.array(try #require(try pages(100).images.even).map { $0 / 127.5 - 1 })
    let range = try #require(noisy.augmented(floats, seed: 2).range)
    #expect(range == -1...1)
    #expect(try Augmentation().augmented(floats, seed: 2).range == -1...1)
    var flipped = Augmentation()
    flipped.flip = .both
    let row = ImageSet.array(
      Tensor(shape: [64, 1, 3], floats: (0..<64).flatMap { _ in [1, 2, 3] as [Float] }))
    guard case .array(let mirrored) = try flipped.augmented(row, seed: 3) else { return }
    let turned = (0..<64).count { mirrored.floats(ofRow: $0) == [3, 2, 1] }
    let kept = (0..<64).count { mirrored.floats(ofRow: $0) == [1, 2, 3] }
    #expect(turned + kept == 64 && turned > 16 && kept > 16)
  }

  @Test func balancedClassesAreEqual() throws {
    let classes: [Int32] = [0, 0, 0, 0, 0, 2, 2, 3, 3, 3]
    let examples = try Examples(
      images: Tensor(shape: [10, 1], bytes: (0..<10).map { UInt8($0) }),
      labels: Labels(classes: classes, classNames: ["a", "b", "c", "d"]))
    let over = try examples.balanced(.over, seed: 4)
    #expect(over.labels.countsByClass == [5, 0, 5, 5])
    #expect(over.images.even?.floats.prefix(10) == examples.images.even?.floats[...])
    let under = try examples.balanced(.under, seed: 4)
    #expect(under.labels.countsByClass == [2, 0, 2, 2])
    #expect(under.images.even?.floats == under.images.even?.floats.sorted())
    for set in [over, under] {
      #expect(zip(set.images.even?.floats ?? [], set.labels.classes).allSatisfy { classes[Int($0)] == $1 })
      let again = try examples.balanced(set.count > 10 ? .over : .under, seed: 4)
      #expect(set.images.even?.floats == again.images.even?.floats)
    }
  }

  @Test func imagesWithoutLabelsHaveNoClassesToBalance() throws {
    let examples = try Examples(
      images: Tensor(shape: [4, 1], bytes: [0, 1, 2, 3]), labels: .unknown(count: 4, classNames: ["a", "b"]))
    #expect(
      throws: DatasetError("these images came without labels, which are needed to balance their classes")
    ) {
      try examples.balanced(.over, seed: 0)
    }
    #expect(throws: DatasetError("these images came without labels, which are needed to split them by class"))
    {
      try examples.split(fraction: 0.5, stratified: true)
    }
  }

  @Test func aStratifiedSplitNeedsTwoOfEachClass() throws {
    let examples = try Examples(
      images: Tensor(shape: [5, 1], bytes: [0, 1, 2, 3, 4]),
      labels: Labels(classes: [0, 0, 0, 0, 1], classNames: ["stop", "yield"]))
    #expect(
      throws: DatasetError(
        "the class yield has only 1 image; a stratified split needs at least 2 of each")
    ) { try examples.split(fraction: 0.4, stratified: true) }
    let pairs = try pages(6)
    #expect(
      throws: DatasetError("a stratified split into 4 and 2 images has no room for 3 classes in both")
    ) { try pairs.split(fraction: 0.3, stratified: true) }
  }
}
