import Core
import Testing

@testable import Datasets

struct IDXFuzzTests {
  /// Random cuts, flipped bits and doubled pieces of a small valid file: the reader either refuses the file or
  /// gives as many bytes as its shape says. A changed gzip file is never read as something else.
  @Test(arguments: [false, true]) func damagedFilesAreRefusedOrReadWhole(gzipped: Bool) throws {
    let folder = try TemporaryFolder()
    let elements = (0..<48).map { UInt8($0 * 5 % 251) }
    let plain = idx([3, 4, 4], elements)
    let valid = gzipped ? gzip(plain) : plain
    var random = RandomSequence(seed: 20, stream: gzipped ? 1 : 0)
    var refused = 0

    for _ in 0..<2000 {
      var bytes = valid
      for _ in 0...random.integer(below: 3) where !bytes.isEmpty {
        let place = Int(random.integer(below: UInt32(bytes.count)))
        switch random.integer(below: 4) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes.insert(contentsOf: bytes[place...].prefix(5), at: place)
        default: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
        }
      }
      let path = try folder.write(bytes, to: "file")
      do {
        let array = try IDX(DataStream(path: path), axes: 3...4, content: "images")
        #expect(array.shape.elementCount == array.bytes.count)
        if gzipped { #expect(array.bytes == elements) }
      } catch let error as DatasetError {
        #expect(error.description.contains(path))
        refused += 1
      }
    }
    #expect(refused > 500)
  }
}
