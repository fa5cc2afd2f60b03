import Testing

@testable import Datasets

struct CIFARReaderTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  /// One image of class `label`, with the planes 10, 20 and 30 but for its first pixel.
  private func record(_ label: UInt8) -> [UInt8] {
    [label] + [1, 2, 3].flatMap { [$0] + [UInt8](repeating: 10 * $0, count: 1023) }
  }

  private func names() -> [(name: String, label: UInt8)] {
    (1...5).map { ("data_batch_\($0).bin", UInt8($0)) } + [("test_batch.bin", 9)]
  }

  private func isWhole(_ set: Dataset) -> Bool {
    set.train?.labels.classes == [1, 2, 3, 4, 5] && set.test?.labels.classes == [9]
      && set.train?.images.even?.shape == [5, 32, 32, 3]
      && set.train?.images.even?.floats(ofRow: 0).prefix(6) == [1, 2, 3, 10, 20, 30]
      && set.test?.labels.classNames[9] == "truck"
  }

  @Test func batchesAreReadInOrderFromFolderAndArchive() throws {
    for (name, label) in names() { try trial.folder.write(record(label), to: "batches/\(name)") }
    #expect(isWhole(try trial.load("batches")))
    let members = names().reversed().map {
      (name: "cifar-10-batches-bin/" + $0.name, bytes: record($0.label))
    }
    try trial.folder.write(gzip(archive(members, isZip: false)), to: "cifar-10/cifar-10-binary.tar.gz")
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    #expect(isWhole(try DataCatalogue.load("cifar-10", seed: 0, search: search)))
  }

  @Test func aSingleBatchIsItsSplit() throws {
    #expect(try trial.load(record(3), as: "data_batch_2.bin").splits.named.map(\.name) == [.train])
    #expect(try trial.load(record(3), as: "test_batch.bin").splits.named.map(\.name) == [.test])
  }

  @Test func damagedBatchesAreRefused() throws {
    #expect(
      try trial.message(record(1) + record(2).dropLast(3), as: "test_batch.bin")
        == "test_batch.bin is cut off, or not one of CIFAR-10: expected 3073 bytes an image, found 1 images and "
        + "3070 bytes")
    #expect(try trial.message([], as: "test_batch.bin").hasSuffix("found 0 images and 0 bytes"))
    #expect(
      try trial.message(record(1) + record(10), as: "test_batch.bin")
        == "test_batch.bin is damaged, or not one of CIFAR-10: image 1 has the class 10, at byte 3073; expected 0 to 9"
    )
    try trial.folder.write(record(1), to: "batches/data_batch_1.bin")
    try trial.folder.write(record(1), to: "batches/data_batch_4.bin")
    #expect(
      trial.message("batches")
        == "batches has no data_batch_2.bin, data_batch_3.bin, data_batch_5.bin, which the other files need")
  }
}
