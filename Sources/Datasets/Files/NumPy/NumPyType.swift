/// The type of a NumPy array's elements: a truth value, an integer or a float of at most 64 bits.
///
/// Source: NumPy reference, "The array interface protocol", `typestr`.
struct NumPyType: Equatable {
  enum Kind: Character {
    case boolean = "b"
    case signed = "i"
    case unsigned = "u"
    case float = "f"
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
    let sizes: [Int] =
      switch kind {
      case .boolean: [1]
      case .signed, .unsigned: [1, 2, 4, 8]
      case .float: [2, 4, 8]
      }
    guard sizes.contains(size) else { return nil }
    self.kind = kind
    self.size = size
    isBigEndian = text.first == ">"
  }

  /// As NumPy calls it: `float32`.
  var name: String {
    switch kind {
    case .boolean: "bool"
    case .signed: "int\(8 * size)"
    case .unsigned: "uint\(8 * size)"
    case .float: "float\(8 * size)"
    }
  }
}

/// The elements of an array: bytes where every one is a whole number from 0 to 255, else floats.
enum NumPyElements {
  case bytes([UInt8])
  case floats([Float])

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
    }
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

  /// The same elements in C order, where they were those of an array of this shape in Fortran order.
  func fromFortranOrder(_ shape: [Int]) -> NumPyElements {
    switch self {
    case .bytes(let bytes): .bytes(Self.transpose(bytes, shape))
    case .floats(let floats): .floats(Self.transpose(floats, shape))
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
