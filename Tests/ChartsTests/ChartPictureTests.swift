import Charts
import Testing

/// Charts as pixels for terminals that show graphics; by name where librsvg or libsixel is missing.
struct ChartPictureTests {
  private static let hasRenderer = (try? Gallery.charts[0].chart.png()) != nil

  private func picture(isDark: Bool = false, window: (width: Int, height: Int) = (640, 400)) throws
    -> ChartPicture
  {
    try ChartPicture(of: Gallery.charts[0].chart, window: window, lineHeight: 17, isDark: isDark)
  }

  @Test(.enabled(if: hasRenderer, "needs librsvg")) func fitsIntoTheWindow() throws {
    for window in [(640, 400), (1600, 900), (200, 200), (1, 1), (0, -5)] {
      let picture = try picture(window: (window.0, window.1))
      #expect(picture.width <= max(16, window.0) && picture.width > 0 && picture.height > 0)
      #expect(try picture.png().starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  @Test(.enabled(if: hasRenderer, "needs librsvg")) func theDarkThemeIsAnotherPicture() throws {
    #expect(try picture(isDark: true).png() != picture(isDark: false).png())
  }

  @Test(.enabled(if: hasRenderer, "needs librsvg")) func sixelsAreADeviceControlString() throws {
    guard let sixel = try picture().sixel() else { return }  // libsixel is not installed
    #expect(sixel.starts(with: [0x1B, UInt8(ascii: "P")]) && sixel.suffix(2) == [0x1B, 0x5C])
  }
}
