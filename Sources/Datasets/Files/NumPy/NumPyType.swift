import Core

/// The type of a NumPy array's elements: a truth value, an integer or a float of at most 64 bits, or text of some length.
///
/// Source: NumPy reference, "The array interface protocol", `typestr`.
struct NumPyType: Equatable {
  enum Kind: Character {
    case boolean = "b"
    case signed = "i"
    case unsigned = "u"
    case float = "f"
    /// Four bytes a character, Unicode's numbers.
    case text = "U"
    /// One byte a character.
    case byteText = "S"
  }

  let kind: Kind
  /// In bytes.
  let size: Int
  let isBigEndian: Bool

  /// The type that NumPy writes as `text`: `<f4`, `|u1`, or without the byte order `u1`. nil for any other.
  init?(_ text: String) {
    let hasOrder = text.first.map { "<>|=".contains($0) } ?? false
    let code = hasOrder ? text.dropFirst() : text[...]
    guard let kind = code.first.flatMap(Kind.init), let size = Int(code.dropFirst()) else { return nil }
    let isKnown =
      switch kind {
      case .boolean: size == 1
      case .signed, .unsigned: [1, 2, 4, 8].contains(size)
      case .float: [2, 4, 8].contains(size)
      case .text, .byteText: (1...Self.greatestText).contains(size)
      }
    guard isKnown else { return nil }
    self.kind = kind
    self.size = kind == .text ? 4 * size : size
    isBigEndian = text.first == ">"
  }

  /// Longer texts are no names of classes.
  private static let greatestText = 1024

  /// What is wrong with elements of another type, as the end of "`place` holds ...", and how to get numbers of them.
  static func refusal(of text: String) -> String {
    switch text.drop(while: { "<>|=".contains($0) }).first {
    case "O":
      "Python objects (dtype object), which are not read. In Python, np.stack(list(x)) makes numbers of images of one "
        + "size, and y.astype(str) names of labels; save those"
    case "c": "complex numbers; in Python, np.abs(x) makes numbers of them; save those"
    case "f":
      "numbers of type '\(text.prefix(20))'; in Python, x.astype(\"float32\") makes them readable; save those"
    default: "elements of type '\(text.prefix(20))'; images must be numbers, and labels numbers or names"
    }
  }

  /// As NumPy calls it: `float32`.
  var name: String {
    switch kind {
    case .boolean: "bool"
    case .signed: "int\(8 * size)"
    case .unsigned: "uint\(8 * size)"
    case .float: "float\(8 * size)"
    case .text: "<U\(size / 4)"
    case .byteText: "|S\(size)"
    }
  }
}

/// The elements of an array: bytes where every one is a whole number from 0 to 255, else floats, or text.
enum NumPyElements {
  case bytes([UInt8])
  case floats([Float])
  /// Each element as the number of one of the `names`, which come in the order in which they occur first.
  case texts(numbers: [Int32], names: [String])

  /// The elements that lie in `raw` one after the other; bytes are taken as they are, without a copy.
  init(_ raw: [UInt8], type: NumPyType) {
    let isBig = type.isBigEndian
    switch (type.kind, type.size) {
    case (.signed, 1): self = Self.decode(raw, Int8.self, isBig) { Float($0) }
    case (.signed, 2): self = Self.decode(raw, Int16.self, isBig) { Float($0) }
    case (.signed, 4): self = Self.decode(raw, Int32.self, isBig) { Float($0) }
    case (.signed, _): self = Self.decode(raw, Int64.self, isBig) { Float($0) }
    case (.unsigned, 2): self = Self.decode(raw, UInt16.self, isBig) { Float($0) }
    case (.unsigned, 4): self = Self.decode(raw, UInt32.self, isBig) { Float($0) }
    case (.unsigned, 8): self = Self.decode(raw, UInt64.self, isBig) { Float($0) }
    case (.float, 2): self = Self.decode(raw, UInt16.self, isBig) { Float(Float16(bitPattern: $0)) }
    case (.float, 4): self = Self.decode(raw, UInt32.self, isBig) { Float(bitPattern: $0) }
    case (.float, _): self = Self.decode(raw, UInt64.self, isBig) { Float(Double(bitPattern: $0)) }
    case (.unsigned, _), (.boolean, _): self = .bytes(raw)
    case (.text, _), (.byteText, _): self = Self.texts(raw, type)
    }
  }

  /// Zeros fill a text up to its length. Of more different ones than there can be classes, the rest go unnamed: they are
  /// no labels, which ``NumPyArray/labels(place:)`` then says.
  private static func texts(_ raw: [UInt8], _ type: NumPyType) -> NumPyElements {
    var numbers: [Int32] = []
    var known: [ArraySlice<UInt8>: Int32] = [:]
    var names: [String] = []
    for start in stride(from: 0, to: raw.count, by: type.size) {
      let element = raw[start..<start + type.size]
      var number = known[element]
      if number == nil, names.count <= SplitContent.greatestClass + 1 {
        number = Int32(names.count)
        known[element] = number
        names.append(text(element, type))
      }
      numbers.append(number ?? 0)
    }
    return .texts(numbers: numbers, names: names)
  }

  private static func text(_ element: ArraySlice<UInt8>, _ type: NumPyType) -> String {
    guard type.kind == .text else {
      return String(decoding: element.prefix { $0 != 0 }, as: UTF8.self)
    }
    let bytes = Array(element)
    let codes = stride(from: 0, to: bytes.count, by: 4).map { start in
      let four = bytes[start..<start + 4]
      return (type.isBigEndian ? Array(four) : four.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    return String(String.UnicodeScalarView(codes.prefix { $0 != 0 }.map { Unicode.Scalar($0) ?? "\u{FFFD}" }))
  }

  @inline(__always)
  private static func decode<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ raw: [UInt8], _: Bits.Type, _ isBigEndian: Bool, _ value: (Bits) -> Float
  ) -> NumPyElements {
    let size = MemoryLayout<Bits>.size
    let count = raw.count / size
    return raw.withUnsafeBytes { raw in
      func element(_ i: Int) -> Float {
        let bits = raw.loadUnaligned(fromByteOffset: i * size, as: Bits.self)
        return value(isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
      }
      var isBytes = true
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        while filled < count, isBytes {
          let number = element(filled)
          isBytes = number >= 0 && number <= 255 && number.rounded(.down) == number
          if isBytes {
            buffer[filled] = UInt8(clamping: number)
            filled += 1
          }
        }
      }
      return isBytes ? .bytes(bytes) : .floats((0..<count).map(element))
    }
  }

  /// The elements in C order, where they were those of an array of this shape in Fortran order.
  func fromFortranOrder(_ shape: [Int]) -> NumPyElements {
    switch self {
    case .bytes(let bytes): .bytes(Self.transpose(bytes, shape))
    case .floats(let floats): .floats(Self.transpose(floats, shape))
    case .texts(let numbers, let names): .texts(numbers: Self.transpose(numbers, shape), names: names)
    }
  }

  /// The elements of (N, channels, height, width) in the order of (N, height, width, channels).
  func channelsTurned(channels: Int, area: Int) -> NumPyElements {
    switch self {
    case .bytes(let bytes): .bytes(ChannelsFirst.turned(bytes, channels: channels, area: area))
    case .floats(let floats): .floats(ChannelsFirst.turned(floats, channels: channels, area: area))
    case .texts: self
    }
  }

  /// In Fortran order the first axis runs fastest. Blocks of rows keep both sides of the copy in the cache.
  private static func transpose<T>(_ source: [T], _ shape: [Int]) -> [T] {
    guard shape.count > 1, let rows = shape.first, rows > 0 else { return source }
    let rowSize = source.count / rows
    let lengths = Array(shape.dropFirst())
    let strides = lengths.indices.map { lengths[($0 + 1)...].reduce(1, *) }
    return [T](unsafeUninitializedCapacity: source.count) { result, filled in
      source.withUnsafeBufferPointer { source in
        for block in stride(from: 0, to: rows, by: 64) {
          var index = [Int](repeating: 0, count: lengths.count)
          var place = 0
          for element in 0..<rowSize {
            for row in block..<min(block + 64, rows) {
              result[row * rowSize + place] = source[element * rows + row]
            }
            // Goes on to the next element of a row in Fortran order.
            for axis in lengths.indices {
              index[axis] += 1
              place += strides[axis]
              if index[axis] < lengths[axis] { break }
              place -= lengths[axis] * strides[axis]
              index[axis] = 0
            }
          }
        }
      }
      filled = source.count
    }
  }
}
