/// What the instructions of a pickle build.
enum PickleValue {
  case none
  case flag(Bool)
  case integer(Int)
  case number(Double)
  /// UTF-8, as it stands in the file; turned into a `String` or into bytes where it is used.
  case text([UInt8])
  case bytes([UInt8])
  case tuple([PickleValue])
  case list([PickleValue])
  case dictionary([(key: PickleValue, value: PickleValue)])
  case function(PickleFunction)
  case type(PickledType)
  case array(PickledArray)

  /// A key, a name or a type. Longer text is data, which a pickle may name again and again, and is not copied.
  var string: String? {
    switch self {
    case .text(let utf8), .bytes(let utf8): utf8.count < 256 ? String(decoding: utf8, as: UTF8.self) : nil
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

  /// A tuple of integers, as many as an array can have axes.
  var shape: [Int]? {
    guard case .tuple(let values) = self, values.count <= NumPyArray.greatestRank else { return nil }
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
