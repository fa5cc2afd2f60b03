/// A CSS rule with one part for both themes and one for each.
struct Rule {
  let selector: String
  var style = ""
  var light = ""
  var dark = ""

  /// The pixels of pictures as squares (https://www.w3.org/TR/css-images-3/#the-image-rendering).
  static let crispPixels = Rule(selector: "image", style: "image-rendering:pixelated")
}

/// Colours, type and line widths of every chart.
///
/// The light theme is the default and the dark one a media query: a program that knows no media queries
/// (librsvg, most PDF converters) draws the light one.
enum Theme {
  static let fontFamily =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"

  /// The space around everything.
  static let margin = 20.0

  /// Series colours after Okabe and Ito (https://jfly.uni-koeln.de/color/), which keep apart for the
  /// colour-blind; darker where the original is too faint for a line on white, lighter on dark.
  static let palette: [(light: String, dark: String)] = [
    ("#0072b2", "#56b4e9"),
    ("#d55e00", "#f5894a"),
    ("#00845f", "#2fc79c"),
    ("#b0508a", "#e79bc8"),
    ("#a87400", "#f0c040"),
    ("#4d4d4d", "#c8c8c8"),
  ]

  static let rules: [Rule] = [
    Rule(selector: ".background", light: "fill:#fff", dark: "fill:#0d1117"),
    Rule(
      selector: "text", style: "font-variant-numeric:tabular-nums", light: "fill:#1f2328",
      dark: "fill:#e6edf3"),
    Rule(selector: ".title", style: "font-size:20px;font-weight:600"),
    Rule(selector: ".label", style: "font-size:16px"),
    Rule(selector: ".tick", style: "font-size:16px", light: "fill:#57606a", dark: "fill:#9da7b3"),
    Rule(selector: ".caption", style: "font-size:16px"),
    Rule(selector: ".grid", style: "fill:none", light: "stroke:#e7eaee", dark: "stroke:#262d37"),
    Rule(selector: ".axis", style: "fill:none", light: "stroke:#8c959f", dark: "stroke:#6e7681"),
  ]

  /// `.s0`, `.s1`, ...: the colour of each series. Elements take it as `currentColor`.
  static let seriesRules = palette.enumerated().map { i, colour in
    Rule(selector: ".s\(i)", light: "color:\(colour.light)", dark: "color:\(colour.dark)")
  }

  /// Begins the rules of the dark theme.
  static let darkQuery = "@media (prefers-color-scheme: dark){"

  static func css(_ rules: [Rule]) -> String {
    // Every selector starts at the chart's own root, so that a chart pasted into a page leaves it alone.
    func block(_ rule: Rule, _ parts: [String]) -> String? {
      let body = parts.filter { !$0.isEmpty }.joined(separator: ";")
      return body.isEmpty ? nil : ".convbook \(rule.selector){\(body)}"
    }
    let light = rules.compactMap { block($0, [$0.style, $0.light]) }
    let dark = rules.compactMap { block($0, [$0.dark]) }
    return (light + [darkQuery] + dark + ["}"]).joined(separator: "\n")
  }
}

/// A colour as three bytes.
struct RGB: Equatable, Sendable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  var hex: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Whether white text is easier to read on this colour than black text: where the relative luminance
  /// (WCAG 2, with 2 for the exponent 2.4) is below 0.18.
  var isDark: Bool {
    func light(_ byte: UInt8) -> Double { Double(byte) * Double(byte) / 65025 }
    return 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue) < 0.2
  }

  /// The colour at `t` in 0...1 on the way through `stops`.
  static func blend(_ stops: [RGB], at t: Double) -> RGB {
    let place = t * Double(stops.count - 1)
    let i = min(Int(clamping: place), stops.count - 2)
    func mix(_ part: KeyPath<RGB, UInt8>) -> UInt8 {
      let (a, b) = (Double(stops[i][keyPath: part]), Double(stops[i + 1][keyPath: part]))
      return UInt8(clamping: (a + (b - a) * (place - Double(i))).rounded())
    }
    return RGB(mix(\.red), mix(\.green), mix(\.blue))
  }
}
