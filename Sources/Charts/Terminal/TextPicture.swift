/// Pixels in half blocks: two of them, one above the other, in each character.
struct TextPicture {
  var width, height: Int
  /// Row after row.
  var pixels: [RGB]

  /// - Parameter bytes: `height * width * channels`, row after row; nil where that is not so.
  init?(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    guard width > 0, height > 0, channels == 1 || channels == 3, bytes.count % channels == 0,
      bytes.count / channels % width == 0, bytes.count / channels / width == height
    else { return nil }
    let pixels = stride(from: 0, to: bytes.count, by: channels).map {
      channels == 1 ? RGB(bytes[$0], bytes[$0], bytes[$0]) : RGB(bytes[$0], bytes[$0 + 1], bytes[$0 + 2])
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  init(width: Int, height: Int, pixels: [RGB]) {
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  subscript(row: Int, column: Int) -> RGB {
    get { pixels[row * width + column] }
    set { pixels[row * width + column] = newValue }
  }

  /// The rows of text it takes.
  var rows: Int { (height + 1) / 2 }

  // MARK: - Sizes

  /// In so many columns, and as many pixels high as keeps its proportions.
  func fitted(columns: Int) -> TextPicture {
    let columns = max(1, columns)
    let height = Double(self.height) * Double(columns) / Double(width)
    return resized(width: columns, height: max(1, Int(clamping: min(height.rounded(), 1000))))
  }

  /// Each new pixel is the mean of what it covers.
  func resized(width: Int, height: Int) -> TextPicture {
    guard width != self.width || height != self.height else { return self }
    let across = Self.cover(self.width, width)
    let down = Self.cover(self.height, height)
    var result = TextPicture(width: width, height: height, pixels: [])
    for rows in down {
      for columns in across {
        var (red, green, blue) = (0.0, 0.0, 0.0)
        for row in rows {
          for column in columns {
            let (pixel, weight) = (self[row.place, column.place], row.weight * column.weight)
            red += weight * Double(pixel.red)
            green += weight * Double(pixel.green)
            blue += weight * Double(pixel.blue)
          }
        }
        func byte(_ sum: Double) -> UInt8 { UInt8(clamping: min(255, sum.rounded())) }
        result.pixels.append(RGB(byte(red), byte(green), byte(blue)))
      }
    }
    return result
  }

  /// For each of `target` equal parts: which of `source` pixels it covers, and how much of it they are.
  private static func cover(_ source: Int, _ target: Int) -> [[(place: Int, weight: Double)]] {
    let size = Double(source) / Double(target)
    return (0..<target).map { i in
      let (start, end) = (Double(i) * size, Double(i + 1) * size)
      return
        (Int(clamping: start)..<max(Int(clamping: start) + 1, min(source, Int(clamping: end.rounded(.up)))))
        .map { place in
          (min(place, source - 1), (min(end, Double(place + 1)) - max(start, Double(place))) / size)
        }
    }
  }

  // MARK: - Drawing

  func draw(on canvas: inout TextCanvas, row: Int, column: Int, _ look: TerminalLook) {
    for y in stride(from: 0, to: height, by: 2) {
      for x in 0..<width {
        let (upper, lower) = (self[y, x], y + 1 < height ? self[y + 1, x] : nil)
        let cell: TextCanvas.Cell =
          if look.colours == .plain {
            TextCanvas.Cell(text: Self.shade(upper, lower, look))
          } else if upper == lower {
            TextCanvas.Cell(background: upper)
          } else {
            TextCanvas.Cell(text: "▀", colour: upper, background: lower)
          }
        canvas.put(cell, row: row + y / 2, column: column + x)
      }
    }
  }

  /// How much of the upper and of the lower half of a character is filled.
  private static let shades: [(text: String, upper: Double, lower: Double)] = [
    (" ", 0, 0), ("░", 0.25, 0.25), ("▒", 0.5, 0.5), ("▓", 0.75, 0.75), ("█", 1, 1), ("▀", 1, 0), ("▄", 0, 1),
  ]

  /// The character that comes nearest to the brightness of two pixels.
  private static func shade(_ upper: RGB, _ lower: RGB?, _ look: TerminalLook) -> String {
    func fill(_ pixel: RGB) -> Double { look.isDark ? pixel.brightness : 1 - pixel.brightness }
    let (top, bottom) = (fill(upper), fill(lower ?? upper))
    func distance(_ shade: (text: String, upper: Double, lower: Double)) -> Double {
      let (a, b) = (shade.upper - top, shade.lower - bottom)
      return a * a + b * b
    }
    return shades.min { distance($0) < distance($1) }?.text ?? " "
  }
}

extension TextCanvas {
  /// Writes numbers in cells of one width and one row, each on its colour where there are colours.
  mutating func addNumbers(
    _ texts: [String], colours: [RGB], perRow: Int, cellWidth: Int, row: Int, column: Int,
    _ look: TerminalLook
  ) {
    for (i, (text, colour)) in zip(texts, colours).enumerated() {
      let (y, x) = (row + i / max(1, perRow), column + i % max(1, perRow) * cellWidth)
      if look.colours == .plain {
        write(text.padded(to: cellWidth), row: y, column: x, room: cellWidth)
      } else {
        write(
          text.padded(to: cellWidth), row: y, column: x,
          colour: text == "·" ? look.faint : colour.isDark ? RGB(255, 255, 255) : RGB(0x1F, 0x23, 0x28),
          background: colour,
          room: cellWidth)
      }
    }
  }
}

extension String {
  /// With spaces on the left, and one on the right where there is room, in so many columns.
  func padded(to columns: Int) -> String {
    let free = columns - TextStyle.columns(self)
    guard free > 0 else { return self }
    return String(repeating: " ", count: free - min(1, free / 2)) + self
      + String(repeating: " ", count: min(1, free / 2))
  }
}
