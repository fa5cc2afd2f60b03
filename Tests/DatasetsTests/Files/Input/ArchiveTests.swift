import CZlib
import Foundation
import Testing

@testable import Datasets

struct ArchiveTests {
  private let trial: ReaderTrial

  init() throws { trial = try ReaderTrial() }

  private let pair: [(name: String, bytes: [UInt8])] = [
    ("MNIST/raw/train-labels-idx1-ubyte.gz", gzip(idx([3], [0, 2, 1]))),
    ("README.txt", Array("hello".utf8)),
    ("MNIST/raw/train-images-idx3-ubyte", idx([3, 2, 2], Array(1...12))),
  ]

  private func isWhole(_ set: Dataset) -> Bool {
    set.train?.images.even?.floats == (1...12).map(Float.init) && set.train?.labels.classes == [0, 2, 1]
  }

  @Test func zipAndTarArchivesAreSeenThrough() throws {
    #expect(isWhole(try trial.load(archive(pair, isZip: true), as: "set.zip")))
    #expect(isWhole(try trial.load(archive(pair, isZip: false), as: "set.tar")))
    #expect(isWhole(try trial.load(gzip(archive(pair, isZip: false)), as: "set.tar.gz")))
  }

  @Test func archivesAreToldByContentAndNotByName() throws {
    #expect(isWhole(try trial.load(archive(pair, isZip: true), as: "download")))
  }

  @Test func anArchiveInTheFolderOfASetIsLookedInto() throws {
    try trial.folder.write(archive(pair, isZip: true), to: "mine/anything.zip")
    #expect(isWhole(try trial.load("mine")))
    let search = DataSearch(dataOptions: [trial.folder.path], environment: [:], systemFolders: [])
    try trial.folder.write(archive(pair, isZip: true), to: "mnist.zip")
    #expect(isWhole(try DataCatalogue.load("mnist", seed: 0, search: search)))
  }

  @Test func namesThatClimbOutLeadNowhere() throws {
    let climbing = pair.map { (name: "../../" + $0.name, bytes: $0.bytes) }
    #expect(isWhole(try trial.load(archive(climbing, isZip: true), as: "set.zip")))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: trial.folder.path) == ["set.zip"])
  }

  @Test func controlCharactersOfNamesAreNotShown() throws {
    let source = try DataSource(
      path: trial.folder.write(archive([("a\u{1B}[31m.bin", [1])], isZip: false), to: "a.tar"))
    #expect(try source.files().map(\.name) == [#"a\x1b[31m.bin"#])
  }

  @Test func foldersWithoutEndAreRefused() throws {
    let deep = String(repeating: "a/", count: 200_000) + "0.png"
    #expect(
      try trial.message(archive([(deep, [1])], isZip: false), as: "a.tar")
        == "a.tar is refused: it holds a file whose name has more than 4096 bytes")
  }

  @Test func filesOfAnArchiveComeInTheOrderOfTheirNames() throws {
    let source = try DataSource(path: trial.folder.write(archive(pair, isZip: true), to: "a.zip"))
    let names = source.files().map(\.name)
    #expect(names == pair.map(\.name).sorted())
    var read: [String: Int] = [:]
    try source.read(source.files()) { read[$0.name] = try $1.readAll(limit: 100).count }
    #expect(read == ["README.txt": 5, pair[0].name: 11, pair[2].name: 28])
  }

  @Test func filesLargerThanTheLimitAreRefused() throws {
    let source = try DataSource(path: trial.folder.write(archive(pair, isZip: true), to: "a.zip"))
    let file = try #require(source.file(named: ["README.txt"]))
    #expect(throws: DatasetError("\(file.path) is too large: it holds more than 4 bytes")) {
      try source.open(file).readAll(limit: 4)
    }
  }

  @Test func archivesWithoutDataAreRefused() throws {
    let text = try trial.message(archive([("README.txt", [65])], isZip: true), as: "a.zip")
    #expect(
      text.hasPrefix(
        "the archive a.zip holds no data files that `load` knows\nREADME.txt looks like a text file\n`load` reads MNIST's IDX"
      ))
    #expect(text.hasSuffix(", gzipped or in a .zip or .tar archive too"))
  }

  // MARK: - Damage

  @Test func cutArchivesAreRefused() throws {
    let zip = try archive(pair, isZip: true)
    #expect(
      try trial.message(Array(zip.dropLast(40)), as: "a.zip")
        == "a.zip is damaged or cut off, or not an archive that can be read: Unrecognized archive format")
    let tar = try archive(pair, isZip: false)
    #expect(
      try trial.message(Array(tar.prefix(2100)), as: "a.tar").hasPrefix(
        "a.tar is damaged or cut off, or not an archive that can be read: Truncated tar archive"))
    #expect(
      try trial.message(Array(gzip(tar).dropLast(20)), as: "a.tar.gz").hasPrefix(
        "a.tar.gz is cut off: its gzip data ends without the checksum, after "))
  }

  @Test func aFlippedBitInAZipNeverGivesOtherImages() throws {
    let zip = try archive(pair, isZip: true)
    var refused = 0
    for place in zip.indices {
      var bytes = zip
      bytes[place] ^= 0x10
      if let set = try? trial.load(bytes, as: "a.zip") { #expect(isWhole(set)) } else { refused += 1 }
    }
    #expect(refused > 100)
  }

  @Test func aZipThatInflatesBeyondWhatItsSizeCanHoldIsStopped() throws {
    // deflate packs zeros 1028:1; the header's promise is bounded by that, and IDX wants 12 bytes.
    let zeros = [UInt8](repeating: 0, count: 30_000_000)
    let bomb = try archive([("train-images-idx3-ubyte", idx([3, 2, 2], []) + zeros), pair[0]], isZip: true)
    #expect(bomb.count < 60_000)
    #expect(
      try trial.message(bomb, as: "a.zip").hasPrefix(
        "a.zip/train-images-idx3-ubyte has bytes left over: 3x2x2 needs 12 bytes after the header"))
  }

  @Test func packingTwiceGainsNothing() throws {
    let zeros = [UInt8](repeating: 0, count: 100_000_000)
    let bomb = try gzip(
      archive(
        [("train-images-idx3-ubyte.gz", gzip(idx([1, 10_000, 10_000], zeros))), pair[0]], isZip: false))
    #expect(bomb.count < 5000)
    #expect(
      try trial.message(bomb, as: "a.tar.gz").hasPrefix(
        "a.tar.gz/train-images-idx3-ubyte.gz is cut off: 1x10000x10000 needs 100000000 bytes after the header, "
      ))
  }

  @Test func aFileThatIsLongerThanItsArchiveSaysIsRefused() throws {
    let zip = try archive([("data_batch_1.bin", [UInt8](repeating: 7, count: 0x123456))], isZip: true)
    let lying = Array(zip.split(separator: [0x56, 0x34, 0x12, 0x00]).joined(separator: [1, 0, 0, 0]))
    let source = try DataSource(path: trial.folder.write(lying, to: "a.zip"))
    let file = try #require(source.file(named: ["data_batch_1.bin"]))
    #expect(
      throws: DatasetError("\(file.path) is refused: it holds more than the 1 bytes that its size allows")
    ) {
      try source.open(file).readAll(limit: 1 << 20)
    }
  }

  @Test func anArchiveOfOverlappingFilesIsStopped() throws {
    let bomb = overlappingZip(files: 5, of: 20_000_000)
    #expect(bomb.count < 22_000)
    let source = try DataSource(path: trial.folder.write(bomb, to: "bomb.zip"))
    #expect(try source.files().count == 5)
    #expect(
      throws: DatasetError(
        "\(source.path) is refused: its files inflate to more than data of its size can hold")
    ) {
      try source.read(source.files()) { _ = try $1.readAll(limit: 1 << 30) }
    }
  }

  /// A zip archive whose files share one stretch of packed zeros: the data of each begin with the next one's
  /// header as they stand, and go on with the next one's data (Fifield, "A better zip bomb", 2019).
  private func overlappingZip(files: Int, of size: Int) -> [UInt8] {
    func little(_ value: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let zeros = [UInt8](repeating: 0, count: size)
    var packed = Array(gzip(zeros).dropFirst(10).dropLast(8))
    var plain = zeros
    var headers: [[UInt8]] = []
    for k in (0..<files).reversed() {
      let checksum = plain.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
      var common = little(20, 2) + little(0, 2) + little(8, 2) + little(0, 4)
      common += little(Int(checksum), 4) + little(packed.count, 4) + little(plain.count, 4)
      common += little(1, 2) + little(0, 2)
      headers.append(common)
      let header = Array("PK\u{3}\u{4}".utf8) + common + [UInt8(0x61 + k)]
      plain = header + plain
      // A stored block that is not the last one; the first file's stands before no other.
      let quote = [0] + little(header.count, 2) + little(~header.count, 2)
      packed = (k == 0 ? [] : quote) + header + packed
    }
    var directory: [UInt8] = []
    for (k, common) in headers.reversed().enumerated() {
      let offset = k * 36
      directory += Array("PK\u{1}\u{2}".utf8) + little(20, 2) + common + little(0, 10)
      directory += little(offset, 4) + [UInt8(0x61 + k)]
    }
    let end = little(0, 4) + little(files, 2) + little(files, 2) + little(directory.count, 4)
    return packed + directory + Array("PK\u{5}\u{6}".utf8) + end + little(packed.count, 4) + little(0, 2)
  }
}
