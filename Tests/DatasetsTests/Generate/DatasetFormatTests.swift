import Core
import Foundation
import Testing

@testable import Datasets

/// Data sets written as files, for this program and for others.
struct DatasetFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path.appendingPath(name) }

  @discardableResult
  private func write(_ set: Dataset, as format: DatasetFormat, to name: String) throws -> Dataset {
    try format.write(to: path(name)) { set }
  }

  private func message(_ set: Dataset, as format: DatasetFormat = .idx, to name: String) -> String {
    do {
      try write(set, as: format, to: name)
      return "written"
    } catch { return "\(error)" }
  }

  private func load(_ name: String) throws -> Dataset {
    try DataCatalogue.load(path(name), seed: 0, search: DataSearch(environment: [:]))
  }

  private func names(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }

  private func digits(train: Int = 600, test: Int = 20) throws -> Dataset {
    try Digits.generate(Splits(train: train, test: test), seed: 3)
  }

  /// Two images of 1x2 pixels in colour, of classes with unusual names.
  private func colours() throws -> Dataset {
    let images = Tensor(shape: [2, 1, 2, 3], bytes: [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7])
    let labels = try Labels(classes: [10, 0], classNames: ["20km/h"] + (1...9).map(String.init) + ["a: b"])
    let examples = try Examples(images: images, labels: labels)
    return Dataset(name: "colours", Splits(train: examples, valid: examples), origin: "drawn")
  }

  // MARK: - IDX

  @Test func idxFilesReadBackAsTheyWere() throws {
    let set = try digits()
    try write(set, as: .idx, to: "set")
    #expect(try names("set") == IDXReader.usualNames.sorted())
    let read = try load("set")
    #expect(read.splits.named.map(\.name) == [.train, .test])
    for (before, after) in zip(set.splits.values, read.splits.values) {
      #expect(after.images.even?.shape == [before.count, 28, 28])
      #expect(after.images.even?.floats == before.images.even?.floats)
      #expect(after.labels == before.labels)
    }
  }

  @Test func idxFilesAreThoseOfTheFormat() throws {
    try write(try colours(), as: .idx, to: "set")
    #expect(
      try names("set") == [
        "class-names.txt", "train-images-idx4-ubyte", "train-labels-idx1-ubyte", "valid-images-idx4-ubyte",
        "valid-labels-idx1-ubyte",
      ])
    let images = FileManager.default.contents(atPath: path("set/valid-images-idx4-ubyte")).map { Array($0) }
    #expect(images == idx([2, 1, 2, 3], [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7]))
    let labels = FileManager.default.contents(atPath: path("set/valid-labels-idx1-ubyte")).map { Array($0) }
    #expect(labels == idx([2], [10, 0]))
  }

  @Test func coloursSplitsAndClassNamesReadBackAsTheyWere() throws {
    let set = try colours()
    try write(set, as: .idx, to: "set")
    let read = try load("set")
    #expect(read.splits.named.map(\.name) == [.train, .valid])
    for (before, after) in zip(set.splits.values, read.splits.values) {
      #expect(after.images.even?.shape == before.images.even?.shape)
      #expect(after.images.even?.floats == before.images.even?.floats)
      #expect(after.labels == before.labels)
    }
  }

  // MARK: - PNG

  @Test func pngFilesLieInTheFoldersOfTheirClasses() throws {
    let set = try digits()
    try write(set, as: .png, to: "set")
    #expect(try names("set") == ["test", "train"])
    #expect(try names("set/train") == (0...9).map(String.init))
    for (split, examples) in set.splits.named {
      var found = 0
      for (i, label) in examples.labels.classes.enumerated() {
        let file = path("set/\(split)/\(label)/\(String(format: "%05d", i)).png")
        let bytes = try #require(FileManager.default.contents(atPath: file))
        let image = try decodePNG(Array(bytes))
        #expect(image.channels == 1 && image.height == 28)
        if image.elements == examples.even?.bytes(ofImage: i) { found += 1 }
      }
      #expect(found == examples.count)
    }
  }

  @Test func pngFilesReadBackClassByClass() throws {
    let set = try digits()
    try write(set, as: .png, to: "set")
    let read = try load("set")
    #expect(read.splits.named.map(\.name) == [.train, .test])
    for (before, after) in zip(set.splits.values, read.splits.values) {
      let classes = before.labels.classes
      let byClass = before.choosing(
        classes.indices.sorted { (classes[$0], $0) < (classes[$1], $1) }.map(Int32.init))
      #expect(after.images.even?.shape == byClass.images.even?.shape)
      #expect(after.images.even?.floats == byClass.images.even?.floats)
      #expect(after.labels == byClass.labels)
    }
  }

  @Test func pngFoldersSortByClassAndHaveSafeNames() throws {
    try write(try colours(), as: .png, to: "set")
    #expect(
      try names("set/valid") == [
        "00 20km_h", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10 a_ b",
      ])
    #expect(try names("set/valid/05").isEmpty)
    let bytes = try #require(FileManager.default.contents(atPath: path("set/train/10 a_ b/00000.png")))
    #expect(try decodePNG(Array(bytes)).elements == [255, 0, 0, 0, 255, 0])
    let read = try load("set")
    #expect(read.train?.labels.classes == [0, 10])
    #expect(read.train?.labels.classNames == ["20km_h"] + (1...9).map(String.init) + ["a_ b"])
  }

  // MARK: - Folders

  @Test func anEmptyFolderIsFilledAndAMissingPathMade() throws {
    try FileManager.default.createDirectory(atPath: path("empty"), withIntermediateDirectories: true)
    #expect(try message(digits(), to: "empty") == "written")
    #expect(try message(digits(), to: "a/b/c") == "written")
    #expect(try names("a/b") == ["c"])
  }

  @Test func nothingIsOverwritten() throws {
    try folder.write([1], to: "full/mine")
    #expect(
      try message(digits(), to: "full").hasSuffix(
        "/full is not empty, and nothing is overwritten; name a new one"))
    #expect(try message(digits(), to: "full/mine").hasSuffix("/full/mine is a file; name a new folder"))
    #expect(try message(digits(), to: "full/mine/x").hasPrefix("cannot make the folder "))
    #expect(try names("full") == ["mine"])
  }

  @Test(arguments: DatasetFormat.allCases)
  func aCancelledOneLeavesNothing(format: DatasetFormat) throws {
    let set = try digits()
    var reports: [Int] = []
    #expect(throws: Work.Cancelled.self) {
      try Work.watched { done, total in
        #expect(total == 620)
        reports.append(done)
        return done < 500
      } _: {
        try write(set, as: format, to: "set")
      }
    }
    #expect(reports == [0, 500])
    #expect(try names("") == [])
  }

  @Test func aFailureLeavesNothing() throws {
    let scaled = try digits().map { examples in
      let pixels = try #require(examples.images.even)
      return try Examples(images: pixels.map { $0 / 255 }, labels: examples.labels)
    }
    #expect(message(scaled, to: "set") == "the images of digits.train are not bytes")
    let cropped = try digits().map { try $0.applying(CropToContent()) }
    #expect(message(cropped, to: "set") == "the images of digits.train differ in size")
    #expect(try names("") == [])
  }

  /// What killed writers of this folder have left goes; that of others, and of one that still writes, stays.
  @Test func whatKilledWritersLeftIsRemoved() throws {
    for name in [".set.123.partial", ".set.4567.partial", ".set.mine.partial", ".other.1.partial"] {
      try folder.write([1], to: "\(name)/train/0/00000.png")
    }
    #expect(try message(digits(), to: "set") == "written")
    #expect(try names("") == [".other.1.partial", ".set.mine.partial", "set"])
  }

  @Test func aFolderThatIsBeingWrittenIsRefused() throws {
    let other = try NewFolder(path("set"))
    #expect(
      try message(digits(), to: "set").hasSuffix("/set is being written already, by another convbook"))
    other.discard()
    #expect(try message(digits(), to: "set") == "written")
  }

  @Test func onlyBuiltInSetsAndTheirSplitsAreDrawn() throws {
    #expect(
      try KnownDataset.digits.drawn(Splits(train: 5, test: 2), seed: 1).splits.values.map(\.count) == [5, 2])
    #expect(throws: DatasetError("valid=4: digits has no valid split", subject: "valid")) {
      try KnownDataset.digits.drawn(Splits(train: 5, valid: 4, test: 2), seed: 1)
    }
    #expect(throws: DatasetError("mnist is not built in")) {
      try KnownDataset.mnist.drawn(seed: 1)
    }
  }
}
