import Testing

@testable import Datasets

struct ImageDecoderTests {
  @Test(arguments: ["gray.png", "gray-alpha.png", "gray-16.png", "gray.pgm"])
  func grayStaysOneChannelAsPillowReadsIt(_ name: String) throws {
    #expect(try ImageFixture.image(name) == ImageFixture.pattern(channels: 1))
  }

  @Test(arguments: [
    "colour.png", "colour-alpha.png", "colour-16.png", "palette.png", "palette-transparent.png",
    "interlaced.png",
    "colour.ppm",
  ])
  func coloursAreThoseOfPillowWithoutTransparency(_ name: String) throws {
    #expect(try ImageFixture.image(name) == ImageFixture.pattern(channels: 3))
  }

  @Test(arguments: ["bits.png", "bits.pbm"]) func bitsAreBlackAndWhite(_ name: String) throws {
    #expect(try ImageFixture.image(name) == ImageFixture.chessboard)
  }

  /// Pillow 13.0.0 with libjpeg-turbo 3.2.0 gives the same bytes. The camera's note in turned.jpg, to turn it by
  /// a quarter, is ignored as Keras's load_img ignores it.
  @Test(arguments: [
    ("colour.jpg", "colour.jpg.ppm"), ("progressive.jpg", "colour.jpg.ppm"), ("turned.jpg", "colour.jpg.ppm"),
    ("colour-444.jpg", "colour-444.jpg.ppm"), ("gray.jpg", "gray.jpg.pgm"),
  ])
  func jpegPixelsAreThoseOfPillow(_ name: String, _ expected: String) throws {
    #expect(try ImageFixture.image(name) == ImageFixture.image(expected))
  }

  @Test func jpegMayHoldBytesThatBelongToNothing() throws {
    var bytes = try ImageFixture.bytes("colour.jpg")
    bytes.insert(contentsOf: [0, 0, 0], at: bytes.count - 2)
    #expect(try RasterImage(decoding: bytes, file: "a.jpg") == ImageFixture.image("colour.jpg"))
  }

  @Test(arguments: [1, 3]) func anEncodedImageIsReadBackUnchanged(channels: Int) throws {
    let image = ImageFixture.pattern(channels: channels)
    #expect(try RasterImage(decoding: image.pngEncoded(), file: "a.png") == image)
  }

  @Test func noiseIsEncodedThoughItDoesNotShrink() throws {
    var state: UInt32 = 1
    let noise = (0..<200 * 300 * 3).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
    let image = RasterImage(height: 200, width: 300, channels: 3, pixels: noise)
    #expect(try RasterImage(decoding: image.pngEncoded(), file: "a.png") == image)
  }

  @Test func grayInColourHasThreeEqualChannels() {
    let image = RasterImage(height: 1, width: 2, channels: 1, pixels: [7, 9]).inColour
    #expect(image == RasterImage(height: 1, width: 2, channels: 3, pixels: [7, 7, 7, 9, 9, 9]))
  }

  // MARK: - Files that are refused

  @Test func aFileOfAnotherKindIsNamedForWhatItIs() {
    #expect(
      decodingError(Array("<html>404".utf8), file: "x/a.png")
        == "x/a.png: expected a PNG, JPEG, BMP, GIF, WebP, TIFF, PPM, PGM or PBM image, but it looks like an HTML page, perhaps the error "
        + "page of a failed download (download it again, and look at it first)")
    #expect(decodingError([])?.hasSuffix("but it looks like an empty file") == true)
    #expect(decodingError(Array("%PDF-1.7".utf8))?.contains("but it looks like a PDF document") == true)
  }

  @Test(arguments: [
    "colour.png", "palette.png", "interlaced.png", "colour.jpg", "progressive.jpg", "gray.pgm",
  ])
  func aFileCutOffAnywhereIsRefused(_ name: String) throws {
    let bytes = try ImageFixture.bytes(name)
    // The last bytes of a PNG and a JPEG file only say that the file ends.
    let end = name.hasSuffix("png") ? bytes.count - 12 : name.hasSuffix("jpg") ? bytes.count - 2 : bytes.count
    for count in 0..<end {
      let error = decodingError(Array(bytes[..<count]), file: name)
      #expect(error?.hasPrefix("\(name): ") == true, "\(count) of \(bytes.count) bytes")
    }
  }

  /// The headers of real files with other sizes written into them.
  @Test func headersThatPromiseTooMuchAreRefusedBeforeMemoryIsAskedFor() throws {
    func png(_ width: [UInt8], _ height: [UInt8]) throws -> [UInt8] {
      var bytes = try ImageFixture.bytes("colour.png")
      bytes.replaceSubrange(16..<24, with: width + height)
      return bytes
    }
    #expect(
      decodingError(try png([0, 1, 0x86, 0xA0], [0, 0, 0, 5]))
        == "a.png: its header promises 100000x5 pixels; at most 65535 a side and 67108864 in all are read")
    #expect(
      decodingError(try png([0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF]))?.contains("promises") == true
    )
    #expect(
      decodingError(try png([0, 0, 0x20, 0], [0, 0, 0x20, 0]))
        == "a.png: its header promises 8192x8192 pixels, but a PNG file of 77 bytes cannot hold as many")
    #expect(decodingError(try png([0, 0, 0, 0], [0, 0, 0, 5]))?.contains("holds no pixel") == true)

    var jpeg = try ImageFixture.bytes("colour.jpg")
    let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x20, 0, 0x20, 0])
    #expect(
      decodingError(jpeg, file: "a.jpg")
        == "a.jpg: its header promises 8192x8192 pixels, but a JPEG file of 776 bytes cannot hold as many")
  }

  /// libpng would take a gigabyte for it, and then find that the file ends.
  @Test func aChunkLongerThanItsFileIsRefused() throws {
    var bytes = try ImageFixture.bytes("colour.png")
    bytes.replaceSubrange(33..<41, with: [0x40, 0, 0, 0] + Array("eXIf".utf8))
    #expect(
      decodingError(bytes)
        == "a.png: its PNG data is cut off or damaged (a chunk from byte 33 to 1073741869 in 77 bytes)")
  }

  /// Random cuts, flipped bits and doubled pieces: each file is refused with its name, or read as an image.
  @Test(arguments: [
    "gray.png", "colour-alpha.png", "palette-transparent.png", "interlaced.png", "colour-16.png",
    "colour.jpg",
    "progressive.jpg", "gray.jpg", "cmyk.jpg", "colour.ppm", "gray.pgm", "bits.pbm",
  ])
  func damagedFilesAreRefusedOrReadWhole(_ name: String) throws {
    let valid = try ImageFixture.bytes(name)
    var mutation = Mutation(seed: 21)
    var refused = 0
    for _ in 0..<3000 {
      let bytes = mutation.damage(valid)
      do {
        let image = try RasterImage(decoding: bytes, file: name)
        #expect(image.elements.count == image.height * image.width * image.channels)
      } catch let error as DatasetError {
        #expect(error.description.hasPrefix("\(name): "))
        refused += 1
      }
    }
    #expect(refused > 500)
  }
}
