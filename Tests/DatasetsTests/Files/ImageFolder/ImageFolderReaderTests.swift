import Core
import Testing

@testable import Datasets

struct ImageFolderReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a gray image of 2x2 pixels, all of one value, to each of the files.
  private func write(_ files: [(name: String, value: UInt8)]) throws {
    for (name, value) in files {
      try folder.write(plain(value), to: name)
    }
  }

  private func plain(_ value: UInt8, height: Int = 2, width: Int = 2, channels: Int = 1) throws -> [UInt8] {
    try RasterImage(
      height: height, width: width, channels: channels,
      pixels: [UInt8](repeating: value, count: height * width * channels)
    ).pngEncoded()
  }

  private func load(_ path: String? = nil, size: Shape? = nil, skipsBroken: Bool = false) throws -> Dataset {
    try DataCatalogue.load(
      path ?? folder.path, seed: 0, options: LoadOptions(size: size, skipsBroken: skipsBroken),
      search: DataSearch(environment: [:]))
  }

  private func error(size: Shape? = nil) -> String? {
    do {
      _ = try load(size: size)
      return nil
    } catch {
      return "\(error)".replacingOccurrences(of: folder.path, with: "FOLDER")
    }
  }

  // MARK: - Classes

  @Test func foldersAreClassesInTheOrderOfTheirNames() throws {
    try write([
      ("dogs/b.png", 4), ("cats/2.png", 2), ("Zebras/x.png", 9), ("cats/10.png", 1), ("dogs/more/c.png", 5),
      ("notes.txt", 0),
    ])
    let set = try load()
    #expect(set.train?.labels.classNames == ["Zebras", "cats", "dogs"])
    #expect(set.train?.labels.classes == [0, 1, 1, 2, 2])
    #expect(values(set.train) == [9, 1, 2, 4, 5])
    #expect(set.train?.images.even?.shape == [5, 2, 2, 1])
    #expect(set.origin == "images in class folders")
    #expect(set.valid == nil)
  }

  @Test func aFolderNamedByANumberIsThatClass() throws {
    try write([("10/a.png", 10), ("2/a.png", 2), ("00007/a.png", 7)])
    let set = try load()
    #expect(set.train?.labels.classes == [2, 7, 10])
    #expect(values(set.train) == [2, 7, 10])
    #expect(set.train?.labels.classNames == (0...10).map(String.init))
  }

  @Test func aNumberMayBeFollowedByTheClassesName() throws {
    try write([("1 Yield/a.png", 1), ("0 Stop/a.png", 0)])
    #expect(try load().train?.labels.classNames == ["Stop", "Yield"])
  }

  @Test func yearsAndRepeatedNumbersAreNames() throws {
    try write([("2019/a.png", 1), ("2020/a.png", 0)])
    #expect(try load().train?.labels.classNames == ["2019", "2020"])
    #expect(ClassNumbering(["1 cat", "1 dog"]).names == ["1 cat", "1 dog"])
  }

  // MARK: - Splits

  @Test func splitsAreFoldersAboveTheClasses() throws {
    try write([
      ("data/Train/a/1.png", 1), ("data/Train/b/2.png", 2), ("data/validation/b/3.png", 3),
      ("data/test/a/4.png", 4), ("data/Meta/5.png", 5),
    ])
    let set = try load()
    #expect(set.train?.labels.classes == [0, 1])
    #expect(set.valid?.labels.classes == [1])
    #expect(set.test?.labels.classes == [0])
    #expect(values(set.valid) + values(set.test) == [3, 4])
  }

  @Test func aFolderTrainAmongOtherClassesIsAClass() throws {
    try write([("car/1.png", 1), ("train/2.png", 2), ("bus/3.png", 3)])
    #expect(try load().train?.labels.classNames == ["bus", "car", "train"])
  }

  @Test func imagesWithoutClassesCanStillBeTested() throws {
    try write([("train/a/1.png", 1), ("train/b/2.png", 2), ("test/3.png", 3)])
    let set = try load()
    #expect(set.train?.labels.areKnown == true)
    #expect(set.test?.labels.areKnown == false)
  }

  @Test func aFlatFolderHasNoClasses() throws {
    try write([("IMG_2.png", 2), ("IMG_1.png", 1), ("00003.png", 3)])
    let set = try load()
    #expect(set.origin == "images without classes")
    #expect(set.test?.labels.areKnown == false)
    #expect(values(set.test) == [3, 1, 2])
  }

  @Test func aFlatFolderMayHaveTheDigitFirstInEachName() throws {
    try write([("7_b.png", 1), ("3-first.png", 2), ("7_a.png", 3)])
    let set = try load()
    #expect(set.origin == "images whose names begin with their class")
    #expect(set.test?.labels.classes == [3, 7, 7])
    #expect(values(set.test) == [2, 3, 1])
  }

  @Test func aSingleImageIsASet() throws {
    let path = try folder.write(plain(8), to: "no-ending")
    #expect(values(try load(path).test) == [8])
  }

  // MARK: - Sizes

  @Test func differentSizesBecome32x32UnlessAnotherIsChosen() throws {
    try folder.write(plain(50, height: 40, width: 60), to: "a/1.png")
    try folder.write(plain(60, height: 15, width: 20), to: "b/1.png")
    let set = try load()
    #expect(set.train?.images.even?.shape == [2, 32, 32, 1])
    #expect(
      set.origin
        == "images in class folders, from 15x20 to 40x60 pixels resized to 32x32 (size=HEIGHTxWIDTH chooses another)"
    )
    let chosen = try load(size: [8, 12])
    #expect(chosen.train?.images.even?.shape == [2, 8, 12, 1])
    #expect(chosen.origin == "images in class folders, from 15x20 to 40x60 pixels resized to 8x12")
  }

  @Test func imagesAreResizedWithAntialiasing() throws {
    try folder.write(ImageFixture.bytes("colour.jpg"), to: "a/1.jpg")
    let resized = try Resize(height: 9, width: 7, interpolation: .bilinear)(ImageFixture.image("colour.jpg"))
    #expect(try load(size: [9, 7]).test?.images.even?.floats == resized.elements.map(Float.init))
  }

  @Test func grayAndColourTogetherBecomeColour() throws {
    try folder.write(plain(5), to: "a/1.png")
    try folder.write(plain(6, channels: 3), to: "b/1.png")
    let set = try load()
    #expect(set.train?.images.even?.shape == [2, 2, 2, 3])
    #expect(set.train?.images.even?.floats(ofRow: 0) == [Float](repeating: 5, count: 12))
  }

  @Test func sizesThatCannotBeHeldAreRefused() throws {
    try write((0..<3).map { ("a/\($0).png", 1) })
    #expect(
      error(size: [40_000, 40_000])
        == "3 images of 40000x40000x3 take more than 2147483647 bytes; say size=HEIGHTxWIDTH for smaller ones, "
        + "such as size=32x32")
  }

  @Test func theOptionsAreForImagesOnly() throws {
    #expect(
      throws: DatasetError(
        "size is for folders of images and tables of pixels; digits is none", subject: "size")
    ) {
      try DataCatalogue.load(
        "digits", seed: 0, options: LoadOptions(size: [8, 8]), search: DataSearch(environment: [:]))
    }
    try writeSmallSet(to: folder)
    #expect(throws: DatasetError.self) { try load(skipsBroken: true) }
  }

  // MARK: - Broken images

  @Test func aBrokenImageIsNamedAndLeftOutOnlyWhenAsked() throws {
    try write((0..<600).map { ("a/\($0).png", 1) })
    try folder.write(Array(plain(1).dropLast(20)), to: "a/77.png")
    try folder.write([], to: "a/78.png")
    let message = try #require(error())
    #expect(message.hasPrefix("FOLDER/a/77.png: its PNG data is cut off or damaged ("))
    #expect(message.hasSuffix(")\n2 of 600 images cannot be read; skip_broken=true leaves them out"))

    let set = try load(skipsBroken: true)
    #expect(set.test?.count == 598)
    #expect(set.origin == "images without classes, 2 broken left out: a/77.png, a/78.png")
  }

  @Test func onlyBrokenImagesAreNoSet() throws {
    let heic = Array("\0\0\0\u{18}ftypheic".utf8)
    try folder.write(heic, to: "a/1.heic")
    #expect(error()?.hasPrefix("FOLDER/a/1.heic: expected a PNG, JPEG, ") == true)
    #expect(error()?.contains("but it looks like a HEIC image") == true)
    try folder.write(heic, to: "a/2.heic")
    #expect(
      error()?.hasPrefix("none of the 2 images can be read; the first: FOLDER/a/1.heic: expected") == true)
  }

  // MARK: - Archives

  @Test(arguments: [(true, false), (false, false), (false, true)])
  func anArchiveIsReadAsTheFolderItHolds(isZip: Bool, gzipped: Bool) throws {
    let files: [(name: String, bytes: [UInt8])] = try (0..<600).map { k in
      ("signs/\(k % 12)/\(k).png", try plain(UInt8(k % 251)))
    }
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    // An archive holds its files in any order.
    let bytes = try archive(files.reversed(), isZip: isZip)
    let path = try folder.write(gzipped ? gzip(bytes) : bytes, to: "archive")
    let (fromFolder, fromArchive) = (try load(folder.path + "/signs"), try load(path))
    #expect(fromArchive.train?.images.even?.floats == fromFolder.train?.images.even?.floats)
    #expect(fromArchive.train?.labels == fromFolder.train?.labels)
    #expect(fromArchive.train?.labels.numberOfClasses == 12)
  }

  @Test func aBrokenImageInAnArchiveIsNamed() throws {
    let files: [(name: String, bytes: [UInt8])] = try [
      ("a/1.png", plain(1)), ("a/2.png", [1, 2, 3]), ("b/1.png", plain(2)),
    ]
    let path = try folder.write(archive(files, isZip: true), to: "a.zip")
    #expect(try load(path, skipsBroken: true).origin.hasSuffix(", 1 broken left out: a/2.png"))
    #expect(throws: DatasetError.self) { try load(path) }
  }
}
