import Foundation

/// One picture of an `ImageSheet`.
public struct ChartImage: Sendable {
  /// Whether what the title says is right; shown by colour and by a sign.
  public enum Mark: Sendable {
    case none, right, wrong
  }

  public var width: Int
  public var height: Int
  /// 1 for gray, 3 for red, green and blue.
  public var channels: Int
  /// `height * width * channels` bytes, row after row.
  public var pixels: [UInt8]
  /// Set in up to three lines; a line feed begins a new one.
  public var title: String
  public var mark: Mark
  /// What is written on each pixel, row after row: `height * width` short texts.
  public var pixelValues: [String]?

  public init(
    width: Int, height: Int, channels: Int, pixels: [UInt8], title: String = "", mark: Mark = .none,
    pixelValues: [String]? = nil
  ) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
    self.title = title
    self.mark = mark
    self.pixelValues = pixelValues
  }

  fileprivate var picture: PNG.Picture {
    PNG.Picture(width: width, height: height, channels: channels, pixels: pixels)
  }

  func colour(ofPixel i: Int) -> RGB {
    channels == 1
      ? RGB(pixels[i], pixels[i], pixels[i]) : RGB(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2])
  }

  /// The values to write, if there is one for each pixel and they can be read.
  var writtenValues: [String]? {
    guard let values = pixelValues, picture.isWhole, values.count <= 4096,
      values.count == pixels.count / channels
    else { return nil }
    return values
  }
}

/// Pictures side by side, enlarged so that their pixels can be seen.
public struct ImageSheet: Chart {
  public var title: String
  /// Nil for a number that suits the number of pictures.
  public var columns: Int?
  public var images: [ChartImage]
  /// The scale of images whose values are no pixels of 0 to 1 or 0 to 255: normalized ones.
  public var key: ColourKey?

  public init(title: String, columns: Int? = nil, images: [ChartImage], key: ColourKey? = nil) {
    self.title = title
    self.key = key
    self.columns = columns
    self.images = images
  }

  private static let gap = 14.0
  private static let valueStyle = TextStyle(name: "", size: TextStyle.leastSize)
  private static let rules = [
    Rule.crispPixels,
    Rule(selector: ".edge", style: "fill:none;stroke:#8c959f;stroke-opacity:.6"),
    Rule(selector: ".frame", style: "fill:none;stroke:#8c959f;stroke-opacity:.45"),
    // Seen from the last row, and by those who do not tell red from green.
    Rule(selector: ".thick", style: "stroke:currentColor;stroke-width:3;stroke-opacity:1"),
    Rule(selector: ".right", light: "color:#116329", dark: "color:#56d364"),
    Rule(selector: ".wrong", light: "color:#b3261e", dark: "color:#ff8f87"),
    Rule(selector: "text.right, .convbook text.wrong", style: "fill:currentColor;font-size:16px"),
    Rule(
      selector: ".sign",
      style: "fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round"),
    Rule(selector: ".bright text", style: "fill:#000"),
    Rule(selector: ".dark text", style: "fill:#fff"),
  ]

  // MARK: - Layout

  private var columnCount: Int {
    if let columns { return max(1, min(columns, max(images.count, 1))) }
    let n = images.count
    if n <= 6 { return max(n, 1) }
    let root = Int(clamping: Double(n).squareRoot().rounded(.up))
    // Full rows look best: 32 pictures as 4 rows of 8, not 5 of 6 and one of 2.
    return (root...root + 2).first { n % $0 == 0 } ?? root
  }

  /// The side of the square that each picture has.
  private func side(columns: Int) -> Double {
    let numbered = images.compactMap { image -> Double? in
      guard let values = image.writtenValues else { return nil }
      let widest = values.map(Self.valueStyle.width).max() ?? 0
      return max(widest + 4, 21) * Double(max(image.width, image.height))
    }
    if let largest = numbered.max() { return largest.rounded(.up) }
    let free = (680 - Self.gap * Double(columns - 1)) / Double(columns)
    let room = min(max(free, 48), 320)
    let pixels = Double(images.lazy.map { max($0.width, $0.height, 1) }.max() ?? 1)
    // A whole number of screen pixels for each pixel, where there is room for one.
    let scale = (room / pixels).rounded()
    return scale >= 1 ? pixels * scale : room.rounded()
  }

  public var figure: Figure {
    let columns = columnCount
    let side = side(columns: columns)
    // Small pictures keep a distance that lets their titles be read.
    let words = images.lazy.map { Caption.widestWord($0) }.max() ?? 0
    let cell = max(side, columns < 4 ? 160 : 76, min(words.rounded(.up), 220))
    let width = max(320, Double(columns) * (cell + Self.gap) - Self.gap + 2 * Theme.margin)
    let heading = Heading(title: title, width: width)
    var elements = heading.elements
    var top = heading.bottom + 4

    for start in stride(from: 0, to: images.count, by: columns) {
      let row = images[start..<min(start + columns, images.count)]
      let captions = row.map { Caption($0, width: columns == 1 ? width - 2 * Theme.margin : cell) }
      let imageHeight = row.map { size($0, side: side).height }.max() ?? 0
      for (i, (image, caption)) in zip(row, captions).enumerated() {
        let slot = Box(
          left: Theme.margin + Double(i) * (cell + Self.gap), top: top, width: cell, height: imageHeight)
        elements += draw(image, in: slot, side: side)
        elements += caption.elements(left: slot.left, top: slot.bottom + 6)
      }
      let captionHeight = captions.map(\.height).max() ?? 0
      top += imageHeight + (captionHeight > 0 ? captionHeight + 6 : 0) + Self.gap
    }
    if images.isEmpty {
      let box = Box(left: Theme.margin, top: top, width: width - 2 * Theme.margin, height: 120)
      elements += [.rectangle(box, class: "grid"), box.notice("no images to draw")]
      top = box.bottom + Self.gap
    }
    if let key {
      let strip = key.strip(named: images.count > 1 ? "normalized" : "", left: Theme.margin, top: top)
      elements += strip.elements
      top += TextStyle.tick.lineHeight + Self.gap
    }
    return Figure(
      title: title, description: description, width: width, height: top - Self.gap + Theme.margin,
      rules: Self.rules, elements: elements
    )
  }

  /// The size of a picture on the page: as large as the square allows, its proportions kept.
  private func size(_ image: ChartImage, side: Double) -> (width: Double, height: Double) {
    guard image.width > 0 && image.height > 0 else { return (side, side) }
    let scale = side / Double(max(image.width, image.height))
    return (max(1, Double(image.width) * scale), max(1, Double(image.height) * scale))
  }

  private func draw(_ image: ChartImage, in slot: Box, side: Double) -> [Element] {
    let (width, height) = size(image, side: side)
    let box = Box(
      left: slot.left, top: slot.bottom - height, width: width, height: height)
    guard let link = PNG.link(image.picture, width: width) else {
      return [.rectangle(box, class: "frame"), box.notice("no pixels")]
    }
    var elements = [
      Element(
        "image",
        [
          "x": box.left, "y": box.top, "width": width, "height": height, "preserveAspectRatio": "none",
          "href": link,
        ], tooltip: image.title),
      .rectangle(box, class: image.mark == .wrong ? "wrong thick frame" : "frame"),
    ]
    if let values = image.writtenValues { elements += numbers(values, of: image, in: box) }
    return elements
  }

  /// The value of each pixel written on it, white on dark and black on bright.
  private func numbers(_ values: [String], of image: ChartImage, in box: Box) -> [Element] {
    let pixel = (width: box.width / Double(image.width), height: box.height / Double(image.height))
    var bright: [Element] = []
    var dark: [Element] = []
    for (i, value) in values.enumerated() {
      let text = Element.text(
        value, x: box.left + (Double(i % image.width) + 0.5) * pixel.width,
        y: box.top + (Double(i / image.width) + 0.5) * pixel.height, style: Self.valueStyle)
      if image.colour(ofPixel: i).isDark { dark.append(text) } else { bright.append(text) }
    }
    return [("bright", bright), ("dark", dark)].filter { !$1.isEmpty }.map {
      Element(
        "g", ["class": $0, "font-size": Self.valueStyle.size, "text-anchor": "middle"],
        content: $1.map(\.svg).joined(separator: "\n"))
    }
  }

  private var description: String {
    let wrong = images.count { $0.mark == .wrong }
    let right = images.count { $0.mark == .right }
    let marks = right + wrong > 0 ? " \(right) right, \(wrong) wrong." : ""
    let titles = images.prefix(100).map(\.title).filter { !$0.isEmpty }.joined(separator: "; ")
    return "\(images.count) images.\(marks) \(titles)" + (key.map { ". Normalized: \($0.text)." } ?? "")
  }
}

/// The title below a picture, with a check or a cross before it.
private struct Caption {
  var lines: [String]
  var mark: ChartImage.Mark

  private static let signRoom = 18.0

  private var style: TextStyle {
    switch mark {
    case .none: .caption
    case .right: TextStyle(name: "right", size: TextStyle.leastSize)
    case .wrong: TextStyle(name: "wrong", size: TextStyle.leastSize)
    }
  }

  init(_ image: ChartImage, width: Double) {
    mark = image.mark
    lines = []
    let room = mark == .none ? width : width - Self.signRoom
    lines = style.lines(image.title, maxWidth: room, count: 8)
    if lines.isEmpty && mark != .none { lines = [""] }
  }

  /// The room that the longest word needs, with the sign before it.
  static func widestWord(_ image: ChartImage) -> Double {
    let widest = TextStyle.caption.widestWord(of: image.title)
    return widest == 0 ? 0 : widest + 1 + (image.mark == .none ? 0 : signRoom)
  }

  var height: Double { Double(lines.count) * style.lineHeight }

  func elements(left: Double, top: Double) -> [Element] {
    let textLeft = mark == .none ? left : left + Self.signRoom
    var elements = lines.enumerated().map { i, line in
      Element.text(line, x: textLeft, y: top + (Double(i) + 0.5) * style.lineHeight, style: style)
    }
    let start = "M\(left.attributeText) \((top + style.lineHeight / 2).attributeText)"
    switch mark {
    case .none: break
    case .right: elements.append(.path("\(start)m1 0l3.5 4l6-8", class: "right sign"))
    case .wrong: elements.append(.path("\(start)m1-4l8 8m0-8l-8 8", class: "wrong sign"))
    }
    return elements
  }
}
