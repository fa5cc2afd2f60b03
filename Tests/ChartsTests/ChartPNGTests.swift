import Foundation
import Testing

@testable import Charts
@testable import Datasets

/// Charts as PNG files, through librsvg where it is installed.
struct ChartPNGTests {
  @Test func isWideEnoughForAProjectorOrNamesThePackage() throws {
    let chart = try #require(Gallery.charts.first).chart
    do {
      let png = try chart.png()
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
      let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
      #expect((1920...4000).contains(width))
      #expect(try chart.png() == png)
    } catch {
      #expect(error.description.contains("librsvg2-2"))
    }
  }

  @Test func picturesAreEnlargedPixelByPixel() throws {
    let picture = PNG.Picture(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6])
    let row: [UInt8] = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]
    #expect(picture.enlarged(2) == PNG.Picture(width: 4, height: 2, channels: 3, pixels: row + row))

    // More than one block of a zlib stream.
    let large = PNG.Picture(
      width: 300, height: 300, channels: 1, pixels: Gallery.picture(1, size: 300, channels: 1))
    #expect(try PNG.decode(#require(large.encoded)) == large)

    let sheet = ImageSheet(
      title: "Two",
      images: [1, 2].map { value in
        ChartImage(width: 1, height: 1, channels: 1, pixels: [value])
      })
    let svg = PixelImages.enlarged(in: sheet.svg, scale: 2)
    let sizes = svg.matches(of: #/<image [^>]*width="(\d+)"/#).compactMap { Int($0.output.1) }
    #expect(sizes.count == 2)
    for (value, size) in zip([1, 2] as [UInt8], sizes) {
      let block = PNG.Picture(
        width: 2 * size, height: 2 * size, channels: 1,
        pixels: Array(repeating: value, count: 4 * size * size))
      #expect(try svg.contains(Data(#require(block.encoded)).base64EncodedString()))
    }
  }

  /// Where librsvg smoothed the picture, all between red and blue would be purple; two columns where they meet may.
  @Test func pixelsOfAPictureStayCrisp() throws {
    let sheet = ImageSheet(
      title: "Two", images: [ChartImage(width: 2, height: 1, channels: 3, pixels: [255, 0, 0, 0, 0, 255])])
    do {
      let picture = try decodePNG(sheet.png())
      var (red, purple) = (0, 0)
      for start in stride(from: 0, to: picture.elements.count, by: picture.channels) {
        let (r, g, b) = (picture.elements[start], picture.elements[start + 1], picture.elements[start + 2])
        if r > 200, g < 20, b < 20 { red += 1 }
        if r > 30, g < 20, b > 30 { purple += 1 }
      }
      #expect(red > 100_000)
      let columns = Double(purple) / Double(red).squareRoot()
      #expect(columns <= 2, "\(purple) of \(red)")
    } catch let error as ChartError {
      #expect(error.description.contains("librsvg2-2"))
    }
  }

  @Test func whatIsNoPictureOfOursStaysAsItIs() {
    for file in [[], [1, 2, 3], Array(repeating: UInt8(255), count: 100), Array(repeating: 0, count: 100)] {
      #expect(PNG.decode(file) == nil)
    }
    let markup = "<image width=\"x\"/><image href=\"a\" width=\"3\"/><image "
    #expect(PixelImages.enlarged(in: markup, scale: 3) == markup)
  }
}
