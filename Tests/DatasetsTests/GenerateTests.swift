import Core
import Foundation
import Testing

@testable import Datasets

/// Data sets written as files, for this program and for others.
struct GenerateTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path.appendingPath(name) }

  @discardableResult
  private func write(_ set: Dataset, as format: DatasetFormat, to name: String, cancelAt limit: Int = .max)
    throws
    -> Dataset?
  {
    var done = 0
    return try format.write(
      to: path(name), isCancelled: { done >= limit }, progress: { count, _ in done = count }, { set })
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
    try Digits.generate(train: train, test: test, seed: 3)
  }

  /// Two images of 1x2 pixels in colour, of classes with unusual names.
  private func colours() throws -> Dataset {
    let images = Tensor(shape: [2, 1, 2, 3], bytes: [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7])
    let labels = try Labels(classes: [10, 0], classNames: ["20km/h"] + (1...9).map(String.init) + ["a: b"])
    let examples = try Examples(images: images, labels: labels)
    return Dataset(name: "colours", train: examples, valid: examples, origin: "drawn")
  }

  // MARK: - IDX

  @Test func idxFilesReadBackAsTheyWere() throws {
    let set = try digits()
    try write(set, as: .idx, to: "set")
    #expect(try names("set") == IDXReader.usualNames.sorted())
    let read = try load("set")
    #expect(read.splits.map(\.name) == ["train", "test"])
    for (before, after) in zip(set.splits, read.splits) {
      #expect(after.examples.images.shape == [before.examples.count, 28, 28])
      #expect(after.examples.images.floats == before.examples.images.floats)
      #expect(after.examples.labels == before.examples.labels)
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
    #expect(read.splits.map(\.name) == ["train", "valid"])
    for (before, after) in zip(set.splits, read.splits) {
      #expect(after.examples.images.shape == before.examples.images.shape)
      #expect(after.examples.images.floats == before.examples.images.floats)
      #expect(after.examples.labels == before.examples.labels)
    }
  }

  // MARK: - PNG

  @Test func pngFilesLieInTheFoldersOfTheirClasses() throws {
    let set = try digits()
    try write(set, as: .png, to: "set")
    #expect(try names("set") == ["test", "train"])
    #expect(try names("set/train") == (0...9).map(String.init))
    for (split, examples) in set.splits {
      var found = 0
      for (i, label) in examples.labels.classes.enumerated() {
        let file = path("set/\(split)/\(label)/\(String(format: "%05d", i)).png")
        let bytes = try #require(FileManager.default.contents(atPath: file))
        let image = try decodePNG(Array(bytes))
        #expect(image.channels == 1 && image.height == 28)
        if image.elements == examples.bytes(ofImage: i) { found += 1 }
      }
      #expect(found == examples.count)
    }
  }

  @Test func pngFilesReadBackClassByClass() throws {
    let set = try digits()
    try write(set, as: .png, to: "set")
    let read = try load("set")
    #expect(read.splits.map(\.name) == ["train", "test"])
    for (before, after) in zip(set.splits, read.splits) {
      let classes = before.examples.labels.classes
      let byClass = before.examples.choosing(
        classes.indices.sorted { (classes[$0], $0) < (classes[$1], $1) }.map(Int32.init))
      #expect(after.examples.images.shape == byClass.images.shape)
      #expect(after.examples.images.floats == byClass.images.floats)
      #expect(after.examples.labels == byClass.labels)
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

  @Test(arguments: DatasetFormat.allCases) func aCancelledOneLeavesNothing(format: DatasetFormat) throws {
    #expect(try write(digits(), as: format, to: "set", cancelAt: 500) == nil)
    #expect(try names("") == [])
  }

  @Test func aFailureLeavesNothing() throws {
    let set = try digits().map { try $0.replacingImages($0.images.map { $0 / 255 }) }
    #expect(message(set, to: "set") == "the images of digits.train are not bytes")
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
      try KnownDataset.digits.drawn(train: 5, valid: nil, test: 2, seed: 1).splits.map(\.examples.count) == [
        5, 2,
      ])
    #expect(throws: DatasetError("valid=4: digits has no valid split", subject: "valid")) {
      try KnownDataset.digits.drawn(train: 5, valid: 4, test: 2, seed: 1)
    }
    #expect(throws: DatasetError("mnist is not built in")) {
      try KnownDataset.mnist.drawn(train: nil, valid: nil, test: nil, seed: 1)
    }
  }
}
