import Testing

@testable import Datasets

struct IDXTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ bytes: [UInt8]) throws -> IDX {
    try IDX(DataStream(path: folder.write(bytes, to: "images")), axes: 3...4, content: "images")
  }

  private func message(_ bytes: [UInt8]) -> String {
    do {
      let idx = try read(bytes)
      return "read as \(idx.shape)"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [false, true]) func whatWasWrittenIsRead(gzipped: Bool) throws {
    let file = idx([2, 3, 2], Array(0..<12))
    let array = try read(gzipped ? gzip(file) : file)
    #expect(array.shape == [2, 3, 2])
    #expect(array.bytes == Array(0..<12))
  }

  @Test func gzipIsToldByContentAndNotByName() throws {
    let plain = try folder.write(idx([1, 1, 1], [7]), to: "plain.gz")
    #expect(try IDX(DataStream(path: plain), axes: 3...3, content: "images").bytes == [7])
  }

  @Test func gzipInSeveralMembersIsRead() throws {
    let file = idx([1, 2, 2], [1, 2, 3, 4])
    #expect(try read(gzip(Array(file[..<9])) + gzip(Array(file[9...]))).bytes == [1, 2, 3, 4])
  }

  @Test func sizesBeyondOneByteAreBigEndian() throws {
    #expect(try read(idx([1, 1, 300], [UInt8](repeating: 1, count: 300))).shape == [1, 1, 300])
  }

  @Test func missingFileAndFolderAreToldApart() {
    #expect(throws: DatasetError("cannot read \(folder.path)/none: there is no such file or folder")) {
      try DataStream(path: "\(folder.path)/none")
    }
    #expect(throws: DatasetError("cannot read \(folder.path): it is a folder, not a file")) {
      try DataStream(path: folder.path)
    }
    #expect(throws: DatasetError("cannot read /dev/zero: it is a device or a pipe, not a file")) {
      try DataStream(path: "/dev/zero")
    }
  }

  @Test func emptyAndTinyFilesAreRefused() {
    #expect(message([]).hasSuffix("is empty; expected an IDX file of images"))
    #expect(message([0, 0, 8]).hasSuffix("has only 3 bytes; an IDX file of images has at least 8"))
    #expect(message(gzip([])).contains("has only 0 bytes"))
  }

  @Test(
    arguments: [
      ([0x89] + Array("PNG\r\n".utf8), "a PNG image"),
      ([0xFF, 0xD8, 0xFF, 0xE0], "a JPEG image"),
      (Array("PK\u{3}\u{4}".utf8), "a zip archive"),
      (Array("\n<!DOCTYPE html><html>".utf8), "an HTML page"),
      (Array("<HTML lang=en>".utf8), "an HTML page"),
      (Array("label,pixel0,pixel1\r\n".utf8), "a text file"),
      (Array("version https://git-lfs.github.com/spec/v1\n".utf8), "a Git LFS pointer"),
      ([0x80, 0x04, 0x95, 0x00], "a Python pickle"),
      ([1, 2, 3, 4], "a binary file of an unknown kind"),
    ] as [([UInt8], String)])
  func otherKindsOfFileAreNamed(start: [UInt8], kind: String) {
    #expect(message(start).contains("is not an IDX file of images: it looks like \(kind)"))
    #expect(message(gzip(start)).contains("it looks like \(kind)"))
  }

  @Test func otherElementTypesAreRefused() {
    #expect(
      message(idx([1, 1, 1], [0, 0, 0, 0], type: 0x0D))
        .hasSuffix("holds elements of type '32-bit float'; images and labels must be unsigned bytes"))
  }

  @Test func labelsInPlaceOfImagesAreRefused() {
    #expect(message(idx([5], [1, 2, 3, 4, 5])).contains("an array with 1 axes; images have 3 or 4"))
  }

  @Test(arguments: [false, true]) func missingBytesAreCounted(gzipped: Bool) {
    let file = idx([2, 3, 2], Array(0..<11))
    #expect(
      message(gzipped ? gzip(file) : file)
        .hasSuffix("is cut off: 2x3x2 needs 12 bytes after the header, found 11"))
    #expect(
      message(Array(file.prefix(9))).hasSuffix("within its header: expected 16 bytes, found 9"))
  }

  @Test func bytesLeftOverAreRefused() {
    let file = idx([2, 3, 2], Array(0..<14))
    #expect(message(file).hasSuffix("has bytes left over: 2x3x2 needs 12 bytes after the header, found 14"))
    #expect(message(gzip(file)).hasSuffix("needs 12 bytes after the header, found at least 13"))
  }

  @Test func sizesThatCannotBeAreRefusedBeforeMemoryIsAskedFor() {
    #expect(
      message(idx([4_294_967_295, 4_294_967_295, 4_294_967_295], [])).contains("at most 2147483647 are read"))
    #expect(message(idx([4_294_967_295, 1, 1], [])).contains("at most 2147483647 are read"))
    #expect(message(idx([2_000_000, 1000, 1], [])).contains("found 0"))
    #expect(message(gzip(idx([2_000_000, 1000, 1], []))).contains("cannot hold as many"))
    #expect(message(idx([0, 28, 28], [])).contains("holds nothing"))
    #expect(message(idx([5, 0, 28], [])).contains("holds nothing"))
  }

  @Test func gzipThatInflatesBeyondItsHeaderIsStopped() {
    let bomb = gzip(idx([1, 1, 1], [UInt8](repeating: 0, count: 20_000_000)))
    #expect(bomb.count < 25_000)
    #expect(message(bomb).hasSuffix("needs 1 bytes after the header, found at least 2"))
  }

  @Test func damagedGzipIsRefused() {
    var file = gzip(idx([2, 3, 2], Array(0..<12)))
    #expect(
      message(Array(file.dropLast(3))).hasSuffix(
        "is cut off: its gzip data ends without the checksum, after 28 bytes"))
    file[file.count - 8] ^= 1
    #expect(message(file).hasSuffix("its gzip data is damaged (incorrect data check)"))
  }
}
