import Testing

@testable import Charts

struct TextTests {
  @Test func isEscaped() {
    #expect("a<b> & \"c\"".xmlText == "a&lt;b&gt; &amp; &quot;c&quot;")
    #expect(
      "tab\tline\nend\u{0}\u{1B}[31m\u{7F}\u{FFFE}\u{202E}".xmlText
        == #"tab line end\x00\x1b[31m\x7f\ufffe\u202e"#)
    #expect("naïve 名前 👩‍🔬".xmlText == "naïve 名前 👩‍🔬")
  }

  @Test func isShortenedToTheRoomThereIs() {
    let style = TextStyle.label
    #expect(style.shortened("short", to: 100) == "short")
    for width in stride(from: 20.0, to: 300, by: 7) {
      let text = style.shortened(Gallery.longName, to: width)
      #expect(text.hasSuffix("…"))
      #expect(style.width(text) <= width)
    }
    #expect(style.shortened("two words", to: style.width("two …")) == "two…")
  }

  @Test func isBrokenIntoLines() {
    let style = TextStyle.caption
    #expect(style.lines("", maxWidth: 100, count: 2) == [])
    #expect(style.lines("one", maxWidth: 100, count: 2) == ["one"])
    #expect(style.lines("one two three", maxWidth: style.width("one two"), count: 2) == ["one two", "three"])
    #expect(style.lines("true: 3\npredicted: 5", maxWidth: 200, count: 2) == ["true: 3", "predicted: 5"])
    #expect(style.lines("a\nb\nc", maxWidth: 200, count: 2) == ["a", "b c"])
  }

  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-2.5, "-2.5"), (0.004, "0"), (-0.004, "0"), (3.14159, "3.14"), (100.05, "100.05"),
    (-0.05, "-0.05"), (.nan, "0"), (1e300, "0"),
  ])
  func lengthsHaveAtMostTwoDecimals(value: Double, text: String) {
    #expect(value.attributeText == text)
  }

  @Test(arguments: [
    (0.0, "0"), (60000, "60000"), (-3, "−3"), (0.9742, "0.9742"), (0.5, "0.5"), (12.3456, "12.35"),
    (1e9, "1×10⁹"), (-1.234567e-7, "−1.235×10⁻⁷"), (.nan, "nan"), (-.infinity, "−inf"),
  ])
  func valuesHaveAboutFourDigits(value: Double, text: String) {
    #expect(value.valueText == text)
  }
}
