import Core

/// One SVG element, already written. Text is escaped here and nowhere else.
struct Element {
  let svg: String

  /// - Parameters:
  ///   - attributes: in the order they are written; those with empty text are left out.
  ///   - tooltip: what a browser shows when the pointer rests on the element.
  ///   - content: markup inside the element.
  init(
    _ name: String, _ attributes: KeyValuePairs<String, any AttributeValue>, tooltip: String = "",
    content: String = ""
  ) {
    var text = "<\(name)"
    for (key, value) in attributes where !value.attributeText.isEmpty {
      text += " \(key)=\"\(value.attributeText)\""
    }
    let inside = (tooltip.isEmpty ? "" : "<title>\(tooltip.xmlText)</title>") + content
    svg = text + (inside.isEmpty ? "/>" : ">\(inside)</\(name)>")
  }

  static func group(_ classes: String, _ elements: [Element], fontSize: Double? = nil) -> Element {
    Element(
      "g", ["class": classes, "font-size": fontSize?.attributeText ?? ""],
      content: elements.map(\.svg).joined(separator: "\n"))
  }

  static func line(_ style: String, from: (x: Double, y: Double), to: (x: Double, y: Double)) -> Element {
    Element("line", ["class": style, "x1": from.x, "y1": from.y, "x2": to.x, "y2": to.y])
  }

  static func rectangle(_ box: Box, class style: String = "", tooltip: String = "") -> Element {
    Element(
      "rect",
      ["class": style, "x": box.left, "y": box.top, "width": box.width, "height": box.height],
      tooltip: tooltip)
  }

  static func path(_ data: String, class style: String = "", tooltip: String = "") -> Element {
    Element("path", ["class": style, "d": data], tooltip: tooltip)
  }

  enum Anchor: String {
    case start = ""
    case middle, end
  }

  /// A line of text, shortened to `maxWidth`; what was cut off is in its tooltip.
  /// - Parameters:
  ///   - y: the middle of the digits and capitals, not the baseline.
  ///   - turned: degrees, clockwise, around (x, y).
  static func text(
    _ text: String, x: Double, y: Double, style: TextStyle, anchor: Anchor = .start, turned: Double = 0,
    maxWidth: Double = .infinity
  ) -> Element {
    let shown = style.shortened(text, to: maxWidth)
    // Digits are about 0.7 em high. Not every program knows `dominant-baseline`.
    let baseline = y + 0.35 * style.size
    let turn =
      turned == 0 ? "" : "rotate(\(turned.attributeText) \(x.attributeText) \(y.attributeText))"
    return Element(
      "text",
      ["class": style.name, "x": x, "y": baseline, "text-anchor": anchor.rawValue, "transform": turn],
      tooltip: shown == text ? "" : text, content: shown.xmlText)
  }
}

/// What can stand as the value of an attribute.
protocol AttributeValue {
  var attributeText: String { get }
}

extension Double: AttributeValue {
  /// At most two decimals and no trailing zeros: a hundredth of a pixel is seen by nobody.
  var attributeText: String {
    let hundredths = (self * 100).rounded()
    guard let whole = Int(exactly: hundredths) else { return "0" }
    let (units, rest) = (whole.magnitude / 100, whole.magnitude % 100)
    let decimals = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : (rest < 10 ? ".0" : ".") + "\(rest)"
    return (whole < 0 ? "-" : "") + "\(units)" + decimals
  }
}

extension String: AttributeValue {
  /// Written as it is: attributes hold classes, paths and the like, and never what a user wrote.
  var attributeText: String { self }
}

extension String {
  /// The text as XML may hold it: escaped, on one line, with control characters and the like written out, and of a length that a person may want to read.
  var xmlText: String {
    let limit = 2000
    let line = replacing(#/[\t\n\r]/#, with: " ").printableLine.unicodeScalars
    return String(line.prefix(limit)).markupEscaped + (line.count > limit ? "…" : "")
  }
}
