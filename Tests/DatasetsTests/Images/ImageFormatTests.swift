import Foundation
import Testing

@testable import Datasets

/// Files of every kind of each format, with the pixels that Pillow reads from them.
struct ImageFormatTests {
  private struct Kind: Decodable {
    let name: String
    let file: Data
    let height, width: Int
    /// How many levels a pixel may differ by, where formats leave it to the reader.
    let tolerance: Int
    /// Red, green and blue.
    let pixels: Data
  }

  private static func kinds(_ name: String) throws -> [Kind] {
    let packed = try DataStream(path: ImageFixture.path(name))
    return try JSONDecoder().decode([Kind].self, from: Data(packed.readAll(limit: 1 << 20)))
  }

  /// The PNG files have every colour type, depth and interlacing, and chunks that tell how samples should look, which
  /// Pillow and TensorFlow leave alone.
  @Test(arguments: [("png-kinds.json.gz", 30), ("picture-kinds.json.gz", 48)])
  func pixelsAreThoseOfPillow(_ name: String, count: Int) throws {
    let kinds = try Self.kinds(name)
    #expect(kinds.count == count)
    for kind in kinds {
      let image = try RasterImage(decoding: Array(kind.file), file: kind.name).inColour
      #expect((image.height, image.width) == (kind.height, kind.width), "\(kind.name)")
      let difference = zip(image.elements, kind.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
      #expect(image.elements.count == kind.pixels.count && difference <= kind.tolerance, "\(kind.name)")
      let header = try ImageHeader(ofFileBeginning: Array(kind.file))
      #expect((header.height, header.width) == (kind.height, kind.width), "\(kind.name)")
    }
  }

  /// Cut off, a file is refused, and never filled up with something.
  @Test func aFileCutOffAnywhereIsRefused() throws {
    for kind in try Self.kinds("picture-kinds.json.gz")
    where !kind.name.hasPrefix("P") && kind.name != "GIF of three pictures" {
      // The end of these is a mark without which all pixels are there; libtiff finds its pixels where it is told.
      let end = kind.name.hasPrefix("TIFF") ? 8 : kind.file.count - (kind.name.hasPrefix("GIF") ? 1 : 2)
      for count in stride(from: 0, to: end, by: 3) {
        #expect(decodingError(Array(kind.file.prefix(count))) != nil, "\(count) bytes of \(kind.name)")
      }
    }
  }

  /// gdk-pixbuf would take as much memory as the header says it is long, or as its palette is said to have colours: the
  /// fuzzer's 78 bytes asked for 3.6 GB.
  @Test func lengthsInABMPHeaderAreCheckedBeforeMemoryIsTakenForThem() throws {
    for kind in try Self.kinds("picture-kinds.json.gz") where kind.name.hasPrefix("BMP") {
      var file = Array(kind.file)
      if file[14] > 12, file[28] <= 8 {
        file.replaceSubrange(46..<50, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(
          decodingError(file)
            == "a.png: its BMP header gives 4294967295 colours; \(file[28]) bits have \(1 << file[28]) at most"
        )
      }
      file.replaceSubrange(14..<18, with: [0x28, 0, 0, 0xD6])
      #expect(
        decodingError(file)
          == "a.png: its BMP header gives itself 3590324264 bytes; expected 12, 40, 52, 56, 64, 108, 124")
    }
  }

  /// Random cuts, flipped bits and doubled pieces: each file is refused with its name, or read as an image.
  @Test func damagedFilesAreRefusedOrReadWhole() throws {
    var mutation = Mutation(seed: 18)
    for kind in try Self.kinds("picture-kinds.json.gz") {
      for _ in 0..<200 {
        do {
          let image = try RasterImage(decoding: mutation.damage(Array(kind.file)), file: "a.bmp")
          #expect(image.elements.count == image.height * image.width * image.channels)
        } catch let error as DatasetError {
          #expect(error.description.hasPrefix("a.bmp: "), "\(kind.name)")
        }
      }
    }
  }

  /// A few bytes whose headers promise gigabytes.
  @Test func bombsAreRefusedBeforeMemoryIsAskedFor() throws {
    func little(_ number: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    func bmp(_ width: Int, _ height: Int, bits: Int) -> [UInt8] {
      Array("BM".utf8) + little(54, 4) + little(0, 4) + little(54, 4) + little(40, 4) + little(width, 4)
        + little(height, 4) + little(1, 2) + little(bits, 2) + [UInt8](repeating: 0, count: 24)
    }
    func gif(_ screen: Int, _ picture: Int) -> [UInt8] {
      Array("GIF89a".utf8) + little(screen, 2) + little(screen, 2) + [0, 0, 0, 0x2C, 0, 0, 0, 0]
        + little(picture, 2) + little(picture, 2) + [0, 2, 2, 0x44, 1, 0, 0x3B]
    }
    func webp(_ side: Int) -> [UInt8] {
      Array("RIFF".utf8) + little(30, 4) + Array("WEBPVP8L".utf8) + little(10, 4) + [0x2F]
        + little((side - 1) | (side - 1) << 14, 4) + [UInt8](repeating: 0, count: 10)
    }
    func tiff(_ side: Int) -> [UInt8] {
      let entries = [
        (256, side), (257, side), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, side), (279, 100),
      ]
      return Array("II*\0".utf8) + little(8, 4) + little(entries.count, 2)
        + entries.flatMap { little($0.0, 2) + little(4, 2) + little(1, 4) + little($0.1, 4) } + little(0, 4)
    }
    for bytes in [
      bmp(60_000, 60_000, bits: 24), bmp(8000, 8000, bits: 24), bmp(Int(Int32.max), 1 << 31, bits: 1),
      gif(60_000, 60_000), gif(8000, 8000), gif(8000, 1), webp(16_383), webp(8000), tiff(60_000), tiff(8000),
    ] {
      #expect(decodingError(bytes) != nil, "\(bytes.count) bytes: \(bytes.prefix(30))")
    }
  }

  @Test func grayPicturesOfFormatsWithoutGrayHaveOneChannel() throws {
    for kind in try Self.kinds("picture-kinds.json.gz")
    where ["BMP L", "GIF L", "TIFF L"].contains(kind.name) {
      #expect(try RasterImage(decoding: Array(kind.file), file: kind.name).channels == 1, "\(kind.name)")
    }
  }
}
