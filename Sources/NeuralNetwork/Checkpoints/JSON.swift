import Core
import Foundation

/// A value of JSON, in which Keras describes models.
enum JSON: Equatable, Sendable {
  case null
  case flag(Bool)
  /// Python, unlike JSON, tells 1 from 1.0. What is read is an integer where it can be one.
  case integer(Int)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  /// The most bytes that a description may have: some twenty thousand layers, and seconds of Foundation's decoder.
  private static let greatestText = 10_000_000

  /// - Throws: where `text` is not JSON, or beyond measure.
  init(parsing text: [UInt8]) throws(ModelError) {
    guard text.count <= Self.greatestText else {
      throw ModelError(
        "its description of the model is \(text.count) bytes long; here it may be \(Self.greatestText)")
    }
    do { self = try JSONDecoder().decode(JSON.self, from: Data(text)) } catch {
      throw ModelError("its description of the model is not JSON")
    }
  }

  /// The value under a key of an object; nil where there is none, or where this is no object.
  subscript(key: String) -> JSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var text: String? { if case .text(let text) = self { text.printable } else { nil } }
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }
  var integer: Int? { if case .integer(let number) = self { number } else { nil } }
  var list: [JSON]? { if case .list(let list) = self { list } else { nil } }

  /// What Keras calls a thing that it describes by its name, as a function or as an object of a class, in the form in
  /// which options name it: `relu`, `glorot_uniform`.
  var kerasName: String? {
    if let text { return text }
    guard let name = self["class_name"]?.text else { return nil }
    return name == "function"
      ? self["config"]?.text : name.split(separator: ">").last.map { snakeCase(String($0)) }
  }

  /// The description of an object of a Keras class.
  static func keras(_ module: String, _ name: String, _ config: JSON) -> JSON {
    ["module": .text(module), "class_name": .text(name), "config": config, "registered_name": .null]
  }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral
{
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { $1 })
  }
  init(arrayLiteral elements: JSON...) { self = .list(elements) }
  init(stringLiteral text: String) { self = .text(text) }
  init(booleanLiteral flag: Bool) { self = .flag(flag) }
  init(floatLiteral number: Double) { self = .number(number) }
  init(integerLiteral number: Int) { self = .integer(number) }
}

/// Keras's name for a class: `max_pooling2d` for MaxPooling2D, `p_re_lu` for PReLU.
/// Source: `to_snake_case` in keras/src/utils/naming.py of Keras 3.15.1.
func snakeCase(_ name: String) -> String {
  name.replacing(#/(.)([A-Z][a-z]+)/#) { "\($0.1)_\($0.2)" }
    .replacing(#/([a-z])([A-Z])/#) { "\($0.1)_\($0.2)" }.lowercased()
}
