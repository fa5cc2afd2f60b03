import Core
import Foundation
import Testing

@testable import Datasets

struct DataCatalogueTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func search(data: [String] = [], environment: [String: String] = [:]) -> DataSearch {
    DataSearch(dataOptions: data, environment: environment, systemFolders: [])
  }

  private func load(
    _ name: String, train: Int? = nil, valid: Int? = nil, test: Int? = nil, _ search: DataSearch
  ) throws -> Dataset {
    try DataCatalogue.load(name, Splits(train: train, valid: valid, test: test), seed: 1, search: search)
  }

  private func message(
    _ name: String, train: Int? = nil, valid: Int? = nil, test: Int? = nil, _ search: DataSearch
  ) -> String {
    do {
      return "loaded \(try load(name, train: train, valid: valid, test: test, search).name)"
    } catch {
      return "\(error)"
    }
  }

  // MARK: - Where sets are looked for

  @Test func placesAreSearchedInOrder() {
    let search = DataSearch(
      dataOptions: ["a"], environment: ["CONVBOOK_DATA": "/b:/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"],
      systemFolders: ["/s"])
    #expect(
      search.places(for: "mnist", isKnown: true)
        == ["a/mnist", "a", "/b/mnist", "/b", "/c/mnist", "/c", "/x/convbook/mnist", "/s/mnist"])
    #expect(
      search.places(for: "mine", isKnown: false)
        == ["a/mine", "/b/mine", "/c/mine", "/x/convbook/mine", "/s/mine"])
  }

  @Test func theCacheFolderIsUnderHomeUnlessXDGNamesAnAbsolutePath() {
    #expect(search(environment: ["HOME": "/h"]).sharedFolders == ["/h/.cache/convbook"])
    #expect(
      search(environment: ["HOME": "/h", "XDG_CACHE_HOME": "x"]).sharedFolders == ["/h/.cache/convbook"])
    #expect(search().sharedFolders == [])
  }

  @Test func aSetIsFoundInAFolderOfItsNameOrInTheFolderItself() throws {
    try writeSmallSet(to: folder)
    #expect(try load("mnist", search(data: [folder.path])).train?.count == 3)

    let parent = try TemporaryFolder()
    try FileManager.default.moveItem(atPath: folder.path, toPath: parent.path.appendingPath("mnist"))
    let viaEnvironment = search(environment: ["CONVBOOK_DATA": parent.path])
    #expect(try load("mnist", viaEnvironment).location == parent.path.appendingPath("mnist"))
  }

  @Test func anEmptyFolderOfTheNameIsPassedOver() throws {
    let empty = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: empty.path.appendingPath("mnist"), withIntermediateDirectories: true)
    try writeSmallSet(to: folder)
    #expect(try load("mnist", search(data: [empty.path, folder.path])).location == folder.path)
  }

  @Test func aSetThatIsNowhereSaysWhereAndHowToGetIt() {
    let text = message("fashion-mnist", search(data: [folder.path]))
    #expect(text.hasPrefix("the files of 'fashion-mnist' were not found. Looked in:\n"))
    #expect(text.contains("\n  \(folder.path)/fashion-mnist is not there\n"))
    #expect(text.contains("\n  \(folder.path) has no data files\n"))
    #expect(text.contains("apt install dataset-fashion-mnist"))
    #expect(text.hasSuffix("Without any files: load digits, load signs, load scans"))
    #expect(message("mnist", search()).contains("t10k-labels-idx1-ubyte"))
  }

  @Test func anUnknownNameSuggestsTheNearest() {
    #expect(message("digit", search()).contains("'digit'; did you mean 'digits'?"))
    #expect(message("fasion_mnist", search()).contains("did you mean 'fashion-mnist'?"))
    #expect(
      message("weather", search()).contains(
        "\nThe known sets are digits, signs, scans, mnist, fashion-mnist, "))
    #expect(!message("weather", search()).contains("did you mean"))
    #expect(message("", search()).hasPrefix("there is no data set"))
    #expect(message("no/such", search()) == "there is no folder or file 'no/such'")
  }

  // MARK: - Paths

  @Test(arguments: [false, true]) func aFolderOfTheUsualNamesLoadsAsTrainAndTest(gzipped: Bool) throws {
    try writeSmallSet(to: folder, gzipped: gzipped)
    try writeSmallSet(to: folder, prefix: "t10k", gzipped: gzipped)
    let set = try load(folder.path, search())
    #expect(set.splits.named.map(\.name) == [.train, .test])
    #expect(set.train?.labels.classNames == ["0", "1", "2"])
    #expect(
      set.description == [
        "\(set.name): IDX files",
        "train  images (3, 2, 2) uint8 from 1 to 12  labels (3,)", "       3 classes of 1 1 1 images",
        "test   images (3, 2, 2) uint8 from 1 to 12  labels (3,)", "       3 classes of 1 1 1 images",
      ])
  }

  @Test func aFileLoadsWithItsPartner() throws {
    try folder.write(idx([1, 2, 2], [1, 2, 3, 4]), to: "t10k-images.idx3-ubyte")
    let labels = try folder.write(gzip(idx([1], [4])), to: "t10k-labels.idx1-ubyte.gz")
    let set = try load(labels, search())
    #expect(set.splits.named.map(\.name) == [.test])
    #expect(set.test?.labels.classes == [4])
  }

  @Test func pathsWithoutDataAreRefused() throws {
    #expect(message(folder.path, search()).contains("holds no data files that `load` knows"))
    let pdf = try folder.write(Array("%PDF-1.7".utf8), to: "cat.pdf")
    #expect(message(pdf, search()).hasPrefix("\(pdf) looks like a PDF document"))
    let odd = try folder.write(idx([1], [4]), to: "numbers")
    #expect(message(odd, search()).contains("its name does not tell what it holds"))
  }

  @Test func filesThatDoNotBelongTogetherAreNamed() throws {
    try writeSmallSet(to: folder)
    try folder.write(idx([2], [0, 1]), to: "train-labels-idx1-ubyte")
    #expect(
      message(folder.path, search())
        == "\(folder.path)/train-images-idx3-ubyte holds 3 images, but "
        + "\(folder.path)/train-labels-idx1-ubyte holds 2 labels")
    try FileManager.default.removeItem(atPath: folder.path.appendingPath("train-labels-idx1-ubyte"))
    #expect(message(folder.path, search()).contains("has no file train-labels-idx1-ubyte"))
  }

  @Test func aLabelOutsideTheClassesNamesItsFile() throws {
    try writeSmallSet(to: folder)
    try folder.write(idx([3], [0, 11, 1]), to: "train-labels-idx1-ubyte")
    #expect(
      message("mnist", search(data: [folder.path]))
        == "\(folder.path)/train-labels-idx1-ubyte: label 1 is 11, but there are 10 classes, numbered 0 to 9")
  }

  // MARK: - How many

  @Test func limitsTakeTheFirstImagesOfFiles() throws {
    try writeSmallSet(to: folder)
    let set = try load(folder.path, train: 2, search())
    #expect(set.train?.labels.classes == [0, 2])
    #expect(set.train?.labels.numberOfClasses == 3)
  }

  @Test func limitsThatCannotBeMetAreRefused() throws {
    try writeSmallSet(to: folder)
    let search = search(data: [folder.path])
    #expect(message("mnist", train: 4, search) == "train=4: mnist has only 3 images in its train split")
    #expect(message("mnist", train: 0, search) == "train=0: ask for at least 1 image")
    #expect(message("mnist", train: -3, search) == "train=-3: ask for at least 1 image")
    #expect(message("mnist", test: 1, search) == "test=1: mnist has no test split")
    #expect(message("mnist", valid: 1, search) == "valid=1: mnist has no valid split")
    #expect(message("digits", valid: 1, search) == "valid=1: digits has no valid split")
  }

  @Test func digitsAreDrawnAsManyAsAskedFor() throws {
    let digits = try load("digits", train: 7, test: 3, search())
    #expect(digits.splits.values.map(\.count) == [7, 3])
    #expect(digits.description.first == "digits: drawn from seed 1")
  }

  @Test func scansAreATestSplitOnly() throws {
    let scans = try load("scans", test: 20, search())
    #expect(scans.splits.named.map(\.name) == [.test])
    #expect(
      message("scans", train: 5, search())
        == "train=5: scans has no train split; test=5 draws that many pages")
  }

  @Test func signsAreDrawnAsManyAsAskedFor() throws {
    let signs = try load("signs", train: 7, valid: 5, test: 3, search())
    #expect(signs.splits.named.map(\.name) == [.train, .valid, .test])
    #expect(signs.splits.values.map(\.count) == [7, 5, 3])
    #expect(signs.description.first == "signs: drawn from seed 1")
  }

  @Test func knownSetsAreDeclaredOnce() {
    #expect(
      DataCatalogue.known.map(\.name) == [
        "digits", "signs", "scans", "mnist", "fashion-mnist", "digit-recognizer", "traffic-signs", "cifar-10",
      ])
    #expect(DataCatalogue.known.allSatisfy { $0.isBuiltIn || !$0.howToGet.isEmpty })
  }
}
