import Testing

@testable import Datasets

struct NetpbmDecoderTests {
  private func pixels(_ text: String, _ raw: [UInt8] = []) throws -> [UInt8] {
    try RasterImage(decoding: Array(text.utf8) + raw, file: "a.ppm").elements
  }

  private func error(_ text: String, _ raw: [UInt8] = []) -> String? {
    decodingError(Array(text.utf8) + raw, file: "a.ppm")
  }

  @Test func plainFilesHoldTheirNumbersAsText() throws {
    #expect(try pixels("P1\n3 2\n0 1 0\n110\n") == [255, 0, 255, 0, 0, 255])
    #expect(try pixels("P2\n2 2 255\n0 7\n8 255") == [0, 7, 8, 255])
    #expect(try pixels("P3\n1 2 255 1 2 3 4 5 6\n") == [1, 2, 3, 4, 5, 6])
  }

  @Test func commentsEndWithTheirLine() throws {
    #expect(try pixels("P5 # GIMP 5 5\n# one\n#two\n2#3\n1\r\n# last\n255\n", [65, 66]) == [65, 66])
    #expect(try pixels("P2 2 1 255\n1 # one\n2") == [1, 2])
  }

  @Test func samplesAreSpreadFromTheFilesRangeToBytes() throws {
    #expect(try pixels("P5 4 1 3\n", [0, 1, 2, 3]) == [0, 85, 170, 255])
    #expect(try pixels("P5 3 1 65535\n", [0, 0, 0x80, 0, 0xFF, 0xFF]) == [0, 128, 255])
    #expect(try pixels("P6 1 1 1000\n", [0, 0, 1, 0xF4, 3, 0xE8]) == [0, 128, 255])
  }

  @Test func aRawSampleMayLookLikeWhiteSpace() throws {
    #expect(try pixels("P5 2 1 255\n", [10, 32]) == [10, 32])
  }

  /// Eight pixels a byte, 1 for black; the bits that fill the last byte of a row do not count.
  @Test func rowsOfABitmapBeginAtAByte() throws {
    #expect(
      try pixels("P4 9 2\n", [0b1010_0000, 0x80, 0, 0x7F])
        == [0, 255, 0, 255, 255, 255, 255, 255, 0] + [UInt8](repeating: 255, count: 9))
  }

  /// Some public copies of GTSRB's files came through a transfer in text mode.
  @Test func aFileCopiedInTextModeIsTurnedBack() throws {
    let raw: [UInt8] = [10, 13, 13, 10, 20, 30]
    let copy = (Array("P6\n2 1\n255\n".utf8) + raw).flatMap { $0 == 10 ? [13, 10] : [$0] }
    #expect(try RasterImage(decoding: copy, file: "a.ppm").elements == raw)
  }

  @Test func damagedFilesAreRefusedWithWhatWasExpected() {
    #expect(
      error("P5 2 2 255\n", [1, 2, 3])
        == "a.ppm: its PGM data is cut off: 2x2 pixels need 4 bytes after the header, found 3")
    #expect(
      error("P6 1 1 255\n", [1, 2, 3, 4, 5])
        == "a.ppm: its PPM data has bytes left over: 1x1 pixels need 3 bytes after the header, found 5")
    #expect(
      error("P5 2 1 9\n", [1, 10])
        == "a.ppm: it has a sample of 10, but its header says that 9 is the greatest")
    #expect(error("P2 2 1 255\n1 x") == "a.ppm: expected a sample at byte 13, found the byte 120")
    #expect(error("P2 2 1 255\n1 2x") == "a.ppm: expected a sample at byte 14, found the byte 120")
    #expect(error("P3 2 1") == "a.ppm: it is cut off: expected the greatest value of a sample at byte 6")
    #expect(
      error("P5 1 1 65536\n", [1, 2])
        == "a.ppm: its header gives 65536 as the greatest value of a sample; expected 1 to 65535")
    #expect(error("P5 1234567890 1 255\n") == "a.ppm: the width has more than nine digits (at byte 3)")
    #expect(error("P5 100000 1 255\n")?.contains("promises 100000x1 pixels") == true)
    #expect(error("P5 60000 1000 255\n")?.contains("need 60000000 bytes after the header, found 0") == true)
  }
}
