import Foundation
import Testing

@testable import Datasets

/// Reads the real sets where they are at hand; a fresh checkout has none of them.
struct RealDataTests {
  /// A folder beside the repository in which developers keep real data.
  private static let developersData = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data").path

  private static func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test(
    .enabled(if: isThere(developersData + "/mnist"), "MNIST is not at hand: ../shared/data/mnist is missing"))
  func mnistIsReadAsPublished() throws {
    let search = DataSearch(dataOptions: [Self.developersData], environment: [:], systemFolders: [])
    let mnist = try DataCatalogue.load("mnist", seed: 0, search: search)
    #expect(
      mnist.description == [
        "mnist: IDX files",
        "train  images (60000, 28, 28) uint8 from 0 to 255  labels (60000,)",
        "       10 classes of 5923 6742 5958 6131 5842 5421 5918 6265 5851 5949 images",
        "test   images (10000, 28, 28) uint8 from 0 to 255  labels (10000,)",
        "       10 classes of 980 1135 1032 1010 982 892 958 1028 974 1009 images",
      ])
    #expect(mnist.train?.labels.classes.prefix(10) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
  }

  @Test(
    .enabled(
      if: isThere("/usr/share/datasets/fashion-mnist"),
      "Fashion-MNIST is not at hand: Debian's dataset-fashion-mnist is not installed"))
  func fashionMNISTIsReadAsInstalled() throws {
    let fashion = try DataCatalogue.load("fashion-mnist", seed: 0, search: DataSearch(environment: [:]))
    #expect(fashion.train?.images.even?.shape == [60000, 28, 28])
    #expect(fashion.test?.labels.countsByClass == [Int](repeating: 1000, count: 10))
    let first = try #require(fashion.train?.labels)
    #expect(first.classNames[Int(first.classes[0])] == "Ankle boot")
  }

  // MARK: - In the folders where `load` looks, or in $CONVBOOK_DATA

  private static func place(of file: String, in set: String) -> String? {
    DataSearch().places(for: set, isKnown: false).map { $0.appendingPath(file) }.first(where: isThere)
  }

  @Test(
    .enabled(
      if: place(of: "train.p", in: "traffic-signs") != nil,
      "the traffic-sign pickles are not at hand: no traffic-signs/train.p where `load` looks"))
  func trafficSignsAreReadAsPublished() throws {
    let signs = try DataCatalogue.load("traffic-signs", seed: 0, search: DataSearch())
    #expect(
      signs.description == [
        "traffic-signs: pickled NumPy arrays",
        "train  images (34799, 32, 32, 3) uint8 from 0 to 255  labels (34799,)",
        "       43 classes of 180 to 2010 images",
        "valid  images (4410, 32, 32, 3) uint8 from 0 to 255  labels (4410,)",
        "       43 classes of 30 to 240 images",
        "test   images (12630, 32, 32, 3) uint8 from 0 to 255  labels (12630,)",
        "       43 classes of 60 to 750 images",
      ])
  }

  @Test(
    .enabled(
      if: place(of: "valid.p", in: "traffic-signs") != nil,
      "the traffic-sign pickles are not at hand: no traffic-signs/valid.p where `load` looks"))
  func aTruncatedPickleSaysHowMuchWasExpectedAndFound() throws {
    let path = try #require(Self.place(of: "valid.p", in: "traffic-signs"))
    let start = try DataStream(path: path).read(3_204_880)
    let trial = try ReaderTrial()
    #expect(
      try trial.message(start, as: "valid.p")
        == "valid.p is cut off: from byte 22313 on 13547520 bytes are expected, found 3182567")
  }

  @Test(
    .enabled(
      if: place(of: "train.head1537rows.csv", in: "kaggle") != nil,
      "Kaggle's digits are not at hand: no kaggle/train.head1537rows.csv where `load` looks"))
  func kagglesDigitsAreReadAsPublished() throws {
    let path = try #require(Self.place(of: "train.head1537rows.csv", in: "kaggle"))
    let digits = try DataCatalogue.load(path, seed: 0, search: DataSearch())
    #expect(digits.train?.images.even?.shape == [1537, 28, 28, 1])
    #expect(digits.train?.labels.countsByClass == [154, 163, 189, 127, 155, 144, 157, 156, 142, 150])
  }
}
