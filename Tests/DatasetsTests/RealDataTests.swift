import Foundation
import Testing

@testable import Datasets

/// Reads the real sets where they are at hand; a fresh checkout has none of them.
struct RealDataTests {
  /// A folder beside the repository in which developers keep real data.
  private static let developersData = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data").path

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
    #expect(fashion.train?.images.shape == [60000, 28, 28])
    #expect(fashion.test?.labels.countsByClass == [Int](repeating: 1000, count: 10))
    let first = try #require(fashion.train?.labels)
    #expect(first.classNames[Int(first.classes[0])] == "Ankle boot")
  }
}
