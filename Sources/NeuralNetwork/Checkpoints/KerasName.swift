import Foundation

/// Names of models and layers in a file that Keras opens.
///
/// On TensorFlow a name opens a scope, which must match `[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*` (tensorflow/python/framework/ops.py);
/// Keras itself takes no `/`.
enum KerasName {
  /// Throws where Keras would not open a file with this name, with the nearest name that it would.
  static func check(_ name: String) throws(ModelError) {
    guard !isValid(name) else { return }
    throw ModelError(
      "'\(name)' cannot be saved: in Keras a name has letters a to z, digits, and . _ - > after the first; "
        + "name=\"\(nearest(to: name))\" would do")
  }

  static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, isFirst(first), name != "." else { return false }
    return name.utf8.allSatisfy { isFirst($0) || #"_\>-"#.utf8.contains($0) }
  }

  private static func isFirst(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// The name in Latin letters, with `_` for what has none; `layer` where nothing is left.
  static func nearest(to name: String) -> String {
    let latin =
      name.applyingTransform(.toLatin, reverse: false)?.applyingTransform(.stripDiacritics, reverse: false)
      ?? name
    var result = ""
    for scalar in latin.unicodeScalars {
      if scalar.isASCII, isFirst(UInt8(ascii: scalar)) || scalar == "-" || scalar == "_" {
        result.unicodeScalars.append(scalar)
      } else if !result.isEmpty, result.last != "_" {
        result += "_"
      }
    }
    result = String(result.drop { "_-".contains($0) })
    while result.hasSuffix("_") { result.removeLast() }
    return isValid(result) ? result : "layer"
  }
}
