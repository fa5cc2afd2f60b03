import CZlib
import Foundation

/// A finished drawing: the SVG document around a chart's elements.
public struct Figure {
  var title: String
  /// What the chart shows, for readers who cannot see it.
  public var description: String
  /// In pixels, as all lengths.
  var width: Double
  var height: Double
  /// The styles this kind of chart needs beside the theme's.
  var rules: [Rule] = []
  var elements: [Element]

  /// The SVG document.
  public var svg: String {
    let body = elements.map(\.svg).joined(separator: "\n")
    // Charts pasted into one page need ids of their own; a checksum is one that never changes by itself.
    let bytes = Array((title + body).utf8)
    let id = String(crc32_z(0, bytes, bytes.count), radix: 16)
    let size = "\(width.attributeText) \(height.attributeText)"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="convbook" viewBox="0 0 \(size)" \
      width="\(width.attributeText)" height="\(height.attributeText)" font-family="\(Theme.fontFamily)" \
      role="img" aria-labelledby="title-\(id) description-\(id)">
      <title id="title-\(id)">\(title.xmlText)</title>
      <desc id="description-\(id)">\(description.xmlText)</desc>
      <style>
      \(Theme.css(Theme.rules + rules))
      </style>
      <rect class="background" width="100%" height="100%"/>
      \(body)
      </svg>

      """
  }
}

/// A rectangle on the page, in pixels; `top` is above `bottom`, so it is the smaller number.
struct Box {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }
  var centre: (x: Double, y: Double) { (left + width / 2, top + height / 2) }

  /// A sentence in the middle of the box, where there is no data to draw.
  func notice(_ text: String) -> Element {
    .text(text, x: centre.x, y: centre.y, style: .label, anchor: .middle, maxWidth: width)
  }
}
