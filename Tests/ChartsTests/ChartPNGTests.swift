import Charts
import Testing

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
}
