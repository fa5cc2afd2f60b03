import Foundation

extension Double {
  /// The value as a person reads it: whole numbers whole, others with about four significant digits.
  var valueText: String {
    guard isFinite else { return isNaN ? "nan" : self < 0 ? "−inf" : "inf" }
    var text: String
    if magnitude < 1e7, self == rounded() {
      text = "\(Int(clamping: self))"
    } else if 1e-4..<1e6 ~= magnitude {
      let places = magnitude < 10 ? 4 : magnitude < 1000 ? 2 : 1
      text = Self.trimmed(String(format: "%.\(places)f", self))
    } else {
      let parts = String(format: "%.3e", self).split(separator: "e")
      guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(self)" }
      text = Self.trimmed(String(parts[0])) + "×10" + superscript(exponent)
    }
    if text.hasPrefix("-") { text = "−" + text.dropFirst() }
    return text
  }

  private static func trimmed(_ decimal: String) -> String {
    var text = decimal
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
