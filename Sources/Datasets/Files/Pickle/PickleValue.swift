/// What the instructions of a pickle build.
enum PickleValue {
  case none
  case flag(Bool)
  case integer(Int)
  /// UTF-8, as it stands in the file; turned into a `String` or into bytes where it is used.
  case text([UInt8])
  case bytes([UInt8])
  case tuple([PickleValue])
  case list([PickleValue])
  case dictionary([(key: PickleValue, value: PickleValue)])
  case function(PickleFunction)
  case type(PickledType)
  case array(PickledArray)

  var string: String? {
    switch self {
    case .text(let utf8), .bytes(let utf8): String(decoding: utf8, as: UTF8.self)
    default: nil
    }
  }

  var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  var flag: Bool? {
    switch self {
    case .flag(let value): value
    case .integer(let value): value != 0
    default: nil
    }
  }

  /// A tuple of integers.
  var shape: [Int]? {
    guard case .tuple(let values) = self else { return nil }
    let lengths = values.compactMap(\.integer)
    return lengths.count == values.count ? lengths : nil
  }
}

/// `numpy.dtype`: made from a short text such as `u1`, then told its byte order. A class, since a pickle names
/// it again after that.
final class PickledType {
  let text: String
  var byteOrder = "|"

  init(_ text: String) { self.text = text }

  var type: NumPyType? { NumPyType(byteOrder + text.drop { "<>|=".contains($0) }) }
}

/// `numpy.ndarray`: made empty, then told what it holds.
final class PickledArray {
  struct Content {
    let shape: [Int]
    let type: PickledType
    let isFortran: Bool
    let raw: [UInt8]
  }

  var content: Content?

  init(_ content: Content? = nil) { self.content = content }
}
