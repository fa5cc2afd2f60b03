import Foundation
import Testing

@testable import Datasets

/// CIFAR's archives of the Python version.
struct CIFARPickleReaderTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  @Test func cifar10sPythonFilesAreRead() throws {
    let set = try trial.load(ReaderTrial.fixture("numpy2-cifar-10.tar.gz"), as: "cifar-10-python.tar.gz")
    #expect(set.train?.labels.classes == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
    #expect(set.test?.labels.classes == [9, 8])
    #expect(set.train?.labels.classNames[9] == "truck")
    #expect(set.train?.images.even?.shape == [10, 32, 32, 3])
    // Planes of 10, 11 and 12, then of 13, 14 and 15.
    #expect(set.train?.images.even?.bytes(ofRow: 1)?.prefix(6) == [13, 14, 15, 13, 14, 15])
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    try trial.folder.write(
      ReaderTrial.fixture("numpy2-cifar-10.tar.gz"), to: "cifar-10/cifar-10-python.tar.gz")
    #expect(try DataCatalogue.load("cifar-10", seed: 0, search: search).test?.count == 2)
  }

  @Test func cifar100HasFineAndCoarseLabels() throws {
    let archive = try ReaderTrial.fixture("numpy2-cifar-100.tar.gz")
    let set = try trial.load(archive, as: "cifar-100-python.tar.gz")
    #expect(set.train?.labels.classes == [2, 0])
    #expect(set.test?.labels.classNames == ["apple", "fish", "baby"])
    let search = DataSearch(environment: [:], systemFolders: [])
    func load(_ label: String) throws -> Dataset {
      try DataCatalogue.load(
        trial.folder.path + "/cifar-100-python.tar.gz", seed: 0, options: LoadOptions(label: label),
        search: search)
    }
    #expect(try load("coarse_labels").train?.labels.classes == [1, 0])
    #expect(try load("coarse").train?.labels.classNames == ["food", "water"])
    #expect(throws: DatasetError.self) { try load("middle") }
  }
}
