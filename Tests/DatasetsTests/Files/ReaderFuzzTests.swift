import Core
import Foundation
import Testing

@testable import Datasets

struct ReaderFuzzTests {
  /// A small valid file of each format, by the name under which it is read.
  private static func valid(_ name: String) throws -> [UInt8] {
    let pair: [(name: String, bytes: [UInt8])] = [
      ("train-images-idx3-ubyte", idx([3, 2, 2], Array(1...12))),
      ("train-labels-idx1-ubyte.gz", gzip(idx([3], [0, 2, 1]))),
    ]
    switch name {
    case "set.zip": return try archive(pair, isZip: true)
    case "set.tar": return try archive(pair, isZip: false)
    case "set.tar.gz": return try gzip(archive(pair, isZip: false))
    case "train.csv":
      let row = (0..<16).map(String.init).joined(separator: ",")
      return Array("label,\(row)\n3,\(row)\n4,\(row)\r\n".utf8)
    case "test_batch.bin": return [7] + (0..<3072).map { UInt8($0 % 256) }
    default: return try ReaderTrial.fixture(name)
    }
  }

  /// Random cuts, flipped bits, other bytes and doubled pieces: a reader either refuses the file, naming it, or
  /// gives whole examples.
  @Test(
    arguments: [
      "set.zip", "set.tar", "set.tar.gz", "train.csv", "test_batch.bin", "numpy2-mnist.npz",
      "numpy2-version1.npy", "numpy1-protocol2-fortran.p", "numpy1-protocol3-c.p", "numpy2-protocol4-c.p",
      "numpy2-protocol5-fortran.p",
    ])
  func damagedFilesAreRefusedOrReadWhole(name: String) throws {
    let trial = try ReaderTrial()
    let valid = try Self.valid(name)
    var random = RandomSequence(seed: 21, stream: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    var refused = 0

    for _ in 0..<500 {
      var bytes = valid
      for _ in 0...random.integer(below: 3) where !bytes.isEmpty {
        let place = Int(random.integer(below: UInt32(bytes.count)))
        switch random.integer(below: 6) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes.insert(contentsOf: bytes[place...].prefix(5), at: place)
        case 2: bytes[place] = UInt8(random.integer(below: 256))
        default: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
        }
      }
      do {
        for examples in try trial.load(bytes, as: name).splits.values {
          #expect(examples.images.even?.shape.elementCount == examples.images.even?.floats.count)
          #expect(examples.images.count == examples.labels.count)
        }
      } catch let error as DatasetError {
        #expect(error.description.contains(name))
        refused += 1
      }
    }
    #expect(refused > 20)
  }
}
