import CZlib
import Foundation
import Testing

@testable import Charts

struct PNGTests {
  private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  /// The chunks of a PNG file, each with a right CRC.
  private func chunks(_ file: [UInt8]) throws -> [(type: String, data: [UInt8])] {
    #expect(Array(file.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var result: [(String, [UInt8])] = []
    var rest = file[8...]
    while !rest.isEmpty {
      let length = number(rest.prefix(4))
      try #require(rest.count >= length + 12)
      let body = Array(rest.dropFirst(4).prefix(length + 4))
      #expect(number(rest.dropFirst(8 + length).prefix(4)) == Int(crc32_z(0, body, body.count)))
      result.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
      rest = rest.dropFirst(length + 12)
    }
    return result
  }

  // 300 x 300 colours are more than one stored block holds.
  @Test(arguments: [(1, 1, 1), (28, 28, 1), (32, 32, 3), (300, 300, 3), (7, 31, 3)])
  func holdsThePixels(width: Int, height: Int, channels: Int) throws {
    let pixels = (0..<width * height * channels).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    let file = try #require(PNG.encode(width: width, height: height, channels: channels, pixels: pixels))
    let chunks = try chunks(file)
    #expect(chunks.map(\.type) == ["IHDR", "IDAT", "IEND"])
    let header = chunks[0].data
    #expect(number(header[0..<4]) == width && number(header[4..<8]) == height)
    #expect(Array(header[8...]) == [8, channels == 1 ? 0 : 2, 0, 0, 0])

    let rowLength = width * channels + 1
    var size = uLongf(rowLength * height)
    var rows = [UInt8](repeating: 0, count: Int(size))
    #expect(uncompress(&rows, &size, chunks[1].data, uLong(chunks[1].data.count)) == Z_OK)
    #expect(Int(size) == rows.count)
    let decoded = (0..<height).flatMap { row -> ArraySlice<UInt8> in
      #expect(rows[row * rowLength] == 0)
      return rows[row * rowLength + 1..<(row + 1) * rowLength]
    }
    #expect(decoded == pixels)
  }

  @Test func refusesSizesThatDoNotFit() {
    #expect(PNG.encode(width: 2, height: 2, channels: 1, pixels: [1, 2, 3]) == nil)
    #expect(PNG.encode(width: 0, height: 2, channels: 1, pixels: []) == nil)
    #expect(PNG.encode(width: -1, height: -4, channels: 1, pixels: [1, 2, 3, 4]) == nil)
    #expect(PNG.encode(width: 1, height: 1, channels: 2, pixels: [1, 2]) == nil)
    #expect(PNG.encode(width: .max, height: .max, channels: 3, pixels: [1, 2, 3]) == nil)
  }
}
