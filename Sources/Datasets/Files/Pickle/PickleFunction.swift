/// The Python functions and classes that NumPy arrays need when they are read from a pickle: all there is.
/// Each is carried out here in Swift, and any other name is refused, so no pickle can run anything.
enum PickleFunction {
  case reconstruct, ndarray, dtype, scalar, fromBuffer, encode, bytes, byteArray

  private static let allowed: [(module: String, name: String, function: PickleFunction)] = [
    ("numpy.core.multiarray", "_reconstruct", .reconstruct),
    ("numpy._core.multiarray", "_reconstruct", .reconstruct),
    ("numpy.core.multiarray", "scalar", .scalar),
    ("numpy._core.multiarray", "scalar", .scalar),
    ("numpy.core.numeric", "_frombuffer", .fromBuffer),
    ("numpy._core.numeric", "_frombuffer", .fromBuffer),
    ("numpy", "ndarray", .ndarray),
    ("numpy", "dtype", .dtype),
    ("_codecs", "encode", .encode),
    ("builtins", "bytes", .bytes),
    ("__builtin__", "bytes", .bytes),
    ("builtins", "bytearray", .byteArray),
    ("__builtin__", "bytearray", .byteArray),
  ]

  /// The allowed function of that name, nil for any other.
  init?(module: String, name: String) {
    guard let found = Self.allowed.first(where: { $0.module == module && $0.name == name }) else {
      return nil
    }
    self = found.function
  }

  /// What the call gives; nil where NumPy does not call it so.
  func callAsFunction(_ arguments: [PickleValue]) -> PickleValue? {
    switch (self, arguments.count) {
    // _reconstruct(ndarray, (0,), b'b'): an empty array, filled in later.
    case (.reconstruct, 3):
      guard case .function(.ndarray) = arguments[0] else { return nil }
      return .array(PickledArray())
    // dtype('u1', align, copy)
    case (.dtype, 1...3): return arguments[0].string.map { .type(PickledType($0)) }
    // _frombuffer(bytes, dtype, shape, order)
    case (.fromBuffer, 4):
      guard case .bytes(let raw) = arguments[0], case .type(let type) = arguments[1],
        let shape = arguments[2].shape, let order = arguments[3].string, order == "C" || order == "F"
      else { return nil }
      return .array(PickledArray(.init(shape: shape, type: type, isFortran: order == "F", raw: raw)))
    // scalar(dtype, bytes)
    case (.scalar, 2):
      guard case .type(let type) = arguments[0], case .bytes(let raw) = arguments[1] else { return nil }
      return .array(PickledArray(.init(shape: [], type: type, isFortran: false, raw: raw)))
    // encode(text, 'latin1'): how protocol 2 writes bytes.
    case (.encode, 2):
      guard case .text(let utf8) = arguments[0], let encoding = arguments[1].string,
        encoding == "latin1" || encoding == "latin-1"
      else { return nil }
      return Self.latin1(utf8).map(PickleValue.bytes)
    case (.bytes, 0), (.byteArray, 0): return .bytes([])
    case (.byteArray, 1), (.bytes, 1):
      guard case .bytes = arguments[0] else { return nil }
      return arguments[0]
    default: return nil
    }
  }

  /// UTF-8 text as one byte a character; nil where a character is beyond 255.
  private static func latin1(_ utf8: [UInt8]) -> [UInt8]? {
    var isLatin1 = true
    let bytes = [UInt8](unsafeUninitializedCapacity: utf8.count) { result, filled in
      utf8.withUnsafeBufferPointer { utf8 in
        var i = 0
        var written = 0
        while i < utf8.count, isLatin1 {
          if utf8[i] < 0x80 {
            result[written] = utf8[i]
            i += 1
          } else if utf8[i] & 0xFE == 0xC2, i + 1 < utf8.count, utf8[i + 1] & 0xC0 == 0x80 {
            result[written] = utf8[i] << 6 | utf8[i + 1] & 0x3F
            i += 2
          } else {
            isLatin1 = false
          }
          written += 1
        }
        filled = isLatin1 ? written : 0
      }
    }
    return isLatin1 ? bytes : nil
  }
}
