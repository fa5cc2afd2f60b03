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
    var mutation = Mutation(seed: 20, stream: gzipped ? 1 : 0)
    var refused = 0

    for _ in 0..<2000 {
      let path = try folder.write(mutation.damage(valid), to: "file")
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
