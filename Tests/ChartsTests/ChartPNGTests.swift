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

  /// librsvg knows only SVG's own word for it, not CSS's `pixelated`: between red and blue there would be purple.
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
      #expect(red > 1000)
      #expect(purple == 0)
    } catch let error as ChartError {
      #expect(error.description.contains("librsvg2-2"))
    }
  }
}
